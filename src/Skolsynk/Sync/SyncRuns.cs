using System.Data.Common;
using Skolsynk.Data;
using Skolsynk.Source;

namespace Skolsynk.Sync;

/// <summary>The latest run of a tenant, as far as the schedule needs it.</summary>
/// <param name="Started">When it began.</param>
/// <param name="Ended">When it ended.</param>
/// <param name="FailuresInRow">Runs that failed since the last one that did not, this one included.</param>
/// <param name="Failure">Why it failed; null when it did not, or when the fault was our own.</param>
public sealed record LastRun(DateTimeOffset Started, DateTimeOffset Ended, int FailuresInRow, FailureKind? Failure);

/// <summary>The kept runs of a tenant.</summary>
public static class SyncRuns
{
    private const string Columns =
        "run, started, ended, outcome, failure, schools, persons, groups, created, updated, removed, members_changed, held, calls, bytes, detail";

    public static void Add(TenantId tenant, Session session, SyncRun run) => session.Execute(
        $"INSERT INTO sync_run(tenant, {Columns}) VALUES(@tenant, @run, @started, @ended, @outcome, @failure, @schools, @persons, @groups, "
        + "@created, @updated, @removed, @members, @held, @calls, @bytes, @detail)",
        ("@tenant", tenant.Value), ("@run", run.Number), ("@started", run.Started.ToUnixTimeMilliseconds()),
        ("@ended", run.Ended.ToUnixTimeMilliseconds()), ("@outcome", (short)run.Outcome), ("@failure", (short?)run.Failure),
        ("@schools", run.Schools), ("@persons", run.Persons), ("@groups", run.Groups), ("@created", run.Created),
        ("@updated", run.Updated), ("@removed", run.Removed), ("@members", run.MembersChanged), ("@held", run.Held),
        ("@calls", run.Calls), ("@bytes", run.Bytes), ("@detail", run.Detail));

    /// <summary>The latest runs, the newest first.</summary>
    public static IReadOnlyList<SyncRun> Latest(TenantId tenant, Session session, int count) => session.Query(
        $"SELECT {Columns} FROM sync_run WHERE tenant = @tenant ORDER BY run DESC LIMIT @count",
        Read, ("@tenant", tenant.Value), ("@count", count));

    /// <summary>What the schedule needs of the latest run; null when there was none.</summary>
    public static LastRun? Last(TenantId tenant, Session session)
    {
        if (Latest(tenant, session, 1) is not [var last]) return null;
        if (last.Outcome < SyncOutcome.Failed) return new LastRun(last.Started, last.Ended, 0, null);
        var failures = session.Scalar<int>(
            "SELECT count(*) FROM sync_run WHERE tenant = @tenant AND run > "
            + "(SELECT coalesce(max(run), 0) FROM sync_run WHERE tenant = @tenant AND outcome < @failed)",
            ("@tenant", tenant.Value), ("@failed", (short)SyncOutcome.Failed));
        return new LastRun(last.Started, last.Ended, failures, last.Failure);
    }

    private static SyncRun Read(DbDataReader row) => new()
    {
        Number = row.GetInt64(0),
        Started = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
        Ended = DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)),
        Outcome = (SyncOutcome)row.GetInt16(3),
        Failure = row.IsDBNull(4) ? null : (FailureKind)row.GetInt16(4),
        Schools = row.GetInt32(5),
        Persons = row.GetInt32(6),
        Groups = row.GetInt32(7),
        Created = row.GetInt32(8),
        Updated = row.GetInt32(9),
        Removed = row.GetInt32(10),
        MembersChanged = row.GetInt32(11),
        Held = row.GetInt32(12),
        Calls = row.GetInt32(13),
        Bytes = row.GetInt64(14),
        Detail = row.IsDBNull(15) ? null : row.GetString(15),
    };
}
