using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Schools;
using Skolsynk.Portal.Setup;
using Skolsynk.Portal.SignIn;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Pages;

/// <summary><c>/schools/paste</c>: codes out of a spreadsheet, shown line by line with what they do before they are saved.</summary>
[Rights(Who.Administrators, Who.Administrators)]
internal sealed class SchoolPasteModel(PortalTools tools, RosterTotals totals, SchoolUnitRegister register) : PageModel
{
    /// <summary>Lines that are shown; all are counted and saved.</summary>
    public const int Shown = 300;

    public FormErrors Errors { get; } = new();

    public string Pasted { get; private set; } = "";

    public IReadOnlyList<PastedRow>? Rows { get; private set; }

    /// <summary>What the good lines do at suppliers.</summary>
    public CodeEffects Effects { get; private set; } = CodeEffects.None;

    public int Good => Rows?.Count(row => row.IsGood) ?? 0;

    public async Task OnGet() => await this.InSteps(tools, SetupStep.Schools);

    /// <param name="text">What was pasted.</param>
    /// <param name="confirm">The key of the effects that were shown.</param>
    public async Task<IActionResult> OnPost(string? text, string? confirm, CancellationToken cancellation)
    {
        Pasted = text ?? "";
        await this.InSteps(tools, SetupStep.Schools);
        if (string.IsNullOrWhiteSpace(text))
        {
            this.Tells(Errors).Add("text", "Klistra in minst en rad.");
            return Page();
        }
        var tenant = HttpContext.Here().Id;
        var view = await tools.Database.Read(session => SchoolsView.Load(session, tenant), cancellation);
        Rows = await Checked(PastedCodes.Read(text, view.Schools, view.Codes), view.OrganisationNumber, cancellation);
        Taken(await tools.Database.Read(session => TakenCodes.Among(session, tenant, Rows.Where(row => row.IsGood).Select(row => row.Code)), cancellation));
        var wanted = Rows.Where(row => row.IsGood).GroupBy(row => row.School!.Id).ToDictionary(rows => rows.Key, rows => (string?)rows.Last().Code);
        Effects = CodeEffects.Of(view, wanted, view.Started.Count > 0 ? (await totals.Exact(tenant, cancellation))?.Roster.BySchool : null);
        if (Errors.Any || Good == 0 || confirm != Effects.Key)
            return Page();
        Taken(await tools.Database.Write(session => this.SetCodes(session, view, wanted), cancellation));
        return Errors.Any ? Page() : Redirect("/schools?said=codes");
    }

    /// <summary>Lines whose codes the register has something against are not good.</summary>
    private async Task<IReadOnlyList<PastedRow>> Checked(IReadOnlyList<PastedRow> rows, string? organisationNumber, CancellationToken cancellation)
    {
        var words = await RegisterCheck.Ask(register, rows.Where(row => row.IsGood).Select(row => row.Code), organisationNumber, cancellation);
        return words.Count == 0 ? rows : [.. rows.Select(row => row.IsGood && words.TryGetValue(row.Code, out var word) ? row with { Result = PastedResult.Wrong, Against = word.Text } : row)];
    }

    private void Taken(IReadOnlyDictionary<string, string> taken)
    {
        if (Rows!.FirstOrDefault(row => row.IsGood && taken.ContainsKey(row.Code)) is { } row)
            this.Tells(Errors).Add("text", $"Rad {row.Line}: {CodeCheck.TakenAt(taken[row.Code])}");
    }
}
