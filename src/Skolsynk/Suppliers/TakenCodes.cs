using Skolsynk.Data;

namespace Skolsynk.Suppliers;

/// <summary>
/// A school unit code belongs to one municipality in each supplier's environment: the supplier would otherwise lay the schools of two
/// together.
/// </summary>
public static class TakenCodes
{
    /// <summary>
    /// Codes that other municipalities have in environments where this one is connected, each with the supplier's name. Of the others
    /// nothing else is told.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Elsewhere(Session session, TenantId tenant) => session.Query(
        "SELECT DISTINCT c.code, s.name FROM school_code c JOIN connection theirs ON theirs.tenant_id = c.tenant_id "
        + "JOIN connection ours ON ours.environment_id = theirs.environment_id AND ours.tenant_id = @tenant "
        + "JOIN supplier_environment e ON e.id = ours.environment_id JOIN supplier s ON s.id = e.supplier_id WHERE c.tenant_id <> @tenant",
        row => (Code: row.GetString(0), Supplier: row.GetString(1)), ("@tenant", tenant.Value))
        .GroupBy(one => one.Code).ToDictionary(same => same.Key, same => same.Min(one => one.Supplier)!);

    /// <summary>Which of these would be sent twice; empty: none.</summary>
    public static IReadOnlyDictionary<string, string> Among(Session session, TenantId tenant, IEnumerable<string> codes)
    {
        var taken = Elsewhere(session, tenant);
        return codes.Distinct().Where(taken.ContainsKey).ToDictionary(code => code, code => taken[code]);
    }
}
