using Microsoft.EntityFrameworkCore;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Ss12000;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;

namespace Skolsynk.Hosting.Applying;

/// <summary>Reads what is set now. The operator's query, over all tenants.</summary>
internal static class ApplyStore
{
    public static ApplyState Load(Session session, SealedSecrets secrets)
    {
        using var context = session.Context();
        var environments = context.Set<SupplierEnvironment>().AsNoTracking().ToList();
        var suppliers = context.Set<Supplier>().AsNoTracking().ToList();
        var names = environments.ToDictionary(e => e.Id, e => new ConnectionName(suppliers.Single(s => s.Id == e.SupplierId).Key, e.Kind));
        var codes = context.Set<SchoolCode>().IgnoreQueryFilters().AsNoTracking().ToList().ToLookup(c => c.TenantId);
        var connections = context.Set<Connection>().IgnoreQueryFilters().AsNoTracking().ToList().ToLookup(c => c.TenantId);
        var tenants = context.Set<Tenant>().AsNoTracking().ToList();
        return new()
        {
            Suppliers = suppliers.ToDictionary(s => s.Key, s => Of(s, environments.Where(e => e.SupplierId == s.Id), HaveReceipts(session))),
            Tenants = tenants.ToDictionary(t => t.Key, t => Of(t) with
            {
                Protected = ProtectedPersons.Of(session, new TenantId(t.Id), MarkOrigin.Operator),
                ProtectedWaiting = ProtectedPersons.Load(session, new TenantId(t.Id)).WaitingPersons,
                ShrunkGroup = ProtectedGroups.Load(session, new TenantId(t.Id)) is { Problem: GroupProblem.Shrunk, Found: var found } ? found : null,
                Codes = codes[t.Id].ToDictionary(c => c.School, c => c.Code),
                Connections = connections[t.Id].ToDictionary(c => names[c.EnvironmentId], c => Of(session, c, names[c.EnvironmentId], secrets)),
                Schools = RosterStore.LoadSchools(new TenantId(t.Id), session).Where(s => s.Name is not null).ToDictionary(s => s.Id, s => s.Name!),
            }),
        };
    }

    /// <summary>Environments that have been sent something.</summary>
    private static HashSet<int> HaveReceipts(Session session) => [.. session.Query(
        "SELECT DISTINCT c.environment_id FROM connection c WHERE EXISTS(SELECT 1 FROM receipt r WHERE r.tenant = c.tenant_id AND r.connection = c.id)",
        row => row.GetInt32(0))];

    private static SupplierState Of(Supplier supplier, IEnumerable<SupplierEnvironment> environments, HashSet<int> sent) => new(supplier.Key)
    {
        Name = supplier.Name,
        Profile = supplier.Profile,
        Environments = environments.ToDictionary(e => e.Kind, e => new EnvironmentState(e.Kind)
        {
            Address = e.BaseUrl,
            Stopped = e.Stopped,
            MovedFrom = e.MovedFrom,
            HasReceipts = sent.Contains(e.Id),
        }),
    };

    private static TenantState Of(Tenant tenant) => new(tenant.Key)
    {
        EntraTenantId = tenant.EntraTenantId,
        Name = tenant.Name,
        MunicipalityCode = tenant.MunicipalityCode,
        Active = tenant.Active,
        Confirmed = tenant.Confirmed,
        IncludeGuests = tenant.IncludeGuests,
        IncludeDisabled = tenant.IncludeDisabled,
        IncludeHandmadeGroups = tenant.IncludeHandmadeGroups,
        KeepSchoolYear = tenant.KeepSchoolYear,
        ClassPattern = tenant.ClassPattern,
        MadeUpCodes = tenant.MadeUpCodes,
        BrakeLimits = tenant.BrakeLimits,
        BrakeWindow = tenant.BrakeWindow,
        ProtectedGroup = tenant.ProtectedGroup,
    };

    private static ConnectionState Of(Session session, Connection connection, ConnectionName name, SealedSecrets secrets)
    {
        var tenant = new TenantId(connection.TenantId);
        var key = connection.SealedKey is { } text ? secrets.Open(tenant, connection.Id, text) : null;
        return new(name)
        {
            Key = key is null ? null : new Secret(key),
            Paused = connection.Paused,
            RemovalWaitDays = connection.RemovalWaitDays,
            Scope = connection.Scope,
            HasReceipts = HasReceipts(session, tenant, connection.Id),
        };
    }

    /// <summary>
    /// The Organisation is always in scope and says nothing of anyone, so it holds no connection back. What may be in flight counts as there.
    /// </summary>
    private static bool HasReceipts(Session session, TenantId tenant, int connection) => Endings.HasWindows(session, tenant, connection) || session.Scalar<int>(
        "SELECT count(*) FROM (SELECT 1 FROM receipt r JOIN resource s ON s.tenant = r.tenant AND s.rid = r.rid "
        + "WHERE r.tenant = @tenant AND r.connection = @connection AND s.endpoint <> @organisations LIMIT 1) one",
        ("@tenant", tenant.Value), ("@connection", connection), ("@organisations", (short)Endpoint.Organisations)) > 0;
}
