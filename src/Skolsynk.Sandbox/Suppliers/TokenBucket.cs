namespace Skolsynk.Sandbox.Suppliers;

/// <summary>A rate limit: one second's worth of requests may come at once.</summary>
internal sealed class TokenBucket(TimeProvider time)
{
    private readonly Lock gate = new();
    private double? rate;
    private double tokens;
    private long filled;

    /// <summary>Requests per second; null: no limit.</summary>
    public double? Rate
    {
        get { lock (gate) return rate; }
        set
        {
            lock (gate)
            {
                rate = value;
                tokens = Math.Max(1, value ?? 0);
                filled = time.GetTimestamp();
            }
        }
    }

    public bool TryTake()
    {
        lock (gate)
        {
            if (rate is not { } perSecond)
                return true;
            var now = time.GetTimestamp();
            tokens = Math.Min(Math.Max(1, perSecond), tokens + time.GetElapsedTime(filled, now).TotalSeconds * perSecond);
            filled = now;
            if (tokens < 1)
                return false;
            tokens--;
            return true;
        }
    }
}
