using Skolsynk.Data;

namespace Skolsynk.Retention;

/// <summary>Jobs that run for the whole service; the numbers are kept in the database.</summary>
public enum Job : short
{
    Purge = ClockGuard.PurgeJob,
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

    /// <summary>This machine's clock and the database's are more than five minutes apart.</summary>
    Apart,
}

/// <summary>When jobs last ran, by the database's clock.</summary>
public static class JobRuns
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(24);

    /// <summary>Null: it never ran, and there is nothing to compare the clock with.</summary>
    public static DateTimeOffset? Last(Session session, Job job) =>
        session.Scalar<long?>("SELECT at FROM job_run WHERE job = @job", ("@job", (short)job)) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    /// <summary>The operator's query; pure but for the reading.</summary>
    public static JobTime TimeOf(Session session, Job job)
    {
        if (ClockGuard.AreApart(session))
            return JobTime.Apart;
        if (Last(session, job) is not { } last)
            return JobTime.Due;
        var now = DateTimeOffset.FromUnixTimeMilliseconds(session.Now);
        if (!ClockGuard.IsPlausible(last.ToUnixTimeMilliseconds(), session.Now))
            return JobTime.Doubtful;
        return job is Job.Purge && now - last < Interval ? JobTime.NotYet : JobTime.Due;
    }

    public static void Record(Session session, Job job) => session.Execute(
        "INSERT INTO job_run(job, at) VALUES(@job, @now) ON CONFLICT(job) DO UPDATE SET at = excluded.at", ("@job", (short)job), ("@now", session.Now));
}
