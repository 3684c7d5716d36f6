using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;

namespace Skolsynk.Retention;

/// <summary>
/// Municipalities whose last connection has ended: they are not read any more, and after a while nothing of their persons and groups is kept.
/// Schools, codes, roles and the audit log stay, for they are nobody's data and the municipality may come back.
/// </summary>
public static class IdleTenants
{
    /// <summary>Days between the end of the last connection and the purge.</summary>
    public const int Days = 14;

    private const int Chunk = 500;

    /// <summary>The last connection is ending: nothing is read any more. False: there is another.</summary>
    public static bool Rest(Session session, TenantId tenant)
    {
        if (ConnectionStore.OfTenant(session, tenant).Any(one => !Deliveries.Endings.IsEnding(session, tenant, one.Id)))
            return false;
        using var context = session.Context(tenant);
        context.Set<Tenant>().Single(one => one.Id == tenant.Value).Active = false;
        context.SaveChanges();
        return true;
    }

    /// <summary>When persons and groups go; null: the tenant is read, has a connection, or never had one.</summary>
    public static DateTimeOffset? PurgeAt(Session session, TenantId tenant)
    {
        using var context = session.Context(tenant);
        if (context.Set<Tenant>().Single(one => one.Id == tenant.Value).Active || ConnectionStore.OfTenant(session, tenant).Any(one => !Deliveries.Endings.IsEnding(session, tenant, one.Id)))
            return null;
        var ended = Erasures.Of(tenant, session).Where(one => one.Cause is ErasureCause.Connection).Select(one => (DateTimeOffset?)one.Began).DefaultIfEmpty(null).Max();
        return ended?.AddDays(Days);
    }

    /// <summary>Takes the bodies of persons and groups away, a chunk per transaction; the purge then takes their ids.</summary>
    internal static async Task Bury(Database database, TenantId tenant, CancellationToken cancellation)
    {
        if (!await database.Read(session => PurgeAt(session, tenant) is { } at && at.ToUnixTimeMilliseconds() <= session.Now, cancellation))
            return;
        foreach (var kind in new[] { EntityKind.Person, EntityKind.Group })
        {
            int buried;
            do
            {
                buried = await database.Write(session =>
                {
                    // Once more in the transaction: somebody may have added a supplier meanwhile.
                    var ids = PurgeAt(session, tenant) is null ? [] : session.Query(
                        "SELECT src FROM entity WHERE tenant = @tenant AND kind = @kind AND (gone_at IS NULL OR gone_at > @buried) LIMIT @chunk",
                        row => Ids.FromBytes(row.GetFieldValue<byte[]>(0)), ("@tenant", tenant.Value), ("@kind", (short)kind), ("@buried", RosterErasure.Buried), ("@chunk", Chunk));
                    return ids.Count == 0 ? 0 : RosterErasure.Bury(tenant, session, kind, ids);
                }, cancellation);
            }
            while (buried > 0);
        }
    }
}
