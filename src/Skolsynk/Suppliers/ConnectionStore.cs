using System.Data.Common;
using Skolsynk.Data;
using Skolsynk.Rosters;
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

    /// <summary>Nothing is sent, but for the deletes of an ending and the removal of protected persons.</summary>
    public bool HoldsBack => Paused || LacksConsent;
}

/// <summary>
/// Reads connections together with their tenant, supplier, environment and school unit codes. Asked at every turn of a lane, so in plain
/// statements.
/// </summary>
public static class ConnectionStore
{
    private const string Columns =
        "c.tenant_id, c.id, t.key, t.entra_tenant_id, t.name, t.municipality_code, s.id, s.key, s.name, s.profile, e.id, e.kind, e.base_url, "
        + "e.moved_from, e.stopped, c.sealed_key, c.paused, c.scope, c.removal_wait_days, c.confirmed_by";

    private const string From =
        "FROM connection c JOIN tenant t ON t.id = c.tenant_id JOIN supplier_environment e ON e.id = c.environment_id JOIN supplier s ON s.id = e.supplier_id";

    /// <summary>Of tenant t: it is active, or connection c is being deleted at its supplier because it ends.</summary>
    private const string Lives =
        "(t.active OR EXISTS (SELECT 1 FROM connection_state x WHERE x.tenant = c.tenant_id AND x.connection = c.id AND x.ending = 2))";

    /// <summary>
    /// Connection c is not paused; or somebody protected is to be removed at a supplier that has been sent something, which no pause delays.
    /// </summary>
    private const string Sends =
        "(NOT c.paused OR (EXISTS (SELECT 1 FROM connection_state u WHERE u.tenant = c.tenant_id AND u.connection = c.id AND u.urgent = 1) "
        + "AND EXISTS (SELECT 1 FROM receipt r WHERE r.tenant = c.tenant_id AND r.connection = c.id)))";

    /// <summary>Null when there is no such connection.</summary>
    public static ConnectionDetails? Load(Session session, TenantId tenant, int connectionId) => Details(session, session.Query(
        $"SELECT {Columns} {From} WHERE c.tenant_id = @tenant AND c.id = @connection", Read,
        ("@tenant", tenant.Value), ("@connection", connectionId))).SingleOrDefault();

    /// <summary>All connections of one tenant, paused ones too; by number.</summary>
    public static IReadOnlyList<ConnectionDetails> OfTenant(Session session, TenantId tenant) => Details(session, session.Query(
        $"SELECT {Columns} {From} WHERE c.tenant_id = @tenant ORDER BY c.id", Read, ("@tenant", tenant.Value)));

    /// <summary>
    /// The active connections of one environment, of active tenants; by tenant and number. The operator's query, over all tenants. A paused
    /// one is among them as long as it owes the removal of a protected person. Those whose objects are being deleted because they end are among them whatever their tenant is. Empty when the
    /// operator has stopped the environment, or has not said who receives at its new address.
    /// </summary>
    public static IReadOnlyList<ConnectionDetails> Lane(Session session, int environmentId) => Details(session, session.Query(
        $"SELECT {Columns} {From} WHERE e.id = @environment AND NOT e.stopped AND e.moved_from IS NULL AND {Sends} AND {Lives} ORDER BY c.tenant_id, c.id",
        Read, ("@environment", environmentId)));

    /// <summary>The environments that are not stopped and have at least one active connection; by number. The operator's query.</summary>
    public static IReadOnlyList<SupplierEnvironment> Environments(Session session) => session.Query(
        "SELECT e.id, e.kind, e.base_url, e.moved_from, e.stopped, e.supplier_id FROM supplier_environment e WHERE NOT e.stopped AND e.moved_from IS NULL "
        + "AND EXISTS (SELECT 1 FROM connection c JOIN tenant t ON t.id = c.tenant_id WHERE c.environment_id = e.id "
        + $"AND {Sends} AND {Lives}) ORDER BY e.id",
        row => Environment(row, 0, row.GetInt32(5)));

    /// <summary>What stands in the rows, and what has to be asked for by itself.</summary>
    private static List<ConnectionDetails> Details(Session session, List<ConnectionDetails> rows)
    {
        var consents = Consents.Load(session, [.. rows.Select(row => row.Tenant).Distinct()]);
        var codes = new Dictionary<TenantId, IReadOnlyDictionary<Guid, string>>();
        var details = new List<ConnectionDetails>(rows.Count);
        foreach (var row in rows)
        {
            if (!codes.TryGetValue(row.Tenant, out var ofTenant))
                codes[row.Tenant] = ofTenant = Codes(session, row.Tenant);
            details.Add(row with
            {
                Scope = row.Scope with { SchoolUnitCodes = ofTenant, Settings = Resolved(session, row.Tenant, row.Chosen) },
                LacksConsent = consents.AreMissing(row),
            });
        }
        return details;
    }

    /// <summary>Whoever has had several accounts is excluded under whichever of them was named.</summary>
    public static ScopeSettings Resolved(Session session, TenantId tenant, ScopeSettings scope) =>
        scope.ExcludedPersons.Count == 0 ? scope : scope with { ExcludedPersons = [.. scope.ExcludedPersons.Select(PersonAliases.Load(session, tenant).PersonOf)] };

    private static ConnectionDetails Read(DbDataReader row)
    {
        var tenant = new TenantId(row.GetInt32(0));
        var supplier = new Supplier { Id = row.GetInt32(6), Key = row.GetString(7), Name = row.GetString(8), Profile = StoredJson.Read<CapabilityProfile>(row.GetString(9)) };
        var environment = Environment(row, 10, supplier.Id);
        var scope = new ScopeInput
        {
            OrganisationId = Ids.FromBytes(row.GetFieldValue<byte[]>(3)),
            OrganisationName = row.GetString(4),
            MunicipalityCode = Text(row, 5),
            SchoolUnitCodes = new Dictionary<Guid, string>(),
            Settings = StoredJson.Read<ScopeSettings>(row.GetString(17)),
            Profile = supplier.Profile,
        };
        return new(tenant, row.GetInt32(1), row.GetString(2), scope.OrganisationId, environment, supplier, Text(row, 15), row.GetBoolean(16), scope)
        {
            Chosen = scope.Settings,
            RemovalWaitDays = row.IsDBNull(18) ? supplier.Profile.RemovalWaitDays : row.GetInt32(18),
            NeedsConfirmation = row.IsDBNull(19) && environment.Kind is EnvironmentKind.Production && supplier.Profile.Key is KeyScope.Shared,
        };
    }

    /// <param name="at">Where its number stands; kind, address, the address before and whether it is stopped follow.</param>
    private static SupplierEnvironment Environment(DbDataReader row, int at, int supplier) => new()
    {
        Id = row.GetInt32(at),
        SupplierId = supplier,
        Kind = (EnvironmentKind)row.GetInt16(at + 1),
        BaseUrl = row.GetString(at + 2),
        MovedFrom = Text(row, at + 3),
        Stopped = row.GetBoolean(at + 4),
    };

    private static string? Text(DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);

    private static Dictionary<Guid, string> Codes(Session session, TenantId tenant)
    {
        var codes = new Dictionary<Guid, string>();
        session.Each("SELECT school, code FROM school_code WHERE tenant_id = @tenant",
            row => codes.Add(Ids.FromBytes(row.GetFieldValue<byte[]>(0)), row.GetString(1)), ("@tenant", tenant.Value));
        return codes;
    }
}
