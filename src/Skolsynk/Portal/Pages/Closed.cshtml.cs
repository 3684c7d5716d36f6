using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.Ending;

namespace Skolsynk.Portal.Pages;

/// <summary><c>/closed/SEAL</c>: the receipt of a municipality that has left, for whoever has its address.</summary>
[AllowAnonymous]
internal sealed class ClosedModel(PortalTools tools) : PageModel
{
    public ClosureReceipt Receipt { get; private set; } = null!;

    public string Address { get; private set; } = "";

    public async Task<IActionResult> OnGet(string seal, CancellationToken cancellation) => await Load(seal, cancellation) ? Page() : NotFound();

    public async Task<IActionResult> OnGetLive(string seal, CancellationToken cancellation) => await Load(seal, cancellation) ? Partial("_ClosedLive", this) : NotFound();

    private async Task<bool> Load(string seal, CancellationToken cancellation)
    {
        if (SealedReceipt.Open(tools, seal) is not { } opened || await tools.Database.Read(session => ClosureReceipt.OfTenant(session, opened, tools.Options), cancellation) is not { } receipt)
            return false;
        (Receipt, Address) = (receipt, $"/closed/{seal}");
        return true;
    }
}
