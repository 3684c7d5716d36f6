using Microsoft.EntityFrameworkCore;
using Skolsynk.Data;
using Skolsynk.Tenants;

namespace Skolsynk.Suppliers;

/// <summary>One connection with everything that decides what it may have and where it goes.</summary>
/// <param name="TenantKey">Short name of the tenant, as operators type it.</param>
/// <param name="SealedKey">Null: no key was given, nothing is sent.</param>
public sealed record ConnectionDetails(
    TenantId Tenant,
    int Id,
    string TenantKey,
    Guid EntraTenantId,
    SupplierEnvironment Environment,
    Supplier Supplier,
    string? SealedKey,
    bool Paused,
    ScopeInput Scope)
{
    /// <summary>Days before a person who left the scope is removed at the supplier.</summary>
    public int RemovalWaitDays { get; init; }

    /// <summary>The settings as they were chosen. In <see cref="Scope"/> whoever has had several accounts is excluded under whichever of them was named.</summary>
    public required ScopeSettings Chosen { get; init; }

    /// <summary>It may not start for real until an operator has confirmed it.</summary>
    public bool NeedsConfirmation { get; init; }

    /// <summary>
    /// It was started in the portal, and what the administrator said then does not hold any more: the agreement has ended or was taken back,
    /// or she does not know about protected persons.
    /// </summary>
    public bool LacksConsent { get; init; }

    /// <summary>Nothing is sent, but for the deletes of an ending.</summary>
    public bool MayNotSend => NeedsConfirmation || LacksConsent;
}

/// <summary>Reads connections together with their tenant, supplier, environment and school unit codes.</summary>
public static class ConnectionStore
{
    /// <summary>Null when there is no such connection.</summary>
    public static ConnectionDetails? Load(Session session, TenantId tenant, int connectionId) =>
        OfTenant(session, tenant).FirstOrDefault(details => details.Id == connectionId);

    /// <summary>All connections of one tenant, paused ones too; by number.</summary>
    public static IReadOnlyList<ConnectionDetails> OfTenant(Session session, TenantId tenant)
    {
        using var context = session.Context(tenant);
        var owner = context.Set<Tenant>().AsNoTracking().FirstOrDefault(t => t.Id == tenant.Value);
        if (owner is null)
            return [];
        var connections = context.Set<Connection>().AsNoTracking().OrderBy(c => c.Id).ToList();
        return Details(session, context, [owner], connections);
    }

    /// <summary>
    /// The active connections of one environment: not paused, of active tenants; by tenant and number. The operator's query, over
    /// all tenants. Those whose objects are being deleted because they end are among them whatever their tenant is. Empty when the
    /// operator has stopped the environment, or has not said who receives at its new address.
    /// </summary>
    public static IReadOnlyList<ConnectionDetails> Lane(Session session, int environmentId)
    {
        using var context = session.Context();
        if (!context.Set<SupplierEnvironment>().Any(e => e.Id == environmentId && !e.Stopped && e.MovedFrom == null))
            return [];
        var tenants = context.Set<Tenant>().AsNoTracking().ToList();
        var active = tenants.Where(t => t.Active).Select(t => t.Id).ToHashSet();
        var ending = Ending(session);
        var connections = context.Set<Connection>().IgnoreQueryFilters().AsNoTracking()
            .Where(c => c.EnvironmentId == environmentId && !c.Paused).OrderBy(c => c.TenantId).ThenBy(c => c.Id).ToList()
            .Where(c => active.Contains(c.TenantId) || ending.Contains((c.TenantId, c.Id))).ToList();
        return Details(session, context, tenants, connections);
    }

