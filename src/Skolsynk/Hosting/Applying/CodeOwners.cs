using Skolsynk.Hosting.Settings;

namespace Skolsynk.Hosting.Applying;

/// <summary>
/// A school unit code belongs to one municipality in each supplier's environment: the supplier would otherwise lay the schools of two
/// together.
/// </summary>
internal static class CodeOwners
{
    public static void Check(ObjectReader root, IReadOnlyDictionary<string, TenantState> tenants)
    {
        var uses =
            from tenant in tenants.Values
            from connection in tenant.Connections.Keys
            from code in tenant.Codes.Values.Distinct()
            select (Environment: connection, Code: code, Tenant: tenant.Key);
        foreach (var shared in uses.GroupBy(use => (use.Environment, use.Code)).Where(group => group.Count() > 1))
        {
            var (environment, code) = shared.Key;
            root.Note(root.Node, $"Skolenhetskoden {code} har flera kommuner hos {environment.Supplier} ({ObjectReader.Camel($"{environment.Environment}")}): "
                + $"{string.Join(", ", shared.Select(use => use.Tenant).Order(StringComparer.Ordinal))}. En kod hör till en skola i en kommun. Ta bort den hos den andra.");
        }
    }
}
