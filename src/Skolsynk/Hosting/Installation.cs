using Microsoft.AspNetCore.DataProtection;
using Skolsynk.Data;
using Skolsynk.Hosting.Settings;
using Skolsynk.Source;
using Skolsynk.Suppliers;

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
        Database = options.Database switch
        {
            DatabaseOptions.Sqlite sqlite => new SqliteDatabase(sqlite.Path, time),
            DatabaseOptions.Postgres postgres => new PostgresDatabase(postgres.ConnectionString),
            _ => throw new ArgumentOutOfRangeException(nameof(options)),
        };
        protection = Protection(options, Database);
        Secrets = new SealedSecrets(protection.GetRequiredService<IDataProtectionProvider>());
        if (options.Entra is not null)
            Tokens = new GraphTokens(options.Entra);
        Reader = Tokens is null ? null : new GraphReader(http, Tokens.Get, options.Graph, time, logs.CreateLogger<GraphReader>());
    }

    public SkolsynkOptions Options { get; }

    public TimeProvider Time { get; }

    public ILoggerFactory Logs { get; }

    public Database Database { get; }

    public SealedSecrets Secrets { get; }

    /// <summary>Null: no way to Microsoft Entra is set.</summary>
    public GraphTokens? Tokens { get; }

    /// <summary>Null exactly when <see cref="Tokens"/> is.</summary>
    public GraphReader? Reader { get; }

    /// <summary>A name for this process in leases.</summary>
    public string Owner { get; } = $"{Environment.MachineName}/{Environment.ProcessId}/{Guid.CreateVersion7():N}";

    public async ValueTask DisposeAsync()
    {
        Tokens?.Dispose();
        http.Dispose();
        await protection.DisposeAsync();
        await Database.DisposeAsync();
    }

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
