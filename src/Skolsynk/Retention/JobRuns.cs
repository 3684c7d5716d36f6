using Skolsynk.Data;

namespace Skolsynk.Retention;

/// <summary>Jobs that run for the whole service; the numbers are kept in the database.</summary>
public enum Job : short
{
    Purge = 1,
    Endings = 2,
}

/// <summary>What a job may do now, by the clock.</summary>
public enum JobTime
{
    /// <summary>It has run within the last day.</summary>
    NotYet,

    Due,

    /// <summary>
    /// The clock stands before the last run, or more than 36 h after it: it may have jumped. Nothing that cannot be undone is done
    /// until an operator has accepted the time.
    /// </summary>
    Doubtful,
}

/// <summary>When jobs last ran, by the database's clock.</summary>
public static class JobRuns
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(24);
    private static readonly TimeSpan LongestGap = TimeSpan.FromHours(36);

    /// <summary>Null: it never ran, and there is nothing to compare the clock with.</summary>
    public static DateTimeOffset? Last(Session session, Job job) =>
        session.Scalar<long?>("SELECT at FROM job_run WHERE job = @job", ("@job", (short)job)) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    /// <summary>The operator's query; pure but for the reading.</summary>
    public static JobTime TimeOf(Session session, Job job) => Last(session, job) is not { } last
        ? JobTime.Due
        : (DateTimeOffset.FromUnixTimeMilliseconds(session.Now) - last) switch
        {
            var gap when gap < TimeSpan.Zero || gap > LongestGap => JobTime.Doubtful,
            var gap => job is Job.Purge && gap < Interval ? JobTime.NotYet : JobTime.Due,
        };

    public static void Record(Session session, Job job) => session.Execute(
        "INSERT INTO job_run(job, at) VALUES(@job, @now) ON CONFLICT(job) DO UPDATE SET at = excluded.at", ("@job", (short)job), ("@now", session.Now));
}
