using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Skolsynk.Data;

namespace Skolsynk.Suppliers;

/// <summary>One tenant × one supplier × one environment, with its scope and its sealed key.</summary>
public sealed class Connection : ITenantOwned
{
    public required int TenantId { get; init; }

    /// <summary>Minted per tenant, never given again.</summary>
    public required int Id { get; init; }

    public required int EnvironmentId { get; init; }

    public required ScopeSettings Scope { get; set; }

    /// <summary>The supplier's API key, sealed (<see cref="SealedSecrets"/>); null: none was given, nothing is sent.</summary>
    public string? SealedKey { get; set; }

    /// <summary>Paused: nothing is sent; what is owed is kept.</summary>
    public bool Paused { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<Connection>
    {
        public void Configure(EntityTypeBuilder<Connection> builder)
        {
            builder.ToTable("connection").HasKey(c => new { c.TenantId, c.Id });
            builder.HasIndex(c => new { c.TenantId, c.EnvironmentId }).IsUnique();
            builder.Property(c => c.Scope).HasConversion(StoredJson.Converter<ScopeSettings>(), StoredJson.Comparer<ScopeSettings>());
        }
    }
}
