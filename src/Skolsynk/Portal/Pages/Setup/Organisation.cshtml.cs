using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Schools;
using Skolsynk.Portal.Setup;
using Skolsynk.Portal.SignIn;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.Pages.Setup;

/// <summary>Step 3: which huvudman this is.</summary>
[Rights(Who.Administrators, Who.Administrators)]
internal sealed class OrganisationModel(PortalTools tools, SchoolUnitRegister register) : PageModel
{
    /// <summary>Hits that are shown.</summary>
    public const int Most = 20;

    public FormErrors Errors { get; } = new();

    public string Search { get; private set; } = "";

    public IReadOnlyList<Organizer> Hits { get; private set; } = [];

    /// <summary>The register does not answer: the name is taken as it is typed.</summary>
    public bool ByName { get; private set; }

    public async Task OnGet() => await this.InSteps(tools, SetupStep.Organisation);

    public async Task<IActionResult> OnPost(string? search, string? step, string? chosen, CancellationToken cancellation)
    {
        await this.InSteps(tools, SetupStep.Organisation);
        Search = (search ?? "").Trim();
        if (Search.Length is < 2 or > 120)
            return Wrong("Skriv minst två tecken av namnet, eller organisationsnumret.");
        var all = await register.Organizers(cancellation);
        ByName = all is null;
        if (ByName)
            return step == "name" ? await Save(Search, null, cancellation) : Page();
        var digits = string.Concat(Search.Where(char.IsAsciiDigit));
        Hits = [.. all!.Where(one => one.Name.Contains(Search, StringComparison.CurrentCultureIgnoreCase) || (digits.Length >= 6 && one.Number.Contains(digits, StringComparison.Ordinal)))
            .OrderBy(one => one.Name, Text.Order).Take(Most)];
        if (Hits.Count == 0)
            return Wrong("Ingen huvudman med det namnet eller numret finns i registret.");
        if (step != "save")
            return Page();
        return Hits.FirstOrDefault(one => one.Number == chosen) is { } organizer
            ? await Save(organizer.Name, organizer.Number, cancellation)
            : Wrong("Välj en huvudman i listan.");
    }

    private async Task<IActionResult> Save(string name, string? number, CancellationToken cancellation)
    {
        var tenant = HttpContext.Here().Id;
        var municipality = number is null ? null : await register.MunicipalityCodeOf(number, cancellation);
        await tools.Database.Write(session =>
        {
            TenantSetups.Name(session, tenant, name, number, municipality);
            this.Log(session, AuditEvent.OrganisationChosen, before: HttpContext.Here().Tenant!.Name, after: name);
        }, cancellation);
        return Redirect(await this.GoesOn(tools, "/home"));
    }

    private PageResult Wrong(string text)
    {
        this.Tells(Errors).Add("search", text);
        return Page();
    }
}
