using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Schools;
using Skolsynk.Portal.Setup;
using Skolsynk.Portal.SignIn;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Pages;

/// <summary><c>/schools</c>: the school unit codes.</summary>
[Rights(Who.Everyone, Who.Administrators)]
internal sealed class SchoolsModel(PortalTools tools, RosterTotals totals, SchoolUnitRegister register) : PageModel
{
    public SchoolsView View { get; private set; } = null!;

    public FormErrors Errors { get; } = new();

    /// <summary>What was typed and is not saved, by school.</summary>
    public Dictionary<Guid, string> Typed { get; } = [];

    public IReadOnlyDictionary<Guid, CodeSuggestion> Suggestions { get; private set; } = new Dictionary<Guid, CodeSuggestion>();

    /// <summary>Null: nobody has been read yet.</summary>
    public IReadOnlyDictionary<Guid, (int Students, int Teachers)>? Counts { get; private set; }

    public bool RegisterAnswers { get; private set; } = true;

    public bool InSetup { get; private set; }

    /// <summary>Codes that the register does not know may be saved all the same.</summary>
    public bool Anyway { get; private set; }

    /// <summary>She has said that they are saved all the same.</summary>
    public bool Insists { get; private set; }

    /// <summary>What saving does at suppliers, to be confirmed first.</summary>
    public CodeEffects Effects { get; private set; } = CodeEffects.None;

    public string? Said { get; private set; }

    public int Safe => Suggestions.Values.Count(one => one.IsSafe);

    public Task OnGet(string? said, CancellationToken cancellation)
    {
        Said = Told.Of(said);
        return Load(cancellation);
    }

    /// <param name="anyway">Codes that the register does not know are saved all the same.</param>
    /// <param name="confirm">The key of the effects that were shown.</param>
    /// <param name="use">“safe”: with all safe suggestions.</param>
    /// <param name="take">With this suggestion.</param>
    public async Task<IActionResult> OnPost(string? anyway, string? confirm, string? use, string? take, CancellationToken cancellation)
    {
        await Load(cancellation);
        Insists = anyway is not null;
        var wanted = Read(Suggestions.Where(one => use == "safe" ? one.Value.IsSafe : one.Value.Code == take).ToDictionary(one => one.Key, one => one.Value.Code));
        await Check(wanted, cancellation);
        if (Errors.Any)
            return Wrong();
        var tenant = HttpContext.Here().Id;
        Effects = CodeEffects.Of(View, wanted, View.Started.Count > 0 ? (await totals.Exact(tenant, cancellation))?.Roster.BySchool : null);
        if (Effects.Lines.Count > 0 && confirm != Effects.Key)
            return Page();
        Taken(wanted, await tools.Database.Write(session => this.SetCodes(session, View, wanted), cancellation));
        if (Errors.Any)
            return Wrong();
        return Redirect(use is null && take is null ? await this.GoesOn(tools, "/schools?said=codes") : "/schools?said=codes");
    }

    private PageResult Wrong()
    {
        this.Tells(Errors);
        return Page();
    }

    private async Task Load(CancellationToken cancellation)
    {
        var visit = HttpContext.Here();
        InSetup = await this.InSteps(tools, SetupStep.Schools) is not null;
        View = await tools.Database.Read(session => SchoolsView.Load(session, visit.Id), cancellation);
        Counts = (await totals.Get(visit.Id, cancellation))?.Roster is { Users: > 0 } roster ? roster.BySchool : null;
        var units = View.OrganisationNumber is { } number ? await register.UnitsOf(number, cancellation) : null;
        RegisterAnswers = View.OrganisationNumber is null || units is not null;
        Suggestions = CodeSuggestions.For(View.Schools.Where(school => !View.Codes.ContainsKey(school.Id)), units, View.Codes.Values.ToHashSet());
    }

    /// <summary>The codes that differ from what is saved; what cannot be read stands in <see cref="Errors"/>.</summary>
    /// <param name="suggested">Stand for what was typed at their schools.</param>
    private Dictionary<Guid, string?> Read(Dictionary<Guid, string> suggested)
    {
        var wanted = new Dictionary<Guid, string?>();
        foreach (var school in View.Schools)
        {
            var id = $"code-{school.Id:N}";
            if ((suggested.GetValueOrDefault(school.Id) ?? Request.Form[id].FirstOrDefault()) is not { } text)
                continue;
            var (code, wrong) = TypedCode.Of(text);
            Typed[school.Id] = text;
            if (wrong is not null)
                Errors.Add(id, wrong);
            else if (code != View.Codes.GetValueOrDefault(school.Id))
                wanted[school.Id] = code;
        }
        return wanted;
    }

    private async Task Check(Dictionary<Guid, string?> wanted, CancellationToken cancellation)
    {
        var after = View.Codes.Where(one => !wanted.ContainsKey(one.Key)).Concat(wanted.Where(one => one.Value is not null).Select(one => KeyValuePair.Create(one.Key, one.Value!)))
            .ToDictionary();
        foreach (var (school, wrong) in CodeCheck.Twice(View.Codes, after, View.Names))
            Errors.Add($"code-{school:N}", wrong);
        var tenant = HttpContext.Here().Id;
        Taken(wanted, await tools.Database.Read(session => TakenCodes.Among(session, tenant, wanted.Values.OfType<string>()), cancellation));
        if (InSetup && !Errors.Any && after.Count == 0)
            Errors.Add(View.Schools.Count > 0 ? $"code-{View.Schools[0].Id:N}" : "content", "Fyll i minst en skolenhetskod.");
        if (Errors.Any)
            return;
        var words = await RegisterCheck.Ask(register, wanted.Values.OfType<string>(), View.OrganisationNumber, cancellation);
        foreach (var (school, code) in wanted)
        {
            if (code is null || words.GetValueOrDefault(code) is not { } word || (Insists && !word.IsHard))
                continue;
            Errors.Add($"code-{school:N}", word.Text);
            Anyway = true;
        }
        Anyway &= !words.Values.Any(word => word.IsHard);
    }

    private void Taken(Dictionary<Guid, string?> wanted, IReadOnlyDictionary<string, string> taken)
    {
        foreach (var (school, code) in wanted.Where(one => one.Value is { } typed && taken.ContainsKey(typed)))
            Errors.Add($"code-{school:N}", CodeCheck.TakenAt(taken[code!]));
    }
}
