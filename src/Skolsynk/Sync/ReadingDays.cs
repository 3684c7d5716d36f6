using Skolsynk.Data;

namespace Skolsynk.Sync;

/// <summary>What the readings of one hour found.</summary>
/// <param name="Hour">Hours since 1970.</param>
/// <param name="Runs">Readings, those that do not count included.</param>
/// <param name="Failed">Those that do not count.</param>
public sealed record ReadingHour(long Hour, int Created, int Updated, int Removed, int Runs, int Failed)
{
    /// <summary>The hours since a time in which anything was read; by hour.</summary>
    public static IReadOnlyList<ReadingHour> Since(Session session, TenantId tenant, DateTimeOffset since) => session.Query(
        "SELECT started / 3600000, sum(created), sum(updated + members_changed), sum(removed), count(*), sum(CASE WHEN outcome >= @failed THEN 1 ELSE 0 END) "
        + "FROM sync_run WHERE tenant = @tenant AND started >= @since GROUP BY started / 3600000 ORDER BY 1",
        row => new ReadingHour(row.GetInt64(0), (int)row.GetInt64(1), (int)row.GetInt64(2), (int)row.GetInt64(3), (int)row.GetInt64(4), (int)row.GetInt64(5)),
        ("@tenant", tenant.Value), ("@since", since.ToUnixTimeMilliseconds()), ("@failed", (short)SyncOutcome.Failed));
}
