using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Skolsynk.Suppliers;

/// <summary>A learning-material supplier in the catalogue; the operator's, the same for all tenants.</summary>
public sealed class Supplier
{
    public required int Id { get; init; }

    /// <summary>Short name that the operator types; unique.</summary>
    public required string Key { get; set; }

    public required string Name { get; set; }

    public required CapabilityProfile Profile { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<Supplier>
    {
        public void Configure(EntityTypeBuilder<Supplier> builder)
        {
            builder.ToTable("supplier").HasKey(s => s.Id);
            builder.Property(s => s.Id).ValueGeneratedNever();
            builder.HasIndex(s => s.Key).IsUnique();
            builder.Property(s => s.Profile).HasConversion(StoredJson.Converter<CapabilityProfile>(), StoredJson.Comparer<CapabilityProfile>());
        }
    }
}

/// <summary>One of a supplier's receivers, at one address: a lane.</summary>
public sealed class SupplierEnvironment
{
    /// <summary>The lane's number.</summary>
    public required int Id { get; init; }

    public required int SupplierId { get; init; }

    public required EnvironmentKind Kind { get; init; }

    /// <summary>Without trailing slash, with or without a path.</summary>
    public required string BaseUrl { get; set; }

    /// <summary>
    /// The address that the receipts are about, while nobody has said whether the new address is the same receiver: nothing is sent. Null:
    /// they are about <see cref="BaseUrl"/>.
    /// </summary>
    public string? MovedFrom { get; set; }

    /// <summary>The operator has stopped all sending to it.</summary>
    public bool Stopped { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<SupplierEnvironment>
    {
        public void Configure(EntityTypeBuilder<SupplierEnvironment> builder)
        {
            builder.ToTable("supplier_environment").HasKey(e => e.Id);
            builder.Property(e => e.Id).ValueGeneratedNever();
            builder.HasIndex(e => new { e.SupplierId, e.Kind }).IsUnique();
        }
    }
}
