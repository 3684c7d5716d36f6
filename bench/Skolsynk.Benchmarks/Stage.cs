using Microsoft.AspNetCore.DataProtection;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Source;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tenants;

namespace Skolsynk.Benchmarks;

/// <summary>The service's rooms over one database: a municipality with one connection to the sandbox's receiver that takes all.</summary>
internal sealed class Stage : IAsyncDisposable
{
    public static readonly CapabilityProfile Profile = new() { Key = KeyScope.Shared };

    private static readonly TenantId TenantId = new(1);

    private readonly SealedSecrets secrets = new(new EphemeralDataProtectionProvider());
    private readonly SyncEngine engine;

    public Stage(BenchDatabase at, Func<Task<ReadOutcome>> read)
    {
        Database = at.Database;
        Place = at.Place;
        engine = new SyncEngine(Database, _ => new TenantSource((_, _) => read(), (_, _) => throw new NotSupportedException()), "bench");
        Lanes = new LaneRunner(new LaneTools(
            Database, secrets, new DeliveryBoard(), "bench", profile => SupplierHandlers.Create(profile, allowLoopback: true)));
    }

    public Database Database { get; }

    public string Place { get; }

    private LaneRunner Lanes { get; }

    public static Receiver ReceiverOf(Town town) => new(new Uri(town.Sandbox, "scim/bench"), "bench", "bench");

    public static async Task<Stage> Create(BenchDatabase at, Town town, Func<Task<ReadOutcome>> read)
    {
        var stage = new Stage(at, read);
        await stage.Database.Write(session => stage.Add(session, town));
        return stage;
    }

    private void Add(Session session, Town town)
    {
        using var context = session.Context(TenantId);
        context.Add(new Tenant { Id = 1, EntraTenantId = town.EntraTenantId, Key = "bench", Name = "Bench" });
        foreach (var (school, code) in town.Codes)
            context.Add(new SchoolCode { TenantId = 1, School = school, Code = code });
        context.Add(new Supplier { Id = 1, Key = "bench", Name = "Bench", Profile = Profile });
        var receiver = ReceiverOf(town).BaseUrl.ToString();
        context.Add(new SupplierEnvironment { Id = 1, SupplierId = 1, Kind = EnvironmentKind.Production, BaseUrl = receiver });
        context.Add(new Connection
        {
            TenantId = 1,
            Id = 1,
            EnvironmentId = 1,
            Scope = new ScopeSettings { AllSchools = true },
            SealedKey = secrets.Seal(TenantId, 1, "bench"),
        });
        context.SaveChanges();
        InputVersions.Raise(session, TenantId, 1);
    }

    public Task<SyncResult> Sync() => engine.RunOnce(TenantId);

    /// <summary>One round over the lane.</summary>
    public async Task<PassResult> Deliver()
    {
        var environment = (await Database.Read(ConnectionStore.Environments)).Single();
        return (await Lanes.RunOnce(environment, null, CancellationToken.None)).Passes.Single().Result;
    }

    /// <summary>Everything is looked through at the next round, as once a day.</summary>
    public Task DueForItsDailyPass() => Database.Write(session =>
        session.Execute("UPDATE connection_state SET full_at = 0 WHERE tenant = @tenant", ("@tenant", TenantId.Value)));

    public Task<StoredIndex> LoadIndex() => Database.Read(session => RosterStore.LoadIndex(TenantId, session));

    /// <summary>The roster and what decides what the connection may have of it.</summary>
    public Task<ScopedRoster> Scope() => Database.Read(session =>
        Suppliers.Scope.Select(RosterStore.Load(TenantId, session).Roster, ConnectionStore.Load(session, TenantId, 1)!.Scope));

    public ValueTask DisposeAsync() => Database.DisposeAsync();
}
