using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Skolsynk.Data;

namespace Skolsynk.Suppliers;

/// <summary>What a municipality says of its agreements with one supplier.</summary>
public sealed class Agreement : ITenantOwned
{
    public required int TenantId { get; init; }

    public required int SupplierId { get; init; }

    /// <summary>A data processing agreement (personuppgiftsbiträdesavtal) stands: without one with any supplier no person is read.</summary>
    public bool Processing { get; set; }

    public DateOnly? SignedOn { get; set; }

    /// <summary>Number in the municipality's register; null when not told.</summary>
    public string? DiaryNumber { get; set; }

    /// <summary>The last day that it holds; null: no end was told.</summary>
    public DateOnly? EndsOn { get; set; }

    /// <summary>A subscription: demanded before anything is sent to the production environment.</summary>
    public bool Subscription { get; set; }

    /// <summary>Whether persons may be read, and sent to this supplier, for its sake.</summary>
    public bool Holds(DateOnly today) => Processing && (EndsOn is not { } end || end >= today);

    internal sealed class Configuration : IEntityTypeConfiguration<Agreement>
    {
        public void Configure(EntityTypeBuilder<Agreement> builder) =>
            builder.ToTable("agreement").HasKey(a => new { a.TenantId, a.SupplierId });
    }
}
