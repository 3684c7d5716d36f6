using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Tenants;

namespace Skolsynk.Hosting.Applying;

/// <summary>What a file changed, in the audit log of each tenant whose settings it were. Lists of persons stand there as counts.</summary>
internal static class AppliedEntries
{
    private static readonly string[] OfPersons = ["protected", "scope.excludedPersons"];

    public static void Add(Session session, ApplyPlan plan)
    {
        using var context = session.Context();
        var tenants = context.Set<Tenant>().Select(tenant => new { tenant.Key, tenant.Id }).ToDictionary(one => one.Key, one => new TenantId(one.Id));
        // A tenant that goes takes its log with it.
        foreach (var (key, differences) in plan.OfTenants.Where(one => tenants.ContainsKey(one.Key)))
        {
            foreach (var thing in differences.GroupBy(one => one.Thing))
                AuditLog.Add(session, tenants[key], AuditActor.Operator, AuditEvent.SettingsApplied, thing.Key, Told(thing, one => one.Old), Told(thing, one => one.New));
        }
    }

    private static string Told(IEnumerable<Difference> differences, Func<Difference, IReadOnlyList<string>> side) =>
        string.Join("; ", differences.Where(one => side(one).Count > 0).Select(one => (one.Name.Length == 0 ? "" : $"{one.Name}: ") + Values(one, side(one))));

    private static string Values(Difference one, IReadOnlyList<string> values) => Array.IndexOf(OfPersons, one.Name) >= 0 ? $"{values.Count} st" : string.Join(", ", values);
}
