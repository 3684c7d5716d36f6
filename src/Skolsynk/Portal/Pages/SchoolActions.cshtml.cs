using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.Schools;
using Skolsynk.Portal.SignIn;
using Skolsynk.Source;
using Skolsynk.Sync;

namespace Skolsynk.Portal.Pages;

/// <summary>What is done from the page of the schools beside saving it.</summary>
[Rights(Who.Nobody, Who.Administrators)]
internal sealed class SchoolActionsModel(PortalTools tools, SchoolUnitRegister register) : PageModel
{
    public IActionResult OnGet() => NotFound();

    /// <summary>Reads the schools of a municipality of which nobody has been read.</summary>
    public async Task<IActionResult> OnPostRead(CancellationToken cancellation)
    {
        if (tools.Reader is { } reader)
            await new SchoolsReading(tools.Database, (tenant, stop) => reader.ReadSchools(new GraphTenant(tenant.EntraTenantId, ReadBudget.Unconfirmed), stop), $"{tools.Owner}/skolor")
                .RunOnce(HttpContext.Here().Tenant!, cancellation);
        return Redirect("/schools");
    }

    /// <summary>Takes all safe suggestions, or the one that was pressed.</summary>
    public async Task<IActionResult> OnPostSuggestions(string? use, string? take, CancellationToken cancellation)
    {
        var tenant = HttpContext.Here().Id;
        var view = await tools.Database.Read(session => SchoolsView.Load(session, tenant), cancellation);
        var units = view.OrganisationNumber is { } number ? await register.UnitsOf(number, cancellation) : null;
        var suggested = CodeSuggestions.For(view.Schools.Where(school => !view.Codes.ContainsKey(school.Id)), units, view.Codes.Values.ToHashSet());
        var wanted = suggested.Where(one => use == "safe" ? one.Value.IsSafe : one.Value.Code == take).ToDictionary(one => one.Key, one => (string?)one.Value.Code);
        await tools.Database.Write(session => this.SetCodes(session, view, wanted), cancellation);
        return Redirect(wanted.Count > 0 ? "/schools?said=codes" : "/schools");
    }
}
