using Skolsynk.Data;
using Skolsynk.Deliveries.Reasons;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;
using Skolsynk.Stores;

namespace Skolsynk.Deliveries;

/// <summary>What is recorded of one person, group or school at one connection.</summary>
/// <param name="Rid">Null: it was never sent to anybody.</param>
/// <param name="Since">When it left the scope, unix milliseconds; 0: it has not, or nobody waits.</param>
public sealed record StoredStanding(long? Rid, Receipt? Receipt, Refusal? Refusal, long Since, HoldState? Held, long KeptUntil)
{
    public const long Day = 24 * 60 * 60 * 1000;

    /// <summary>Where an entity stands on the wire.</summary>
    public static Endpoint EndpointOf(EntityKind kind) => kind switch
    {
        EntityKind.School => Endpoint.SchoolUnits,
        EntityKind.Person => Endpoint.Users,
        _ => Endpoint.StudentGroups,
    };

    /// <summary>All resources that stand for it on the wire.</summary>
    /// <param name="units">A person's places of work, or the schools of a group.</param>
    public static IEnumerable<(Endpoint Endpoint, Guid Id)> Resources(EntityKind kind, Guid id, IEnumerable<Guid> units) => kind switch
    {
        EntityKind.Person => [(Endpoint.Users, id), .. units.Select(unit => (Endpoint.Employments, DerivedIds.OfEmployment(unit, id)))],
        EntityKind.Group => [(Endpoint.StudentGroups, id), .. units.Select(unit => (Endpoint.Activities, DerivedIds.OfActivity(id, unit)))],
        _ => [(Endpoint.SchoolUnits, id)],
    };

    /// <summary>Number of its resource; null: it was never sent to anybody.</summary>
    public static long? NumberOf(Session session, TenantId tenant, Endpoint endpoint, Guid id) => session.Query(
        "SELECT rid FROM resource WHERE tenant = @tenant AND endpoint = @endpoint AND ext = @ext", row => (long?)row.GetInt64(0),
        ("@tenant", tenant.Value), ("@endpoint", (short)endpoint), ("@ext", Ids.ToBytes(id))).SingleOrDefault();

    public static StoredStanding Load(Session session, TenantId tenant, int connection, EntityKind kind, Guid id, long? rid)
    {
        var (held, until) = Hold(session, tenant, connection, kind, id);
        if (rid is not { } number)
            return new(null, null, null, 0, held, until);
        (string, object?)[] of = [("@tenant", tenant.Value), ("@connection", connection), ("@rid", number)];
        return new(
            number,
            session.Query("SELECT status, hash, at FROM receipt WHERE tenant = @tenant AND connection = @connection AND rid = @rid",
                row => (Receipt?)new Receipt((ReceiptStatus)row.GetInt16(0), row.IsDBNull(1) ? null : ReceiptTables.HashOf(row.GetFieldValue<byte[]>(1)), row.GetInt64(2)),
                of).SingleOrDefault(),
            session.Query("SELECT tries, next_at, http, code, detail FROM refusal WHERE tenant = @tenant AND connection = @connection AND rid = @rid",
                row => new Refusal(row.GetInt32(0), row.GetInt64(1), null, row.GetInt32(2), row.IsDBNull(3) ? null : row.GetString(3), row.IsDBNull(4) ? null : row.GetString(4)),
                of).SingleOrDefault(),
            session.Scalar<long>("SELECT since FROM leaving WHERE tenant = @tenant AND connection = @connection AND rid = @rid", of),
            held, until);
    }

    /// <param name="waitDays">Days before a person who left the scope is removed.</param>
    public ObjectFacts Facts(Reason? notInScope, Reason? connection, bool isGone, int waitDays) => new(notInScope, connection, Receipt, Refusal)
    {
        IsGone = isGone,
        Held = Held,
        KeptUntil = KeptUntil,
        LeavesAt = Since > 0 ? Since + (waitDays * Day) : 0,
    };

    /// <summary>A brake holds that it goes as a whole; one that waits counts before one that was decided.</summary>
    private static (HoldState? State, long Until) Hold(Session session, TenantId tenant, int connection, EntityKind kind, Guid id)
    {
        var items = session.Query(
            "SELECT what, state, until FROM hold_item WHERE tenant = @tenant AND connection IN (0, @connection) AND kind = @kind AND src = @src",
            row => (What: (LossKind)row.GetInt16(0), State: (HoldState)row.GetInt16(1), Until: row.GetInt64(2)),
            ("@tenant", tenant.Value), ("@connection", connection), ("@kind", (short)kind), ("@src", Ids.ToBytes(id)))
            .Where(item => new Loss(item.What, kind, id).IsWhole && item.State is not HoldState.Approved).OrderBy(item => item.State).ToList();
        return items is [var first, ..] ? (first.State, first.Until) : (null, 0);
    }
}
