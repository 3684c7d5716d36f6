using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Skolsynk.Data;

namespace Skolsynk.Tenants;

/// <summary>The school unit code that an administrator confirmed for one school. Without a row nothing of the school is sent.</summary>
public sealed class SchoolCode : ITenantOwned
{
    public required int TenantId { get; init; }

    /// <summary>The school's id in the roster.</summary>
    public required Guid School { get; init; }

    /// <summary>Eight digits, the first not 0 (Skolenhetsregistret).</summary>
    public required string Code { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<SchoolCode>
    {
        public void Configure(EntityTypeBuilder<SchoolCode> builder) =>
            builder.ToTable("school_code").HasKey(c => new { c.TenantId, c.School });
    }
}
