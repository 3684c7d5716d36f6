using Npgsql;
using Skolsynk.Data;

namespace Skolsynk.Benchmarks;

/// <summary>A database of the bench and where it lies, for another process to open.</summary>
internal sealed record BenchDatabase(Database Database, string Place);

/// <summary>Makes new databases, durable as in production: SQLite with <c>synchronous=FULL</c>, PostgreSQL as its server is set.</summary>
internal sealed class BenchDatabases(string? postgres) : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("skolsynk-bench-");
    private int made;

    public async Task<BenchDatabase> New(Engine engine)
    {
        var number = ++made;
        var place = engine == Engine.Sqlite ? Path.Combine(folder.FullName, $"{number}.db") : await NewPostgres($"bench{number}");
        var database = Open(place);
        await database.Migrate();
        return new BenchDatabase(database, place);
    }

    /// <summary>Opens by place: a connection string has an equals sign.</summary>
    public static Database Open(string place) => place.Contains('=', StringComparison.Ordinal)
        ? new PostgresDatabase(place)
        : new SqliteDatabase(place, TimeProvider.System);

    private async Task<string> NewPostgres(string name)
    {
        var builder = new NpgsqlConnectionStringBuilder(postgres ?? throw new InvalidOperationException("No PostgreSQL was given."));
        await using var connection = new NpgsqlConnection(builder.ConnectionString);
        await connection.OpenAsync();
        foreach (var text in new[] { $"DROP DATABASE IF EXISTS {name} WITH (FORCE)", $"CREATE DATABASE {name}", "CHECKPOINT" })
        {
            await using var command = new NpgsqlCommand(text, connection);
            await command.ExecuteNonQueryAsync();
        }

        builder.Database = name;
        return builder.ConnectionString;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
