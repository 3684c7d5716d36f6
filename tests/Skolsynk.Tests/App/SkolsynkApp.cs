using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Rosters;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Expected;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Source;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tests.Data;
using Supplier = Skolsynk.Sandbox.Suppliers.Supplier;
using Tenant = Skolsynk.Tenants.Tenant;

namespace Skolsynk.Tests.App;

/// <summary>
/// The whole service over a real database and an in-process sandbox on loopback, without its hosting: one municipality or more, and
/// what an administrator would do. Stored times come from <see cref="Clock"/>; waiting is real.
/// </summary>
internal sealed class SkolsynkApp : IAsyncDisposable
{
    private readonly HttpClient graph = GraphReader.NewHttpClient();
    private readonly GraphTokens tokens;
    private readonly TestDatabase test;
    private readonly SealedSecrets secrets = new(new EphemeralDataProtectionProvider());
    private int connections;

    private SkolsynkApp(SandboxHost sandbox, TestDatabase test, FakeTimeProvider clock)
    {
        Sandbox = sandbox;
        this.test = test;
        Clock = clock;
        tokens = new GraphTokens(new EntraOptions(sandbox.BaseUri, SandboxOptions.ClientId, new EntraCredential.Secret(SandboxOptions.ClientSecret)));
        var options = new GraphOptions { BaseUrl = new Uri(sandbox.BaseUri, "v1.0"), Patience = new() { MaxAttempts = 3, MaxWait = TimeSpan.FromSeconds(3) } };
        Reader = new GraphReader(graph, tokens.Get, options, TimeProvider.System, NullLogger<GraphReader>.Instance);
        Engine = new SyncEngine(Database, tenant => Source(Reader, tenant), "test", (session, tenant, members) =>
            Skolsynk.Retention.Marks.Set(session, tenant, Skolsynk.Tenants.MarkOrigin.EntraGroup, members).Marked > 0);
        Tools = new LaneTools(Database, secrets, Board, "test", profile => SupplierHandlers.Create(profile, allowLoopback: true))
        {
            AttemptTimeout = TimeSpan.FromSeconds(3),
        };
    }

    public SandboxHost Sandbox { get; }

    public FakeTimeProvider Clock { get; }

    public Database Database => test.Database;

    /// <summary>The SQLite file; null on PostgreSQL.</summary>
    public string? DatabaseFile => test.File;

    public SyncEngine Engine { get; }

    public GraphReader Reader { get; }

    public GraphTokens Tokens => tokens;

    public SealedSecrets Secrets => secrets;

    public LaneTools Tools { get; init; }

    public DeliveryBoard Board { get; } = new();

    public Municipality Municipality => Sandbox.Municipality;

