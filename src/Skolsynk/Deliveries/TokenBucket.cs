namespace Skolsynk.Deliveries;

/// <summary>
/// At most the declared rate in any second: the bucket holds a tenth of a second's worth and refills with nine tenths of the
/// rate. It starts empty, so that a holder who takes over right after another keeps to the rate together with him. A value over
/// monotonic seconds; no clock of its own.
/// </summary>
public sealed class TokenBucket(double ratePerSecond)
{
    private readonly double size = Math.Max(1, ratePerSecond / 10);
    private readonly double refill = ratePerSecond * 0.9;
    private double tokens;
    private double? last;

    /// <summary>Takes a token, or says how long until there is one.</summary>
    /// <param name="now">Monotonic seconds.</param>
    public bool TryTake(double now, out TimeSpan wait)
    {
        tokens = Math.Min(size, tokens + (Math.Max(0, now - (last ?? now)) * refill));
        last = Math.Max(last ?? now, now);
        if (tokens >= 1)
        {
            tokens--;
            wait = TimeSpan.Zero;
            return true;
        }
        wait = TimeSpan.FromSeconds((1 - tokens) / refill);
        return false;
    }
}
