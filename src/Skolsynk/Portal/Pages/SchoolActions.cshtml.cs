using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.SignIn;
using Skolsynk.Source;
using Skolsynk.Sync;

namespace Skolsynk.Portal.Pages;

/// <summary>What is done from the page of the schools beside saving it.</summary>
[Rights(Who.Nobody, Who.Administrators)]
internal sealed class SchoolActionsModel(PortalTools tools) : PageModel
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
}
