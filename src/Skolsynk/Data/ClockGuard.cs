namespace Skolsynk.Data;

/// <summary>Whether the clock can be gone by for what ends by itself and cannot be undone.</summary>
public static class ClockGuard
{
    /// <summary>The number of the daily purge among the jobs; its last run is what the clock is compared with.</summary>
    private const short Purge = 1;

    private const long LongestGap = 36 * 60 * 60 * 1000;

    /// <summary>
    /// False when now is before, or more than 36 h after, the last purge, until an operator has accepted the clock
    /// (<c>purge --accept-clock</c>). With no purge yet there is nothing to compare with.
    /// </summary>
    public static bool IsTrusted(Session session) =>
        session.Scalar<long?>("SELECT at FROM job_run WHERE job = @job", ("@job", Purge)) is not { } last
        || (session.Now >= last && session.Now - last <= LongestGap);
}
