using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Skolsynk.Data;

namespace Skolsynk.Tenants;

/// <summary>What the administrator has said of protected persons (skyddade personuppgifter); the numbers are kept in the database.</summary>
public enum ProtectedAnswer : short
{
    /// <summary>Not answered, or “Vi vet inte än”: nothing is sent.</summary>
    None = 0,

    /// <summary>“Nej, vi har kontrollerat det”.</summary>
    Nobody = 1,

    /// <summary>“Ja, och alla är markerade”.</summary>
    AllMarked = 2,
}

/// <summary>What a municipality has said in its first steps. No row: it was set up by the operator.</summary>
public sealed class TenantSetup : ITenantOwned
{
    public required int TenantId { get; init; }

    /// <summary>When the app's permissions were proven the first time.</summary>
    public required DateTimeOffset ConsentedAt { get; init; }

    /// <summary>The huvudman that the administrator chose in Skolenhetsregistret, ten digits; null: not chosen, or a number that may be a person's.</summary>
    public string? OrganisationNumber { get; set; }

    /// <summary>She has chosen a huvudman.</summary>
    public bool Named { get; set; }

    public ProtectedAnswer Protected { get; set; }

    public DateTimeOffset? ProtectedAt { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<TenantSetup>
    {
        public void Configure(EntityTypeBuilder<TenantSetup> builder)
        {
            builder.ToTable("tenant_setup").HasKey(s => s.TenantId);
            builder.Property(s => s.TenantId).ValueGeneratedNever();
        }
    }
}
