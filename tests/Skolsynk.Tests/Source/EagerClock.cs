using System.Collections.Concurrent;

namespace Skolsynk.Tests.Source;

/// <summary>
/// A clock on which every wait is over at once and is remembered. Waits of an hour and more (time-outs, budgets) never end by themselves.
/// </summary>
internal sealed class EagerClock : TimeProvider
{
    private static readonly TimeSpan Never = TimeSpan.FromHours(1);

    private long elapsed;

    public static DateTimeOffset Begin { get; } = new(2026, 1, 5, 8, 0, 0, TimeSpan.Zero);

    public ConcurrentQueue<TimeSpan> Waits { get; } = new();

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override long GetTimestamp() => Interlocked.Read(ref elapsed);

    public override DateTimeOffset GetUtcNow() => Begin.AddTicks(GetTimestamp());

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        if (dueTime < Never && dueTime != Timeout.InfiniteTimeSpan)
        {
            Waits.Enqueue(dueTime);
            Interlocked.Add(ref elapsed, dueTime.Ticks);
            ThreadPool.QueueUserWorkItem(_ => callback(state));
        }
        return new Done();
    }

    private sealed class Done : ITimer
    {
        public bool Change(TimeSpan dueTime, TimeSpan period) => true;

        public void Dispose() { }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
