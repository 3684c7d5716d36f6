using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Skolsynk.Data;
using Skolsynk.Source;

namespace Skolsynk.Sync;

/// <summary>
/// How far the reading has come that somebody asked for, kept where every process sees it; the row stays when the reading has ended.
/// </summary>
public sealed class ReadingNow : ITenantOwned
{
    public required int TenantId { get; init; }

    /// <summary>When it was asked for.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    public int Schools { get; init; }

    public int Users { get; init; }

    public int Groups { get; init; }

    /// <summary>Groups whose members are read.</summary>
    public int Members { get; init; }

    public static ReadingNow? Load(Session session, TenantId tenant)
    {
        using var context = session.Context(tenant);
        return context.Set<ReadingNow>().AsNoTracking().FirstOrDefault();
    }

    /// <summary>Whether a reading of the tenant is going on, in whatever process.</summary>
    public static bool IsRunning(Session session, TenantId tenant) => session.Scalar<int>(
        "SELECT count(*) FROM lease WHERE kind = @kind AND id = @tenant AND until > @now",
        ("@kind", (short)LeaseKind.Read), ("@tenant", tenant.Value), ("@now", session.Now)) > 0;

    /// <summary>Begins a new one at zero.</summary>
    public static void Begin(Session session, TenantId tenant) => Write(session, tenant, session.Now, new ReadProgress(0, 0, 0, 0));

    /// <summary>Moves the present one on.</summary>
    public static void Report(Session session, TenantId tenant, ReadProgress progress) => session.Execute(
        "UPDATE reading_now SET schools = @schools, users = @users, groups = @groups, members = @members WHERE tenant_id = @tenant",
        ("@tenant", tenant.Value), ("@schools", progress.Schools), ("@users", progress.Users), ("@groups", progress.Classes), ("@members", progress.MembersDone));

    private static void Write(Session session, TenantId tenant, long at, ReadProgress progress) => session.Execute(
        "INSERT INTO reading_now(tenant_id, asked_at, schools, users, groups, members) VALUES(@tenant, @at, @schools, @users, @groups, @members) "
        + "ON CONFLICT(tenant_id) DO UPDATE SET asked_at = excluded.asked_at, schools = excluded.schools, users = excluded.users, "
        + "groups = excluded.groups, members = excluded.members",
        ("@tenant", tenant.Value), ("@at", at), ("@schools", progress.Schools), ("@users", progress.Users), ("@groups", progress.Classes),
        ("@members", progress.MembersDone));

    internal sealed class Configuration : IEntityTypeConfiguration<ReadingNow>
    {
        public void Configure(EntityTypeBuilder<ReadingNow> builder)
        {
            builder.ToTable("reading_now").HasKey(r => r.TenantId);
            builder.Property(r => r.TenantId).ValueGeneratedNever();
        }
    }
}
