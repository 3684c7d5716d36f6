using Skolsynk.Data;

namespace Skolsynk.Tests.Data;

/// <summary>Which database a store test runs on; the same tests run on both.</summary>
public enum Engine { Sqlite, Postgres }

/// <summary>One migrated, empty database of a test's own, removed afterwards.</summary>
public sealed class TestDatabase : IAsyncDisposable
{
    private readonly string? folder;

    private TestDatabase(Database database, string? folder, string? connectionString)
    {
        ConnectionString = connectionString;
        Database = database;
        this.folder = folder;
    }

    public Database Database { get; }

    /// <summary>For further processes; null on SQLite.</summary>
    public string? ConnectionString { get; }

    /// <summary>The SQLite file; null on PostgreSQL.</summary>
    public string? File => folder is null ? null : Path.Combine(folder, "skolsynk.db");

    public static async Task<TestDatabase> Create(Engine engine, PostgresServer server, TimeProvider? clock = null)
    {
        TestDatabase made;
        if (engine is Engine.Sqlite)
        {
            var folder = Directory.CreateTempSubdirectory("skolsynk-test-").FullName;
            made = new(new SqliteDatabase(Path.Combine(folder, "skolsynk.db"), clock ?? TimeProvider.System, durable: false), folder, null);
        }
        else
        {
            var connectionString = await server.NewDatabase();
            made = new(new PostgresDatabase(connectionString, clock), null, connectionString);
        }
        await made.Database.Migrate();
        return made;
    }

    public async ValueTask DisposeAsync()
    {
        await Database.DisposeAsync();
        if (folder is not null)
            Directory.Delete(folder, recursive: true);
    }
}