    public static async Task<SkolsynkApp> Start(PostgresServer server, SandboxOptions? options = null, Engine engine = Data.Engine.Sqlite)
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 11, 24, 7, 0, 0, TimeSpan.Zero));
        var sandbox = await SandboxHost.StartAsync(options);
        var app = new SkolsynkApp(sandbox, await TestDatabase.Create(engine, server, clock), clock);
        foreach (var (i, municipality) in sandbox.Municipalities.Where(one => !one.IsNew).Index())
            await app.Add(new TenantId(i + 1), municipality);
        return app;
    }

    private async Task Add(TenantId tenant, Municipality municipality) => await Database.Write(session =>
    {
        using var context = session.Context(tenant);
        context.Add(new Tenant
        {
            Id = tenant.Value,
            EntraTenantId = municipality.EntraTenantId,
            Key = $"kommun{tenant}",
            Name = municipality.Name,
        });
        foreach (var school in municipality.Schools.Where(school => school.SchoolUnitCode is not null))
        {
            context.Add(new Skolsynk.Tenants.SchoolCode
            {
                TenantId = tenant.Value,
                School = Ids.Of(municipality.EntraTenantId, EntityKind.School, school.Id),
                Code = school.SchoolUnitCode!,
            });
        }
        context.SaveChanges();
    });

    /// <summary>Connects the first (or another) municipality to a stand-in supplier's production environment.</summary>
    public async Task Connect(string supplier, ScopeSettings? scope = null, TenantId? tenant = null, Func<CapabilityProfile, CapabilityProfile>? profile = null)
    {
        var of = tenant ?? new TenantId(1);
        var stand = Sandbox.Suppliers[supplier];
        var municipality = Sandbox.Municipalities[of.Value - 1];
        var id = ++connections;
        await Database.Write(session =>
        {
            using var context = session.Context(of);
            var catalogued = context.Set<Skolsynk.Suppliers.Supplier>().FirstOrDefault(s => s.Key == supplier);
            if (catalogued is null)
            {
                catalogued = new() { Id = id, Key = supplier, Name = stand.Profile.Title, Profile = (profile ?? (p => p))(Profile(stand)) };
                context.Add(catalogued);
                var host = stand.Profile.Http2 ? Sandbox.Http2BaseUri : Sandbox.BaseUri;
                context.Add(new SupplierEnvironment
                {
                    Id = id,
                    SupplierId = id,
                    Kind = EnvironmentKind.Production,
                    BaseUrl = new Uri(host, stand.Production.BasePath).ToString(),
                });
            }
            context.Add(new Connection
            {
                TenantId = of.Value,
                Id = id,
                EnvironmentId = catalogued.Id,
                Scope = scope ?? new ScopeSettings { AllSchools = true },
                ConfirmedBy = "test",
                SealedKey = secrets.Seal(of, id, stand.Production.Keys.KeyFor(municipality.EntraTenantId)),
            });
            context.SaveChanges();
            InputVersions.Raise(session, of, id);
        });
    }

    /// <summary>An administrator chooses another scope.</summary>
    public Task ChangeScope(int connection, ScopeSettings scope, TenantId? tenant = null) => Change(connection, c => c.Scope = scope, tenant);

    /// <summary>An administrator changes a connection.</summary>
    public Task Change(int connection, Action<Connection> change, TenantId? tenant = null) => Database.Write(session =>
    {
        var of = tenant ?? new TenantId(1);
        using var context = session.Context(of);
        change(context.Set<Connection>().Single(c => c.Id == connection));
        context.SaveChanges();
        InputVersions.Raise(session, of, connection);
    });

    private static CapabilityProfile Profile(Supplier stand) => new()
    {
        Key = stand.Profile.SharedKey ? KeyScope.Shared : KeyScope.PerTenant,
        AuthHeader = stand.Profile.AuthHeader,
        RatePerSecond = stand.Profile.RatePerSecond,
        Parallelism = 16,
        Http2 = stand.Profile.Http2,
        Groups = stand.Profile.ClassesOnly ? GroupsTaken.Classes : GroupsTaken.All,
        SchoolsPerPerson = stand.Profile.OneSchoolPerPerson ? SchoolsPerPerson.One : SchoolsPerPerson.Many,
    };

    private static TenantSource Source(GraphReader reader, Tenant tenant)
    {
        var whom = new GraphTenant(tenant.EntraTenantId, ReadBudget.Confirmed);
        return new TenantSource(
            (progress, cancellation) => reader.Read(whom, progress, cancellation),
            (questions, cancellation) => reader.Ask(whom, questions, cancellation))
        {
            Members = (group, cancellation) => reader.Members(whom, group, cancellation),
        };
    }

    public Task<SyncResult> RunSync(TenantId? tenant = null) => Engine.RunOnce(tenant ?? new TenantId(1));

    /// <summary>One round over every lane; the passes by supplier key.</summary>
    public async Task<Dictionary<string, PassResult>> DeliverAll(LaneTools? tools = null, CancellationToken? cancellation = null)
    {
        var runner = new LaneRunner(tools ?? Tools);
        var results = new Dictionary<string, PassResult>();
        foreach (var environment in await Database.Read(ConnectionStore.Environments))
        {
            var round = await runner.RunOnce(environment, null, cancellation ?? TestContext.Current.CancellationToken);
            foreach (var (connection, result) in round.Passes)
                results[connection.Tenant.Value == 1 ? connection.Supplier.Key : $"{connection.Supplier.Key}/{connection.Tenant}"] = result;
        }
        return results;
    }

    public ScimReceiver Receiver(string supplier) => Sandbox.Suppliers[supplier].Production;

    public HeldObjects Held(string supplier, TenantId? tenant = null) =>
        Receiver(supplier).HeldFor(Sandbox.Municipalities[(tenant ?? new TenantId(1)).Value - 1].EntraTenantId);

    /// <summary>How what the supplier holds differs from what the sandbox by itself says that it must hold.</summary>
    public IReadOnlyList<Divergence> Differences(string supplier, Func<ConnectionDescription, ConnectionDescription>? with = null)
    {
        var description = ConnectionDescription.Everything(Municipality, Sandbox.Suppliers[supplier].Profile);
        return Difference.Between(Expectation.Of(Municipality.Snapshot(), (with ?? (d => d))(description)), Held(supplier));
    }

    public Task<Dictionary<long, Receipt>> Receipts(int connection, TenantId? tenant = null) =>
        Database.Read(session => ReceiptStore.LoadReceipts(session, tenant ?? new TenantId(1), connection));

    public Task<Dictionary<long, Refusal>> Refusals(int connection, TenantId? tenant = null) =>
        Database.Read(session => ReceiptStore.LoadRefusals(session, tenant ?? new TenantId(1), connection));

    public Task<IReadOnlyList<StoredHold>> Holds(TenantId? tenant = null) =>
        Database.Read(session => HoldStore.All(tenant ?? new TenantId(1), session));

    /// <summary>Approves everything that waits, as an administrator does who has looked at it.</summary>
    public async Task ApproveHolds(TenantId? tenant = null)
    {
        foreach (var hold in (await Holds(tenant)).Where(hold => hold.Waiting.Count > 0))
        {
            Assert.Equal(Decided.Done, await Database.Write(session =>
                HoldDecisions.Approve(tenant ?? new TenantId(1), session, hold.Number, hold.Fingerprint, null)));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await Sandbox.DisposeAsync();
        await test.DisposeAsync();
        tokens.Dispose();
        graph.Dispose();
    }
}
