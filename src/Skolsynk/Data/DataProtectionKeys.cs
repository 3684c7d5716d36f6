using Microsoft.AspNetCore.DataProtection.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;

namespace Skolsynk.Data;

/// <summary>The key ring that seals secrets and cookies, shared by all replicas.</summary>
internal sealed class DataProtectionKeys : IEntityTypeConfiguration<DataProtectionKey>
{
    public void Configure(EntityTypeBuilder<DataProtectionKey> builder) => builder.ToTable("data_protection_key").HasKey(k => k.Id);
}
