using System.Globalization;

namespace Skolsynk.Source;

/// <summary>Arithmetic of waiting. Pure: the clock and the jitter are passed in.</summary>
internal static class Backoff
{
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan Day = TimeSpan.FromDays(1);

    /// <summary>1, 2, 4 … 60 seconds, each shortened by up to a half.</summary>
    /// <param name="failures">Failed attempts so far, at least 1.</param>
    /// <param name="jitter">From 0 (half the wait) to 1 (the whole wait).</param>
    public static TimeSpan Exponential(int failures, double jitter)
    {
        var whole = failures > 6 ? Longest : First * Math.Pow(2, failures - 1);
        return (whole < Longest ? whole : Longest) * (0.5 + jitter / 2);
    }

    /// <summary>
    /// <c>Retry-After</c>: whole or decimal seconds or an HTTP date (RFC 9110 §10.2.3 has no decimals; Graph does). Null when it is missing,
    /// unreadable or asks for no wait; at most a day.
    /// </summary>
    public static TimeSpan? RetryAfter(string? header, DateTimeOffset now)
    {
        if (string.IsNullOrWhiteSpace(header))
            return null;
        if (double.TryParse(header, NumberStyles.AllowDecimalPoint | NumberStyles.AllowLeadingWhite | NumberStyles.AllowTrailingWhite,
                CultureInfo.InvariantCulture, out var seconds))
            return seconds > 0 ? TimeSpan.FromSeconds(Math.Min(seconds, Day.TotalSeconds)) : null;
        if (!DateTimeOffset.TryParse(header, CultureInfo.InvariantCulture,
                DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowWhiteSpaces, out var at) || at <= now)
            return null;
        return at - now < Day ? at - now : Day;
    }
}

/// <summary>The patience with one call: how many attempts and how much waiting are left.</summary>
internal sealed class Patience(PatienceOptions options, Func<double> jitter)
{
    private int failures;
    private TimeSpan waited;

    /// <summary>How long to wait before the next attempt; null when patience is spent.</summary>
    public TimeSpan? Next(TimeSpan? retryAfter)
    {
        failures++;
        var wait = retryAfter ?? Backoff.Exponential(failures, jitter());
        waited += wait;
        return failures < options.MaxAttempts && waited <= options.MaxWait ? wait : null;
    }
}
