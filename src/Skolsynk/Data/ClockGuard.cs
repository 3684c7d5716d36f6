namespace Skolsynk.Data;

/// <summary>Whether the clock can be gone by for what ends by itself and cannot be undone.</summary>
public static class ClockGuard
{
    /// <summary>The number of the daily purge among the jobs; its last run is what the clock is compared with.</summary>
    internal const short PurgeJob = 1;

    private const long LongestGap = 36 * 60 * 60 * 1000;

    /// <summary>So far a machine's clock may be from the database's, milliseconds.</summary>
    private const long MostApart = 5 * 60 * 1000;

    /// <summary>
    /// This machine's clock and the database's are more than five minutes apart: one of them is wrong, and nobody here knows which. What
    /// depends on time waits on this machine; one that agrees with the database goes on.
    /// </summary>
    public static bool AreApart(Session session) => Math.Abs(session.Ahead) > MostApart;

    /// <summary>
    /// False when this machine's clock and the database's are apart, and when now is before, or more than 36 h after, the last purge, until an operator has accepted the clock
    /// (<c>purge --accept-clock</c>). With no purge yet there is nothing to compare with.
    /// </summary>
    public static bool IsTrusted(Session session) => !AreApart(session)
        && (session.Scalar<long?>("SELECT at FROM job_run WHERE job = @job", ("@job", PurgeJob)) is not { } last || IsPlausible(last, session.Now));

    /// <summary>Whether the clock may have come from the one moment to the other while a daily job ran; unix milliseconds. Pure.</summary>
    internal static bool IsPlausible(long last, long now) => now >= last && now - last <= LongestGap;
}
