namespace Skolsynk.Deliveries;

/// <summary>
/// At most the declared rate in any second: the bucket holds a tenth of a second's worth and refills with nine tenths of the
/// rate. A value over monotonic seconds; no clock of its own.
/// </summary>
public sealed class TokenBucket(double ratePerSecond)
{
    private readonly double size = Math.Max(1, ratePerSecond / 10);
    private readonly double refill = ratePerSecond >= 10 ? ratePerSecond * 0.9 : ratePerSecond;
    private double tokens = Math.Max(1, ratePerSecond / 10);
    private double last;

    /// <summary>Takes a token, or says how long until there is one.</summary>
    /// <param name="now">Monotonic seconds.</param>
    public bool TryTake(double now, out TimeSpan wait)
    {
        tokens = Math.Min(size, tokens + (Math.Max(0, now - last) * refill));
        last = Math.Max(last, now);
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
