using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Design;

namespace Skolsynk.Data;

/// <summary>For <c>dotnet ef migrations add NAME --context SqliteContext --output-dir Data/Migrations/Sqlite</c>.</summary>
public sealed class SqliteDesignTime : IDesignTimeDbContextFactory<SqliteContext>
{
    public SqliteContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<SqliteContext>().UseSqlite("Data Source=:memory:").UseSnakeCaseNamingConvention().Options);
}

/// <summary>For <c>dotnet ef migrations add NAME --context PostgresContext --output-dir Data/Migrations/Postgres</c>.</summary>
public sealed class PostgresDesignTime : IDesignTimeDbContextFactory<PostgresContext>
{
    public PostgresContext CreateDbContext(string[] args) =>
        new(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql("Host=localhost").UseSnakeCaseNamingConvention().Options);
}
