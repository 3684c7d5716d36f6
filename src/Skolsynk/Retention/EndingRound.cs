using Skolsynk.Data;
using Skolsynk.Deliveries;

namespace Skolsynk.Retention;

/// <summary>
/// Brings endings to their end: connections whose supplier did not take the deletes for a day, what a crash left half erased, tenants
/// whose last connection has ended.
/// </summary>
public sealed class EndingRound(Database database, string owner)
{
    /// <param name="acceptTime">An operator says that the clock is right.</param>
    public async Task<JobTime> RunOnce(bool acceptTime, CancellationToken cancellation)
    {
        await using var keeper = await LeaseKeeper.TryTake(database, LeaseKind.Job, (short)Job.Endings, owner, cancellation);
        if (keeper is null)
            return JobTime.NotYet;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, keeper.Lost);
        var time = acceptTime ? JobTime.Due : await database.Read(session => JobRuns.TimeOf(session, Job.Endings), either.Token);
        var over = await database.Read(session => Over(session, time is JobTime.Due), either.Token);
        foreach (var (tenant, connection) in over)
            await Endings.Finish(database, tenant, connection, either.Token);
        var left = 0;
        foreach (var tenant in await database.Read(TenantEnding.Leaving, either.Token))
            left += await TenantEnding.Resume(database, tenant, either.Token) ? 1 : 0;
        if (over.Count + left > 0)
            await database.Scrub(either.Token);
        if (time is JobTime.Due)
            await database.Write(session => JobRuns.Record(session, Job.Endings), either.Token);
        return time;
    }

    /// <summary>Endings that keep what the supplier has need no clock; a day that may be none ends nothing.</summary>
    private static List<(TenantId, int)> Over(Session session, bool timeIsSure) => session.Query(
        "SELECT tenant, connection FROM connection_state WHERE ending = @keep AND ending_at <= @settled OR ending = @delete AND ending_at <= @over",
        row => (new TenantId(row.GetInt32(0)), row.GetInt32(1)),
        ("@keep", (short)EndingKind.KeepAtSupplier), ("@settled", session.Now - 60_000), ("@delete", (short)EndingKind.DeleteAtSupplier),
        ("@over", timeIsSure ? session.Now - (long)Endings.Longest.TotalMilliseconds : -1));
}
