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

    public static Consents Load(Session session, IReadOnlyCollection<TenantId> tenants)
    {
        // Most services have none of them, and every turn of a lane asks.
        if (tenants.Count == 0 || session.Scalar<long>("SELECT count(*) FROM connection_start") == 0)
            return new Consents([]);
        var ids = tenants.Select(one => one.Value).ToList();
        using var context = session.Context();
        var started = context.Set<ConnectionStart>().IgnoreQueryFilters().AsNoTracking().Where(one => ids.Contains(one.TenantId)).ToList()
            .Where(one => one.StartedAt is { } at && at != DateTimeOffset.UnixEpoch).Select(one => (one.TenantId, one.ConnectionId)).ToHashSet();
        var consents = new Consents(started);
        if (started.Count == 0)
            return consents;
        var today = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(session.Now).UtcDateTime);
        consents.agreed.UnionWith(context.Set<Agreement>().IgnoreQueryFilters().AsNoTracking().Where(one => ids.Contains(one.TenantId)).ToList()
            .Where(one => one.Holds(today)).Select(one => (one.TenantId, one.SupplierId)));
        consents.unanswered.UnionWith(context.Set<TenantSetup>().IgnoreQueryFilters().AsNoTracking()
            .Where(one => ids.Contains(one.TenantId) && one.Protected == ProtectedAnswer.None).Select(one => one.TenantId));
        return consents;
    }

    public bool AreMissing(ConnectionDetails connection) => started.Contains((connection.Tenant.Value, connection.Id))
        && (!agreed.Contains((connection.Tenant.Value, connection.Supplier.Id)) || unanswered.Contains(connection.Tenant.Value));
}
