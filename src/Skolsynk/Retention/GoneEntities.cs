using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Stores;

namespace Skolsynk.Retention;

/// <summary>A school, person or group that has left.</summary>
internal readonly record struct GoneEntity(EntityKind Kind, Guid Id, long Oid);

/// <summary>Who has been gone for so long that nothing of them may be left.</summary>
internal static class GoneEntities
{
    /// <summary>Calendar months between leaving and the purge.</summary>
    public const int Months = 6;

    /// <summary>Persons first, then groups, then schools, whose ids are needed to find what hangs on the others.</summary>
    public static List<GoneEntity> Due(Session session, TenantId tenant)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(session.Now);
        return [.. GoneBy(session, tenant, Cutoff(now).ToUnixTimeMilliseconds()).Where(one => IsDue(one.At, now))
            .Select(one => one.Entity).OrderBy(one => Order(one.Kind))];
    }

    /// <summary>Those who were purged once already (<see cref="RosterErasure.Bury(TenantId, Session, EntityKind, IReadOnlyCollection{Guid})"/>).</summary>
    public static List<GoneEntity> Buried(Session session, TenantId tenant) =>
        [.. GoneBy(session, tenant, RosterErasure.Buried).Select(one => one.Entity).OrderBy(one => Order(one.Kind))];

    private static List<(GoneEntity Entity, DateTimeOffset At)> GoneBy(Session session, TenantId tenant, long cutoff) => session.Query(
        "SELECT kind, src, oid, gone_at FROM entity WHERE tenant = @tenant AND gone_at <= @cutoff",
        row => (new GoneEntity((EntityKind)row.GetInt16(0), Ids.FromBytes(row.GetFieldValue<byte[]>(1)), row.GetInt64(2)),
            DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(3))),
        ("@tenant", tenant.Value), ("@cutoff", cutoff));

    /// <summary>Six months after the 31st of August is the last of February.</summary>
    public static bool IsDue(DateTimeOffset goneAt, DateTimeOffset now) => goneAt.AddMonths(Months) <= now;

    /// <summary>Those of them that are still gone: a run may have brought some back.</summary>
    public static List<GoneEntity> StillGone(Session session, TenantId tenant, IReadOnlyCollection<GoneEntity> entities)
    {
        var oids = SqlList.Query(
            session, tenant, "SELECT oid FROM entity WHERE tenant = @tenant AND gone_at IS NOT NULL AND oid IN ({0})", entities, one => one.Oid,
            row => row.GetInt64(0)).ToHashSet();
        return [.. entities.Where(one => oids.Contains(one.Oid))];
    }

    /// <summary>Not before any due time: months differ by three days at most.</summary>
    private static DateTimeOffset Cutoff(DateTimeOffset now) => now.AddMonths(-Months).AddDays(3);

    private static int Order(EntityKind kind) => kind switch
    {
        EntityKind.Person => 0,
        EntityKind.Group => 1,
        _ => 2,
    };
}
