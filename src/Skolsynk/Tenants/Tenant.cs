using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Skolsynk.Data;
using Skolsynk.Rosters;

namespace Skolsynk.Tenants;

/// <summary>One municipality or other school principal (huvudman) = one Entra tenant.</summary>
public sealed class Tenant
{
    /// <summary>Minted once, never given again.</summary>
    public required int Id { get; init; }

    public required Guid EntraTenantId { get; init; }

    /// <summary>Short name that the operator types: lower-case letters, digits, dashes; unique.</summary>
    public required string Key { get; set; }

    public required string Name { get; set; }

    /// <summary>Four digits as text; null when not told.</summary>
    public string? MunicipalityCode { get; set; }

    /// <summary>False: neither read nor delivered.</summary>
    public bool Active { get; set; } = true;

    public bool IncludeGuests { get; set; }

    public bool IncludeDisabled { get; set; }

    public bool IncludeHandmadeGroups { get; set; } = true;

    public bool KeepSchoolYear { get; set; }

    /// <summary>Pattern of class names (<see cref="GroupKindRule"/>); null: the default.</summary>
    public string? ClassPattern { get; set; }

    /// <summary>An operator has confirmed that this is a customer: larger reads are allowed.</summary>
    public bool Confirmed { get; set; }

    /// <summary>School unit codes in this tenant were made up (Development only): nothing real may be sent.</summary>
    public bool MadeUpCodes { get; set; }

    /// <summary>Limits of the brakes; null: the usual ones.</summary>
    public BrakeLimits? BrakeLimits { get; set; }

    /// <summary>A declared time with other limits; null: none.</summary>
    public BrakeWindow? BrakeWindow { get; set; }

    /// <summary>The limits of the brakes as they are now. A clock that is not trusted opens no window.</summary>
    public BrakeLimits LimitsNow(Session session) =>
        BrakeWindow is { } window && window.Covers(session.Now) && ClockGuard.IsTrusted(session) ? window.Limits : BrakeLimits ?? Rosters.BrakeLimits.Default;

    /// <summary>Id of the group in Microsoft Entra whose members are protected persons; null: none names them.</summary>
    public string? ProtectedGroup { get; set; }

    /// <summary>Whether a read that began with the other's settings is what a read with these would be.</summary>
    public bool IsReadAs(Tenant other) => (Active, IncludeGuests, IncludeDisabled, IncludeHandmadeGroups, KeepSchoolYear, ClassPattern, ProtectedGroup)
        == (other.Active, other.IncludeGuests, other.IncludeDisabled, other.IncludeHandmadeGroups, other.KeepSchoolYear, other.ClassPattern, other.ProtectedGroup);

    public RosterSettings RosterSettings() => new()
    {
        EntraTenantId = EntraTenantId,
        IncludeGuests = IncludeGuests,
        IncludeDisabled = IncludeDisabled,
        IncludeHandmadeGroups = IncludeHandmadeGroups,
        KeepSchoolYear = KeepSchoolYear,
        GroupKind = ClassPattern is null ? GroupKindRule.Default : new GroupKindRule(ClassPattern),
    };

    internal sealed class Configuration : IEntityTypeConfiguration<Tenant>
    {
        public void Configure(EntityTypeBuilder<Tenant> builder)
        {
            builder.ToTable("tenant").HasKey(t => t.Id);
            builder.Property(t => t.Id).ValueGeneratedNever();
            builder.Property(t => t.BrakeLimits).HasConversion(
                limits => JsonSerializer.Serialize(limits, JsonSerializerOptions.Web),
                text => JsonSerializer.Deserialize<BrakeLimits>(text, JsonSerializerOptions.Web));
            builder.Property(t => t.BrakeWindow).HasConversion(
                window => JsonSerializer.Serialize(window, JsonSerializerOptions.Web),
                text => JsonSerializer.Deserialize<BrakeWindow>(text, JsonSerializerOptions.Web));
            builder.HasIndex(t => t.EntraTenantId).IsUnique();
            builder.HasIndex(t => t.Key).IsUnique();
        }
    }
}
