using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.Ending;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.SignIn;
using Skolsynk.Stores;

namespace Skolsynk.Portal.Pages.Reports;

/// <summary><c>/reports</c>: the way to all reports.</summary>
[Rights(Who.Everyone)]
internal sealed class IndexModel(PortalTools tools) : PageModel
{
    /// <summary>Receipts of endings, the newest first.</summary>
    public IReadOnlyList<(long Number, string Text)> Receipts { get; private set; } = [];

    public async Task OnGet(CancellationToken cancellation)
    {
        var tenant = HttpContext.Here().Id;
        Receipts = await tools.Database.Read(session => Erasures.Of(tenant, session).Where(one => one.Cause is ErasureCause.Connection)
            .GroupBy(one => (ClosureReceipt.KeyOf(one), one.Began.ToUnixTimeSeconds() / 5)).Select(group => group.MinBy(one => one.Number)!).OrderByDescending(one => one.Began)
            .Select(one => (one.Number, $"{ClosureReceipt.SupplierNamed(session, ClosureReceipt.KeyOf(one))}, {Text.Date(one.Began)}")).ToList(), cancellation);
    }
}
