using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Ending;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.SignIn;
using Skolsynk.Stores;

namespace Skolsynk.Portal.Pages.Settings;

/// <summary><c>/settings/leave</c>: the municipality leaves, and everything that is told of it goes.</summary>
[Rights(Who.GlobalAdministrator, Who.GlobalAdministrator)]
internal sealed class LeaveModel(PortalTools tools, IHostApplicationLifetime lifetime) : PageModel
{
    /// <summary>Whoever does this has just shown who she is.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(5);

    public FormErrors Errors { get; } = new();

    public IReadOnlyList<ConnectionView> Views { get; private set; } = [];

    public bool Deletes { get; private set; } = true;

    public string Typed { get; private set; } = "";

    public string Principal => HttpContext.Here().Tenant!.Name;

    public int BackupDays => tools.Options.JournalDays;

    public bool IsFresh => tools.Time.GetUtcNow() - HttpContext.Here().Visitor.At <= Fresh;

    public Task OnGet(CancellationToken cancellation) => Load(cancellation);

    public async Task<IActionResult> OnPost(string? deletes, string? name, CancellationToken cancellation)
    {
        await Load(cancellation);
        (Deletes, Typed) = (deletes is not null, name ?? "");
        if (!IsFresh)
            return Page();
        if (!Confirmation.Is(Typed, Principal))
        {
            this.Tells(Errors).Add("name", $"Skriv huvudmannens namn: {Principal}");
            return Page();
        }
        var here = HttpContext.Here();
        var asks = Deletes && Views.Any(view => view.Receipts.All.Count > 0);
        var counts = await tools.Database.Read(session => Count(session, here.Id), cancellation);
        await new LeavingRound(tools, lifetime.ApplicationStopping).Tenant(here.Id, asks ? EndingKind.DeleteAtSupplier : EndingKind.KeepAtSupplier);
        var number = await tools.Database.Read(session => Erasures.Of(here.Id, session).Last(one => one.Cause is ErasureCause.Tenant).Number, cancellation);
        await HttpContext.SignOutAsync(SessionCookie.Scheme);
        return Redirect($"/closed/{new SealedReceipt(here.Id.Value, number, Principal, (short)here.Role, asks, counts).Seal(tools)}");
    }

    private async Task Load(CancellationToken cancellation)
    {
        var tenant = HttpContext.Here().Id;
        Views = await tools.Database.Read(session => ConnectionView.All(session, tenant), cancellation);
    }

    private static ClosureCounts Count(Session session, TenantId tenant)
    {
        var kinds = session.Query("SELECT kind, count(*) FROM entity WHERE tenant = @tenant GROUP BY kind", row => (Kind: row.GetInt16(0), Count: row.GetInt64(1)), ("@tenant", tenant.Value))
            .ToDictionary(one => (Rosters.EntityKind)one.Kind, one => one.Count);
        var rows = session.Scalar<long>(
            "SELECT (SELECT count(*) FROM transfer_log WHERE tenant = @tenant) + (SELECT count(*) FROM removal WHERE tenant = @tenant) "
            + "+ (SELECT count(*) FROM sync_run WHERE tenant = @tenant) + (SELECT count(*) FROM audit_entry WHERE tenant = @tenant)", ("@tenant", tenant.Value));
        return new(kinds.GetValueOrDefault(Rosters.EntityKind.School), kinds.GetValueOrDefault(Rosters.EntityKind.Person), kinds.GetValueOrDefault(Rosters.EntityKind.Group), rows);
    }
}
