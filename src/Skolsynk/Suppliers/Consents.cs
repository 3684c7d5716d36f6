using Microsoft.EntityFrameworkCore;
using Skolsynk.Data;
using Skolsynk.Tenants;

namespace Skolsynk.Suppliers;

/// <summary>
/// Whether what an administrator had to say before her connection was started holds today: an agreement with the supplier, and an answer
/// about protected persons. Connections that the operator made have neither here; for them the operator answers.
/// </summary>
internal sealed class Consents
{
    private readonly HashSet<(int Tenant, int Connection)> started;
    private readonly HashSet<(int Tenant, int Supplier)> agreed = [];
    private readonly HashSet<int> unanswered = [];

    private Consents(HashSet<(int Tenant, int Connection)> started) => this.started = started;

    /// <summary>Of the context's tenant, or of all when it has none.</summary>
    public static Consents Load(Session session, SkolsynkContext context)
    {
        var started = context.Set<ConnectionStart>().IgnoreQueryFilters().AsNoTracking()
            .Where(one => context.Tenant == null || one.TenantId == context.Tenant).ToList()
            .Where(one => one.StartedAt is { } at && at != DateTimeOffset.UnixEpoch).Select(one => (one.TenantId, one.ConnectionId)).ToHashSet();
        var consents = new Consents(started);
        if (started.Count == 0)
            return consents;
        var today = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(session.Now).UtcDateTime);
        var tenants = started.Select(one => one.TenantId).Distinct().ToList();
        consents.agreed.UnionWith(context.Set<Agreement>().IgnoreQueryFilters().AsNoTracking().Where(one => tenants.Contains(one.TenantId)).ToList()
            .Where(one => one.Holds(today)).Select(one => (one.TenantId, one.SupplierId)));
        consents.unanswered.UnionWith(context.Set<TenantSetup>().IgnoreQueryFilters().AsNoTracking()
            .Where(one => tenants.Contains(one.TenantId) && one.Protected == ProtectedAnswer.None).Select(one => one.TenantId));
        return consents;
    }

    public bool AreMissing(Connection connection, int supplier) => started.Contains((connection.TenantId, connection.Id))
        && (!agreed.Contains((connection.TenantId, supplier)) || unanswered.Contains(connection.TenantId));
}
