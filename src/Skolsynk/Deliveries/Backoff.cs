namespace Skolsynk.Deliveries;

/// <summary>How long to wait, as pure functions; <c>jitter</c> is a number from 0 (inclusive) to 1 (exclusive) that the caller draws.</summary>
public static class Backoff
{
    /// <summary>A lane that got no answer: 1 s, doubled for each miss in a row, at most 5 min; ±25 %.</summary>
    public static TimeSpan Lane(int misses, double jitter) => Spread(Doubled(TimeSpan.FromSeconds(1), misses, TimeSpan.FromMinutes(5)), jitter);

    /// <summary>A connection whose key or settings were turned down: 1 min, doubled, at most 30 min; ±25 %.</summary>
    public static TimeSpan Connection(int tries, double jitter) =>
        Spread(Doubled(TimeSpan.FromMinutes(1), tries, TimeSpan.FromMinutes(30)), jitter);

    /// <summary>
    /// A refused object whose bytes do not change: with each hourly pass for a day, since most refusals are mended at the
    /// supplier within hours; then once a day. A little less than the hour, so that the pass finds it due.
    /// </summary>
    public static TimeSpan Refused(int tries, double jitter) =>
        tries <= 24 ? TimeSpan.FromMinutes(50 + (8 * jitter)) : TimeSpan.FromHours(23 + jitter);

    private static TimeSpan Doubled(TimeSpan first, int tries, TimeSpan most)
    {
        var factor = Math.Pow(2, Math.Clamp(tries - 1, 0, 20));
        return first * factor < most ? first * factor : most;
    }

    private static TimeSpan Spread(TimeSpan wait, double jitter) => wait * (0.75 + (0.5 * jitter));
}
