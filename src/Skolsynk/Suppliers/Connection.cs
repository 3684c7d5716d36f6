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

    /// <summary>Paused: nothing is sent but the removal of protected persons; what is owed is kept.</summary>
    public bool Paused { get; set; }

    /// <summary>Days before a person who left the scope is removed at the supplier; null: as the supplier's profile says.</summary>
    public int? RemovalWaitDays { get; set; }

    /// <summary>
    /// Which operator has confirmed that it may start for real; null: nobody. Needed where all customers of a supplier share one key,
    /// because such a key does not say whose data it may be used for.
    /// </summary>
    public string? ConfirmedBy { get; set; }

    /// <summary>No wait is longer: well before the purge.</summary>
    public const int MostWaitDays = 120;

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
