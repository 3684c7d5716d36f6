using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Stores;

namespace Skolsynk.Deliveries;

/// <summary>What one connection's supplier has of what stands in a hold; protected persons are not counted.</summary>
/// <param name="Hold">Number of the hold.</param>
public sealed record HeldReach(long Hold, int Connection, HoldState State, int Persons, int Groups)
{
    public int Count => Persons + Groups;

    /// <summary>Of every hold of the tenant and every connection that it concerns.</summary>
    public static IReadOnlyList<HeldReach> Load(TenantId tenant, Session session)
    {
        var counts = new Dictionary<(long, int, HoldState), (int Persons, int Groups)>();
        session.Each(
            "SELECT h.number, c.id, h.state, h.kind, count(DISTINCT h.src) FROM hold_item h "
            + "JOIN resource s ON s.tenant = h.tenant AND s.endpoint = CASE h.kind WHEN 2 THEN @users ELSE @groups END AND s.ext = h.src "
            + "JOIN connection c ON c.tenant_id = h.tenant AND (h.connection = 0 OR h.connection = c.id) "
            + "JOIN receipt r ON r.tenant = s.tenant AND r.connection = c.id AND r.rid = s.rid AND r.hash IS NOT NULL "
            + "WHERE h.tenant = @tenant AND h.kind IN (2, 3) "
            + "AND NOT EXISTS(SELECT 1 FROM protected_person p WHERE p.tenant = h.tenant AND p.src IN (h.src, h.place)) "
            + "GROUP BY h.number, c.id, h.state, h.kind",
            row =>
            {
                var key = (row.GetInt64(0), row.GetInt32(1), (HoldState)row.GetInt16(2));
                var (kind, count) = ((EntityKind)row.GetInt16(3), (int)row.GetInt64(4));
                var sum = counts.GetValueOrDefault(key);
                counts[key] = kind is EntityKind.Person ? sum with { Persons = count } : sum with { Groups = count };
            },
            ("@tenant", tenant.Value), ("@users", (short)Endpoint.Users), ("@groups", (short)Endpoint.StudentGroups));
        return [.. counts.OrderBy(one => one.Key).Select(one => new HeldReach(one.Key.Item1, one.Key.Item2, one.Key.Item3, one.Value.Persons, one.Value.Groups))];
    }
}
