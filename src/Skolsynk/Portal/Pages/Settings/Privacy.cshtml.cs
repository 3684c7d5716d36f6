using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.SignIn;
using Skolsynk.Retention;

namespace Skolsynk.Portal.Pages.Settings;

/// <summary><c>/settings/privacy</c>: what is stored of this municipality now, who gets it, and by which agreement.</summary>
[Rights(Who.Everyone)]
internal sealed class PrivacyModel(PortalTools tools, RosterTotals totals) : PageModel
{
    public IReadOnlyList<ConnectionView> Views { get; private set; } = [];

    /// <summary>Null: not counted yet.</summary>
    public Totals? Totals { get; private set; }

    /// <summary>Accounts whose names are kept because they have worked with the service or may.</summary>
    public int Accounts { get; private set; }

    /// <summary>Null: it has not run yet.</summary>
    public DateTimeOffset? LastPurge { get; private set; }

    public async Task OnGet(CancellationToken cancellation)
    {
        var tenant = HttpContext.Here().Id;
        (Views, Accounts, LastPurge) = await tools.Database.Read(session => Load(session, tenant), cancellation);
        Totals = await totals.Get(tenant, cancellation);
    }

    private static (IReadOnlyList<ConnectionView>, int, DateTimeOffset?) Load(Session session, TenantId tenant) =>
        (ConnectionView.All(session, tenant), AccountBook.All(session, tenant).Count, JobRuns.Last(session, Job.Purge));
}
