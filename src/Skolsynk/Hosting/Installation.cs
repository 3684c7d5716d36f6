using Microsoft.AspNetCore.DataProtection;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Hosting.Settings;
using Skolsynk.Portal;
using Skolsynk.Retention;
using Skolsynk.Source;
using Skolsynk.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tenants;

namespace Skolsynk.Hosting;

/// <summary>Everything that one process runs on: its options, its database, its key ring, its way to Microsoft.</summary>
internal sealed class Installation : IAsyncDisposable
{
    private readonly ServiceProvider protection;
    private readonly HttpClient http = GraphReader.NewHttpClient();

    public Installation(SkolsynkOptions options, TimeProvider time, ILoggerFactory logs)
    {
        Options = options;
        Time = time;
        Logs = logs;
        var steps = options.CrashAt?.Steps() ?? Steps.Unwatched;
        Database = options.Database switch
        {
            DatabaseOptions.Sqlite sqlite => new SqliteDatabase(sqlite.Path, time) { Steps = steps },
            DatabaseOptions.Postgres postgres => new PostgresDatabase(postgres.ConnectionString) { Steps = steps },
            _ => throw new ArgumentOutOfRangeException(nameof(options)),
        };
        if (options.Journal is { } folder)
            Database.Journal = new Journal(folder);
        protection = Protection(options, Database);
        Secrets = new SealedSecrets(protection.GetRequiredService<IDataProtectionProvider>());
        if (options.Entra is not null)
            Tokens = new GraphTokens(options.Entra);
        Owner = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.CreateVersion7():N}";
        Reader = Tokens is null ? null : new GraphReader(http, Tokens.Get, options.Graph, time, logs.CreateLogger<GraphReader>());
        Engine = Reader is null ? null : new SyncEngine(Database, tenant => Source(Reader, tenant), Owner, Mark);
    }

    public SkolsynkOptions Options { get; }

    public TimeProvider Time { get; }

    public ILoggerFactory Logs { get; }

    public Database Database { get; }

    public SealedSecrets Secrets { get; }

    /// <summary>What the portal works with; null: this process serves none.</summary>
    public PortalTools? Portal => Options.Portal is { } portal
        ? new PortalTools(Database, protection.GetRequiredService<IDataProtectionProvider>(), portal)
        {
            Secrets = Secrets,
            Time = Time,
            Owner = Owner,
            Logs = Logs,
            Tokens = Tokens,
            Reader = Reader,
            Engine = Engine,
            Entra = Options.Entra,
            Schedule = new Schedule(Options.Interval),
        }
        : null;

    /// <summary>Null: no way to Microsoft Entra is set.</summary>
    public GraphTokens? Tokens { get; }

    /// <summary>Null exactly when <see cref="Tokens"/> is.</summary>
    public GraphReader? Reader { get; }

    /// <summary>Name of this process in leases.</summary>
    public string Owner { get; }

    /// <summary>Null exactly when <see cref="Tokens"/> is.</summary>
    public SyncEngine? Engine { get; }

    public Purge Purge => new(Database, Owner) { JournalKept = TimeSpan.FromDays(Options.JournalDays) };

    public EndingRound Endings => new(Database, Owner);

    public Replay Replay => new(Database, Owner);

    public DeliveryBoard Board { get; } = new();

    /// <summary>
    /// Runs lanes under a name of its own for each caller, so that a command never takes a lane away from the loop of its own process.
    /// </summary>
    public LaneRunner Lanes(string caller)
    {
        var loopback = Options.Development;
        return new(new LaneTools(Database, Secrets, Board, $"{Owner}/{caller}", profile => SupplierHandlers.Create(profile, loopback)) { Time = Time });
    }

    public async ValueTask DisposeAsync()
    {
        Tokens?.Dispose();
        http.Dispose();
        await protection.DisposeAsync();
        await Database.DisposeAsync();
    }

    private static TenantSource Source(GraphReader reader, Tenant tenant)
    {
        var graph = new GraphTenant(tenant.EntraTenantId, tenant.Confirmed ? ReadBudget.Confirmed : ReadBudget.Unconfirmed);
        return new((progress, cancellation) => reader.Read(graph, progress, cancellation),
            (questions, cancellation) => reader.Ask(graph, questions, cancellation))
        {
            Members = (group, cancellation) => reader.Members(graph, group, cancellation),
        };
    }

    private static bool Mark(Session session, TenantId tenant, IReadOnlySet<Guid> members) =>
        Marks.Set(session, tenant, MarkOrigin.EntraGroup, members).Marked > 0;

    /// <summary>The key ring in the database. The application name is fixed: keys sealed on one machine open on all.</summary>
    private static ServiceProvider Protection(SkolsynkOptions options, Database database)
    {
        var services = new ServiceCollection().AddLogging();
        services.AddScoped(_ => database.NewContext());
        var builder = services.AddDataProtection().SetApplicationName("Skolsynk").PersistKeysToDbContext<SkolsynkContext>();
        if (options.KeyRing is { } certificate)
            builder.ProtectKeysWithCertificate(certificate);
        return services.BuildServiceProvider();
    }
}
