using Skolsynk.Data;
using Skolsynk.Tenants;

namespace Skolsynk.Suppliers;

/// <summary>
/// A school unit code belongs to one municipality in each supplier's environment: the supplier would otherwise lay the schools of two
/// together. What an administrator saves goes through here; of an operator's file the same is asked before anything of it is written.
/// </summary>
public static class TakenCodes
{
    /// <summary>
    /// Sets codes, or takes them away where null; unless another municipality has one of them. Those are returned, each with the name of a
    /// supplier where both are, and then nothing was set.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Save(Session session, TenantId tenant, IReadOnlyDictionary<Guid, string?> wanted)
    {
        Lock(session, tenant);
        var taken = Among(session, tenant, wanted.Values.OfType<string>());
        if (taken.Count == 0)
            SchoolCodes.Set(session, tenant, wanted);
        return taken;
    }

    /// <summary>Who saves codes or starts connections in the same environments waits for the others: two cannot both find a code free.</summary>
    public static void Lock(Session session, TenantId tenant) => session.Execute(
        "UPDATE supplier_environment SET id = id WHERE id IN (SELECT environment_id FROM connection WHERE tenant_id = @tenant)", ("@tenant", tenant.Value));

    /// <summary>Which of these codes another municipality sends, or may send at any moment, where this one is connected too; empty: none.</summary>
    public static IReadOnlyDictionary<string, string> Among(Session session, TenantId tenant, IEnumerable<string> codes)
    {
        var asked = codes.ToHashSet();
        if (asked.Count == 0)
            return new Dictionary<string, string>();
        // A draft sends nothing and takes no code from anyone; whoever starts later is asked then.
        return session.Query(
            "SELECT DISTINCT c.code, s.name FROM school_code c JOIN connection theirs ON theirs.tenant_id = c.tenant_id "
            + "JOIN connection ours ON ours.environment_id = theirs.environment_id AND ours.tenant_id = @tenant "
            + "LEFT JOIN connection_start begun ON begun.tenant_id = theirs.tenant_id AND begun.connection_id = theirs.id "
            + "JOIN supplier_environment e ON e.id = ours.environment_id JOIN supplier s ON s.id = e.supplier_id "
            + "WHERE c.tenant_id <> @tenant AND (begun.tenant_id IS NULL OR begun.started_at IS NOT NULL)",
            row => (Code: row.GetString(0), Supplier: row.GetString(1)), ("@tenant", tenant.Value))
            .Where(one => asked.Contains(one.Code)).GroupBy(one => one.Code).ToDictionary(same => same.Key, same => same.Min(one => one.Supplier)!);
    }
}
