using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Skolsynk.Data;

namespace Skolsynk.Suppliers;

/// <summary>How a connection that an administrator made has come about. No row: the operator made it, and it is started.</summary>
public sealed class ConnectionStart : ITenantOwned
{
    public required int TenantId { get; init; }

    public required int ConnectionId { get; init; }

    /// <summary>Null: a draft, nothing has ever been sent.</summary>
    public DateTimeOffset? StartedAt { get; set; }

    /// <summary>When the present key was given, and its last four characters; null: none was given here.</summary>
    public DateTimeOffset? KeyAt { get; set; }

    public string? KeyTail { get; set; }

    /// <summary>When the supplier accepted the present key in a test call; null: it has not yet.</summary>
    public DateTimeOffset? KeyAcceptedAt { get; set; }

    /// <summary>The day on which a pause ends; null: it has no end, or there is none.</summary>
    public DateOnly? PausedUntil { get; set; }

    internal sealed class Configuration : IEntityTypeConfiguration<ConnectionStart>
    {
        public void Configure(EntityTypeBuilder<ConnectionStart> builder) =>
            builder.ToTable("connection_start").HasKey(s => new { s.TenantId, s.ConnectionId });
    }
}
