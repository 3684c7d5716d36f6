using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Schools;
using Skolsynk.Portal.Setup;
using Skolsynk.Portal.SignIn;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Pages;

/// <summary><c>/schools/paste</c>: codes out of a spreadsheet, shown line by line before they are saved.</summary>
[Rights(Who.Administrators, Who.Administrators)]
internal sealed class SchoolPasteModel(PortalTools tools) : PageModel
{
    /// <summary>Lines that are shown; all are counted and saved.</summary>
    public const int Shown = 300;

    public FormErrors Errors { get; } = new();

    public string Pasted { get; private set; } = "";

    public IReadOnlyList<PastedRow>? Rows { get; private set; }

    public int Good => Rows?.Count(row => row.IsGood) ?? 0;

    public async Task OnGet() => await this.InSteps(tools, SetupStep.Schools);

    public async Task<IActionResult> OnPost(string? text, string? step, CancellationToken cancellation)
    {
        var tenant = HttpContext.Here().Id;
        Pasted = text ?? "";
        await this.InSteps(tools, SetupStep.Schools);
        var view = await tools.Database.Read(session => SchoolsView.Load(session, tenant), cancellation);
        if (string.IsNullOrWhiteSpace(text))
            this.Tells(Errors).Add("text", "Klistra in minst en rad.");
        else
            Rows = PastedCodes.Read(text, view.Schools, view.Codes);
        // A code that is in use is changed on the page of the schools, where it is seen what that does.
        var inUse = Rows?.FirstOrDefault(row => row.Result is PastedResult.Changed && view.SendersOf(row.School!.Id).Count > 0);
        if (inUse is not null)
            this.Tells(Errors).Add("text", $"Rad {inUse.Line}: koden för {SchoolsView.NameOf(inUse.School!)} används redan hos en leverantör. Ändra den på sidan Skolor, där du ser vad det gör.");
        var taken = await tools.Database.Read(session => TakenCodes.Among(session, tenant, (Rows ?? []).Where(row => row.IsGood).Select(row => row.Code!)), cancellation);
        foreach (var row in (Rows ?? []).Where(row => row.IsGood && taken.ContainsKey(row.Code!)).Take(1))
            this.Tells(Errors).Add("text", $"Rad {row.Line}: koden används redan av en annan huvudman hos {taken[row.Code!]}. Kontrollera koden, och kontakta den som driver Skolsynk om den stämmer.");
        if (step != "save" || Errors.Any || Good == 0)
            return Page();
        var wanted = Rows!.Where(row => row.IsGood).GroupBy(row => row.School!.Id).ToDictionary(rows => rows.Key, rows => (string?)rows.Last().Code);
        await tools.Database.Write(session => this.SetCodes(session, view, wanted), cancellation);
        return Redirect("/schools?said=codes");
    }
}
