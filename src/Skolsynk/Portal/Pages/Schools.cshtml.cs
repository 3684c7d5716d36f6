using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Schools;
using Skolsynk.Portal.Setup;
using Skolsynk.Portal.SignIn;
using Skolsynk.Suppliers;
using Skolsynk.Sync;

namespace Skolsynk.Portal.Pages;

/// <summary><c>/schools</c>: the school unit codes.</summary>
[Rights(Who.Everyone, Who.Administrators)]
internal sealed class SchoolsModel(PortalTools tools, RosterTotals totals, SchoolUnitRegister register) : PageModel
{
    /// <summary>Codes that are asked for one by one when the huvudman's own list does not have them.</summary>
    private const int MostAsked = 20;

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

    /// <summary>What saving does at suppliers, to be confirmed first.</summary>
    public List<string> Confirm { get; } = [];

    public string ConfirmButton { get; private set; } = "Spara skolenhetskoder";

    /// <summary>Stands for exactly what was confirmed.</summary>
    public string ConfirmKey { get; private set; } = "";

    public FailureText? Failure { get; private set; }

    public string? Said { get; private set; }

    public int Safe => Suggestions.Values.Count(one => one.IsSafe);

    public Task OnGet(string? said, CancellationToken cancellation)
    {
        Said = Told.Of(said);
        return Load(cancellation);
    }

    public async Task<IActionResult> OnPost(string? anyway, string? confirm, CancellationToken cancellation)
    {
        await Load(cancellation);
        var wanted = await Read(anyway is not null, cancellation);
        if (InSetup && !Errors.Any && !View.Codes.Keys.Concat(wanted.Where(one => one.Value is not null).Select(one => one.Key)).Any())
            Errors.Add(View.Schools.Count > 0 ? $"code-{View.Schools[0].Id:N}" : "content", "Fyll i minst en skolenhetskod.");
        if (Errors.Any)
        {
            this.Tells(Errors);
            return Page();
        }
        AskFirst(wanted);
        if (Confirm.Count > 0 && confirm != ConfirmKey)
            return Page();
        var tenant = HttpContext.Here().Id;
        await tools.Database.Write(session => this.SetCodes(session, View, wanted), cancellation);
        return Redirect(await this.GoesOn(tools, "/schools?said=codes"));
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

    /// <summary>The codes that differ from what is saved; what is wrong with any stands in <see cref="Errors"/>.</summary>
    private async Task<Dictionary<Guid, string?>> Read(bool anyway, CancellationToken cancellation)
    {
        var wanted = new Dictionary<Guid, string?>();
        foreach (var school in View.Schools)
        {
            var id = $"code-{school.Id:N}";
            if (!Request.Form.TryGetValue(id, out var text))
                continue;
            var (code, wrong) = TypedCode.Of(text);
            Typed[school.Id] = text.ToString();
            if (wrong is not null)
                Errors.Add(id, wrong);
            else if (code != View.Codes.GetValueOrDefault(school.Id))
                wanted[school.Id] = code;
        }
        var after = View.Codes.Where(one => !wanted.ContainsKey(one.Key)).Concat(wanted.Where(one => one.Value is not null).Select(one => KeyValuePair.Create(one.Key, one.Value!)))
            .ToDictionary();
        foreach (var (school, wrong) in CodeCheck.Twice(View.Codes, after, View.Names))
            Errors.Add($"code-{school:N}", wrong);
        var tenant = HttpContext.Here().Id;
        var taken = await tools.Database.Read(session => TakenCodes.Among(session, tenant, wanted.Values.OfType<string>()), cancellation);
        foreach (var (school, code) in wanted.Where(one => one.Value is { } typed && taken.ContainsKey(typed)))
            Errors.Add($"code-{school:N}", $"Koden används redan av en annan huvudman hos {taken[code!]}. Kontrollera koden, och kontakta den som driver Skolsynk om den stämmer.");
        if (!anyway && !Errors.Any)
            await AskRegister(wanted, cancellation);
        return wanted;
    }

    private async Task AskRegister(Dictionary<Guid, string?> wanted, CancellationToken cancellation)
    {
        var own = View.OrganisationNumber is { } number ? await register.UnitsOf(number, cancellation) : null;
        var known = (own ?? []).Select(unit => unit.Code).ToHashSet();
        foreach (var (school, code) in wanted.Where(one => one.Value is not null && !known.Contains(one.Value)).Take(MostAsked))
        {
            if (await register.Find(code!, cancellation) is not { } answer)
                continue;
            var text = answer.Value switch
            {
                null => "Koden finns inte i Skolenhetsregistret. Kontrollera siffrorna.",
                { Unit.IsActive: false } => "Skolenheten har upphört enligt registret.",
                { } other when own is not null && other.OrganizerNumber != View.OrganisationNumber => $"Skolenheten har en annan huvudman: {other.OrganizerName}.",
                _ => null,
            };
            if (text is null)
                continue;
            Errors.Add($"code-{school:N}", text);
            Anyway = true;
        }
    }

    /// <summary>A code in use that changes or goes does something at suppliers; she sees it first.</summary>
    private void AskFirst(Dictionary<Guid, string?> wanted)
    {
        var senders = new HashSet<int>();
        var removes = false;
        foreach (var (school, code) in wanted.Where(one => View.Codes.ContainsKey(one.Key)))
        {
            var at = View.SendersOf(school);
            if (at.Count == 0)
                continue;
            var (students, teachers) = Counts?.GetValueOrDefault(school) ?? default;
            var people = $"{Text.Count(students, "elev", "elever")} och {Text.Count(teachers, "lärare", "lärare")} på {View.Names[school]}";
            var names = string.Join(" och ", at.Select(one => one.Supplier.Name).Distinct());
            Confirm.Add(code is null ? $"Om du fortsätter tas {people} bort hos {names}. {string.Join(" ", at.Select(one => RemovalLine.Of(one.Supplier)).Distinct())}"
                : $"{people} flyttas till den nya koden hos {names}.");
            removes |= code is null;
            senders.UnionWith(at.Select(one => one.Supplier.Id));
        }
        if (removes)
            ConfirmButton = $"Ta bort koden och skolan hos {Text.Count(senders.Count, "leverantör", "leverantörer")}";
        var text = string.Join(' ', wanted.OrderBy(one => one.Key).Select(one => $"{one.Key:N}={one.Value}")) + string.Join(' ', Confirm);
        ConfirmKey = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12));
    }
}
