using Skolsynk.Data;
using Skolsynk.Source;

namespace Skolsynk.Sync;

/// <summary>
/// When each tenant is read: once every interval, each at its own moment of it, so that the load is even. What was missed while the
/// service was down is caught up at its start, a little apart. A pure function of the latest run.
/// </summary>
/// <param name="Interval">Between two runs that go well.</param>
public sealed record Schedule(TimeSpan Interval)
{
    public static readonly Schedule Hourly = new(TimeSpan.FromHours(1));

    /// <summary>Longest wait after failures that only somebody's hand ends (consent withdrawn, a right missing).</summary>
    private const int LongestWait = 6;

    /// <summary>When the tenant is to be read next; not later than now: at once.</summary>
    /// <param name="tenant">Decides its moment of the interval.</param>
    /// <param name="last">Its latest run; null: never read.</param>
    /// <param name="serviceStart">When this process began to run tenants.</param>
    /// <param name="catchUp">Over how long a time after that what was missed is spread.</param>
    public DateTimeOffset NextAt(TenantId tenant, LastRun? last, DateTimeOffset serviceStart, TimeSpan catchUp)
    {
        var due = last switch
        {
            null => DateTimeOffset.MinValue,
            { FailuresInRow: 0 } => MomentAfter(tenant, last.Started + (Interval / 6)),
            _ => last.Ended + Wait(tenant, last),
        };
        return due < serviceStart ? serviceStart + (catchUp * Spread(tenant)) : due;
    }

    /// <summary>The tenant's moment in the interval that comes next.</summary>
    private DateTimeOffset MomentAfter(TenantId tenant, DateTimeOffset time)
    {
        var offset = (long)(Interval.Ticks * Spread(tenant));
        var passed = (time.UtcTicks - offset) / Interval.Ticks;
        return new DateTimeOffset(((passed + 1) * Interval.Ticks) + offset, TimeSpan.Zero);
    }

    /// <summary>
    /// Faults that pass are tried again after a twelfth of the interval (5 minutes), doubled each time, at most an interval;
    /// those that need a hand after an interval, doubled, at most six of them.
    /// </summary>
    private TimeSpan Wait(TenantId tenant, LastRun last)
    {
        var doubled = Math.Pow(2, Math.Min(last.FailuresInRow - 1, 10));
        var intervals = NeedsHand(last.Failure) ? Math.Min(doubled, LongestWait) : Math.Min(doubled / 12, 1);
        return Interval * (intervals * (0.9 + (0.2 * Spread(tenant))));
    }

    private static bool NeedsHand(FailureKind? failure) => failure is
        FailureKind.ConsentLost or FailureKind.PermissionMissing or FailureKind.NotEducationTenant or FailureKind.TooLarge;

    /// <summary>0 to 1, far apart for neighbouring numbers (multiples of the golden ratio).</summary>
    private static double Spread(TenantId tenant) => unchecked((uint)tenant.Value * 2654435769u) / 4294967296d;
}
