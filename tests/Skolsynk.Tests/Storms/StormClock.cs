namespace Skolsynk.Tests.Storms;

/// <summary>
/// The time of one simulated world: of its database and of all that its processes wait for. A wait is over at once, and time has
/// passed by it; only what lasts as long as somebody works (an attempt's time-out, the look each second) never ends by itself.
/// </summary>
internal sealed class StormClock(TimeSpan attempt) : TimeProvider
{
    private static readonly DateTimeOffset Begin = new(2026, 9, 1, 6, 0, 0, TimeSpan.Zero);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);

    private long elapsed;

    /// <summary>Called when time has passed: late requests arrive.</summary>
    public Action Passed { get; set; } = () => { };

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref elapsed);

    public override DateTimeOffset GetUtcNow() => Begin.AddTicks(GetTimestamp());

    public void Advance(TimeSpan by)
    {
        Interlocked.Add(ref elapsed, by.Ticks);
        Passed();
    }

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime != attempt && dueTime != Look && dueTime != Timeout.InfiniteTimeSpan)
        {
            ThreadPool.QueueUserWorkItem(_ =>
            {
                Advance(dueTime);
                callback(state);
            });
        }
        return new Never();
    }

    private sealed class Never : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
