using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.Ending;
using Skolsynk.Portal.SignIn;

namespace Skolsynk.Portal.Pages.Reports;

/// <summary><c>/reports/receipts/NUMBER</c>: the receipt of a supplier's ending, live as long as it goes on, to be fetched ever after.</summary>
[Rights(Who.Everyone)]
internal sealed class ReceiptModel(PortalTools tools) : PageModel
{
    public ClosureReceipt Receipt { get; private set; } = null!;

    public string Address { get; private set; } = "";

    public async Task<IActionResult> OnGet(string id, CancellationToken cancellation) => await Load(id, cancellation) ? Page() : NotFound();

    public async Task<IActionResult> OnGetLive(string id, CancellationToken cancellation) => await Load(id, cancellation) ? Partial("Reports/_ReceiptLive", this) : NotFound();

    private async Task<bool> Load(string id, CancellationToken cancellation)
    {
        var here = HttpContext.Here();
        if (!long.TryParse(id, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || await tools.Database.Read(session => ClosureReceipt.OfSupplier(session, here.Id, here.Tenant!.Name, number, tools.Options), cancellation) is not { } receipt)
            return false;
        (Receipt, Address) = (receipt, $"/reports/receipts/{number}");
        return true;
    }
}
