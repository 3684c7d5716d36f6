using Skolsynk.Data;
using Skolsynk.Deliveries;

namespace Skolsynk.Retention;

/// <summary>
/// Makes a restored database safe to go on with: what it counts has been counted further since the backup, and what it believes of suppliers is
/// old.
/// </summary>
internal static class Restored
{
    /// <summary>More than is ever given between a backup and its restore.</summary>
    private const int Jump = 1_000_000;

    /// <summary>Counters of what is few, and whose numbers people see.</summary>
    private const int SmallJump = 1_000;

    private static readonly Counter[] Large = [Counter.Entity, Counter.Resource, Counter.Window, Counter.Transfer];

    /// <summary>One transaction; again after a crash, it jumps again. Returns how many connections there are.</summary>
    public static int Prepare(Session session)
    {
        // What was counted for the first time since the backup has no row in it.
        foreach (var name in Enum.GetValues<Counter>())
        {
            session.Execute(
                "INSERT INTO counter(tenant, name, next) SELECT DISTINCT tenant, @name, 1 FROM "
                + "(SELECT tenant FROM counter UNION SELECT id FROM tenant UNION SELECT 0) t WHERE true ON CONFLICT(tenant, name) DO NOTHING", ("@name", (short)name));
        }
        session.Execute(
            $"UPDATE counter SET next = next + CASE WHEN name IN ({string.Join(',', Large.Select(counter => (short)counter))}) THEN {Jump} ELSE {SmallJump} END");
        session.Execute($"UPDATE lease SET epoch = epoch + {Jump}, owner = '', until = 0");
        session.Execute($"UPDATE connection_state SET epoch = epoch + {Jump}");
        var connections = session.Query(
            "SELECT tenant, connection FROM connection_state ORDER BY tenant, connection", row => (Tenant: new TenantId(row.GetInt32(0)), Connection: row.GetInt32(1)));
        foreach (var (tenant, connection) in connections)
            Reconciliations.First(session, tenant, connection, session.Now);
        return connections.Count;
    }
}
