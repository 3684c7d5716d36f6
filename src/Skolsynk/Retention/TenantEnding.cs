using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;

namespace Skolsynk.Retention;

/// <summary>
/// A tenant leaves: in one transaction it is neither read nor shown nor sent any more; then all that is told of persons goes, in chunks;
/// then, when its connections have ended, everything else. After a crash <see cref="Resume"/> goes on where it was.
/// </summary>
public static class TenantEnding
{
    /// <summary>The first step.</summary>
    public static void Begin(Session session, TenantId tenant, EndingKind kind)
    {
        JournalState.Enter(session, JournalKind.Tenant, tenant, entry => entry with { Detail = (short)kind });
        Again(session, tenant, kind);
    }

    /// <summary>The first step of an ending that the journal has.</summary>
    internal static void Again(Session session, TenantId tenant, EndingKind kind)
    {
        // A run under way may hold the whole roster in its memory; it commits nothing any more, and no other begins.
        Leases.Revoke(session, LeaseKind.Read, tenant.Value);
        using var context = session.Context(tenant);
        var row = context.Set<Tenant>().Single(one => one.Id == tenant.Value);
        row.Active = false;
        context.SaveChanges();
        if (!Erasures.Of(tenant, session).Any(IsOpen))
        {
            var persons = session.Scalar<long>("SELECT count(*) FROM entity WHERE tenant = @tenant AND kind = 2", ("@tenant", tenant.Value));
            var receipts = session.Scalar<long>("SELECT count(*) FROM receipt WHERE tenant = @tenant", ("@tenant", tenant.Value));
            Erasures.Begin(tenant, session, ErasureCause.Tenant, row.Key, persons, receipts);
        }
        foreach (var connection in ConnectionStore.OfTenant(session, tenant))
            Endings.Again(session, tenant, connection.Id, kind);
    }

    /// <summary>Erases what may go by now; true when nothing is left.</summary>
    public static async Task<bool> Resume(Database database, TenantId tenant, CancellationToken cancellation)
    {
        await TenantTables.Erase(database, tenant, null, [.. TenantTables.Personal, .. TenantTables.History], cancellation);
        var connections = await database.Read(session => ConnectionStore.OfTenant(session, tenant).Count, cancellation);
        if (connections > 0)
            return false;
        await TenantTables.Erase(database, tenant, null, [.. TenantTables.Connections, .. TenantTables.Rest], cancellation);
        // Last: as long as the receipt is open, a crash is gone on from.
        await database.Write(session =>
        {
            var all = Erasures.Of(tenant, session);
            foreach (var open in all.Where(IsOpen))
                Erasures.Finish(tenant, session, ErasureCause.Tenant, open.Subject, Remained(all, open));
        }, cancellation);
        return true;
    }

    /// <summary>Tenants that are leaving. The operator's query.</summary>
    public static IReadOnlyList<TenantId> Leaving(Session session) =>
        [.. Erasures.All(session).Where(IsOpen).Select(erasure => erasure.Tenant).Distinct()];

    /// <summary>Whether it has begun to leave and not ended.</summary>
    public static bool IsLeaving(Session session, TenantId tenant) => Erasures.Of(tenant, session).Any(IsOpen);

    private static bool IsOpen(Erasure erasure) => erasure is { Cause: ErasureCause.Tenant, Ended: null };

    private static long Remained(IReadOnlyList<Erasure> all, Erasure open) =>
        all.Where(erasure => erasure.Cause is ErasureCause.Connection && erasure.Began >= open.Began).Sum(erasure => erasure.Remained);
}