    /// <summary>The environments that are not stopped and have at least one active connection; by number. The operator's query.</summary>
    public static IReadOnlyList<SupplierEnvironment> Environments(Session session)
    {
        using var context = session.Context();
        var active = context.Set<Tenant>().Where(t => t.Active).Select(t => t.Id).ToHashSet();
        var ending = Ending(session);
        var used = context.Set<Connection>().IgnoreQueryFilters().AsNoTracking().Where(c => !c.Paused).ToList()
            .Where(c => active.Contains(c.TenantId) || ending.Contains((c.TenantId, c.Id))).Select(c => c.EnvironmentId).ToHashSet();
        return [.. context.Set<SupplierEnvironment>().AsNoTracking().Where(e => !e.Stopped && e.MovedFrom == null && used.Contains(e.Id)).OrderBy(e => e.Id)];
    }

    private static HashSet<(int Tenant, int Connection)> Ending(Session session) =>
        [.. session.Query("SELECT tenant, connection FROM connection_state WHERE ending = 2", row => (row.GetInt32(0), row.GetInt32(1)))];

    private static List<ConnectionDetails> Details(
        Session session, SkolsynkContext context, IReadOnlyList<Tenant> tenants, List<Connection> connections)
    {
        var tenantById = tenants.ToDictionary(t => t.Id);
        var environmentIds = connections.Select(c => c.EnvironmentId).Distinct().ToList();
        var environments = context.Set<SupplierEnvironment>().AsNoTracking().Where(e => environmentIds.Contains(e.Id)).ToDictionary(e => e.Id);
        var suppliers = context.Set<Supplier>().AsNoTracking().ToDictionary(s => s.Id);
        var consents = Consents.Load(session, context);
        var codes = new Dictionary<int, IReadOnlyDictionary<Guid, string>>();
        var details = new List<ConnectionDetails>(connections.Count);
        foreach (var connection in connections)
        {
            if (!tenantById.TryGetValue(connection.TenantId, out var tenant))
                continue;
            if (!codes.TryGetValue(tenant.Id, out var ofTenant))
                codes[tenant.Id] = ofTenant = Codes(context, tenant.Id);
            var environment = environments[connection.EnvironmentId];
            var chosen = connection.Scope;
            connection.Scope = Resolved(session, new TenantId(tenant.Id), chosen);
            details.Add(Of(tenant, connection, environment, suppliers[environment.SupplierId], ofTenant) with
            {
                Chosen = chosen,
                LacksConsent = consents.AreMissing(connection, environment.SupplierId),
            });
        }
        return details;
    }

    /// <summary>Whoever has had several accounts is excluded under whichever of them was named.</summary>
    public static ScopeSettings Resolved(Session session, TenantId tenant, ScopeSettings scope) =>
        scope.ExcludedPersons.Count == 0 ? scope : scope with { ExcludedPersons = [.. scope.ExcludedPersons.Select(PersonAliases.Load(session, tenant).PersonOf)] };

    private static ConnectionDetails Of(
        Tenant tenant, Connection connection, SupplierEnvironment environment, Supplier supplier, IReadOnlyDictionary<Guid, string> codes)
    {
        var scope = new ScopeInput
        {
            OrganisationId = tenant.EntraTenantId,
            OrganisationName = tenant.Name,
            MunicipalityCode = tenant.MunicipalityCode,
            SchoolUnitCodes = codes,
            Settings = connection.Scope,
            Profile = supplier.Profile,
        };
        return new(new TenantId(tenant.Id), connection.Id, tenant.Key, tenant.EntraTenantId, environment, supplier,
            connection.SealedKey, connection.Paused, scope)
        {
            Chosen = connection.Scope,
            RemovalWaitDays = connection.RemovalWaitDays ?? supplier.Profile.RemovalWaitDays,
            NeedsConfirmation = connection.ConfirmedBy is null && environment.Kind is EnvironmentKind.Production && supplier.Profile.Key is KeyScope.Shared,
        };
    }

    private static Dictionary<Guid, string> Codes(SkolsynkContext context, int tenant) => context.Set<SchoolCode>().IgnoreQueryFilters()
        .AsNoTracking().Where(c => c.TenantId == tenant).ToDictionary(c => c.School, c => c.Code);
}
