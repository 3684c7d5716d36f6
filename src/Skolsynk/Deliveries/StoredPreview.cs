using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using Skolsynk.Data;
using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries;

/// <summary>A preview as somebody saw it: the settings, and numbers that stand for what they do. Nothing of anyone is in it.</summary>
public sealed class StoredPreview : ITenantOwned
{
    /// <summary>Kept so long, then deleted.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromDays(30);

    public required int TenantId { get; init; }

    /// <summary>Random; stands in addresses.</summary>
    public required Guid Id { get; init; }

    public required int ConnectionId { get; init; }

    public required DateTimeOffset At { get; init; }

    public required ScopeSettings Scope { get; init; }

    /// <summary><see cref="SettingsPreview.Pairs"/>, packed.</summary>
    public required byte[] Pairs { get; init; }

    /// <summary>When it was approved; null: it was not.</summary>
    public DateTimeOffset? ApprovedAt { get; set; }

    /// <summary>The settings that it replaced when it was approved; null: there were none, or it was not.</summary>
    public ScopeSettings? Before { get; set; }

    /// <summary>The numbers that had come to it when it was approved, packed.</summary>
    public byte[]? Added { get; set; }

    /// <summary>It has been done; what came to it is told on the next page.</summary>
    public static void Approve(Session session, TenantId tenant, Guid id, ScopeSettings? before, IReadOnlyList<ulong> added)
    {
        using var context = session.Context(tenant);
        var row = context.Set<StoredPreview>().Single(one => one.Id == id);
        (row.ApprovedAt, row.Before, row.Added) = (DateTimeOffset.FromUnixTimeMilliseconds(session.Now), before, SettingsPreview.Pack(added));
        context.SaveChanges();
    }

    /// <summary>Nobody is going to approve it.</summary>
    public static void Discard(Session session, TenantId tenant, Guid id)
    {
        using var context = session.Context(tenant);
        context.Set<StoredPreview>().Where(one => one.Id == id && one.ApprovedAt == null).ExecuteDelete();
    }

    /// <summary>Keeps a preview, and forgets those that are too old.</summary>
    public static Guid Keep(Session session, TenantId tenant, int connection, ScopeSettings scope, SettingsPreview preview)
    {
        using var context = session.Context(tenant);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(session.Now);
        var before = now - Life;
        context.Set<StoredPreview>().Where(one => one.At < before).ExecuteDelete();
        var kept = new StoredPreview
        {
            TenantId = tenant.Value,
            Id = RandomId(),
            ConnectionId = connection,
            At = now,
            Scope = scope,
            Pairs = SettingsPreview.Pack(preview.Pairs),
        };
        context.Add(kept);
        context.SaveChanges();
        return kept.Id;
    }

    /// <summary>Null: the tenant has no such preview of that connection.</summary>
    public static StoredPreview? Load(Session session, TenantId tenant, int connection, Guid id)
    {
        using var context = session.Context(tenant);
        return context.Set<StoredPreview>().AsNoTracking().FirstOrDefault(one => one.Id == id && one.ConnectionId == connection);
    }

    private static Guid RandomId() => new(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));

    internal sealed class Configuration : IEntityTypeConfiguration<StoredPreview>
    {
        public void Configure(EntityTypeBuilder<StoredPreview> builder)
        {
            builder.ToTable("preview").HasKey(p => new { p.TenantId, p.Id });
            builder.Property(p => p.Scope).HasConversion(StoredJson.Converter<ScopeSettings>(), StoredJson.Comparer<ScopeSettings>());
            builder.Property(p => p.Before).HasConversion((ValueConverter)StoredJson.Converter<ScopeSettings>(), StoredJson.Comparer<ScopeSettings>());
        }
    }
}
