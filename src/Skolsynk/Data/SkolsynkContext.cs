using System.Linq.Expressions;
using System.Reflection;
using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace Skolsynk.Data;

/// <summary>
/// Settings, catalogue and audit. The rooms' <c>IEntityTypeConfiguration</c>s are found by themselves; the hot tables (roster,
/// receipts, windows) are no part of the model: their statements stand in <see cref="HotTables"/> and go through
/// <see cref="Session"/>.
/// </summary>
public abstract class SkolsynkContext(DbContextOptions options) : DbContext(options), IDataProtectionKeyContext
{
    /// <summary>The key ring that seals secrets and cookies, shared by all replicas.</summary>
    public DbSet<DataProtectionKey> DataProtectionKeys => Set<DataProtectionKey>();

    /// <summary>The tenant whose rows queries see. Null: none; an operator's query says <c>IgnoreQueryFilters</c>.</summary>
    public int? Tenant { get; set; }

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.ApplyConfigurationsFromAssembly(Assembly.GetExecutingAssembly());
        foreach (var type in modelBuilder.Model.GetEntityTypes().Where(t => typeof(ITenantOwned).IsAssignableFrom(t.ClrType)))
            modelBuilder.Entity(type.ClrType).HasQueryFilter(OfTenant(type.ClrType));
    }

    protected override void ConfigureConventions(ModelConfigurationBuilder configurationBuilder)
    {
        configurationBuilder.Properties<Guid>().HaveConversion<BigEndianGuid>();
        configurationBuilder.Properties<DateTimeOffset>().HaveConversion<UnixMilliseconds>();
    }

    private LambdaExpression OfTenant(Type type)
    {
        var row = Expression.Parameter(type, "row");
        var owner = Expression.Convert(Expression.Property(row, nameof(ITenantOwned.TenantId)), typeof(int?));
        return Expression.Lambda(Expression.Equal(owner, Expression.Property(Expression.Constant(this), nameof(Tenant))), row);
    }

    /// <summary>16 bytes, big-endian: the same order in memory, in SQLite and in PostgreSQL.</summary>
    private sealed class BigEndianGuid() : ValueConverter<Guid, byte[]>(id => id.ToByteArray(true), bytes => new Guid(bytes, true));

    private sealed class UnixMilliseconds() : ValueConverter<DateTimeOffset, long>(
        at => at.ToUnixTimeMilliseconds(), ms => DateTimeOffset.FromUnixTimeMilliseconds(ms));
}

public sealed class SqliteContext(DbContextOptions<SqliteContext> options) : SkolsynkContext(options);

public sealed class PostgresContext(DbContextOptions<PostgresContext> options) : SkolsynkContext(options);
