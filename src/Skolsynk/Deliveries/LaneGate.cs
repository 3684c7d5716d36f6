namespace Skolsynk.Deliveries;

/// <summary>Order in a lane: a higher class waits at most for what is in flight.</summary>
public enum DeliveryClass
{
    /// <summary>Removal of protected persons.</summary>
    ProtectedRemoval = 0,

    /// <summary>Somebody asked for it: send again.</summary>
    OnDemand = 1,

    Ordinary = 2,

    /// <summary>First delivery and send-all.</summary>
    FirstDelivery = 3,
}

/// <summary>The lane rests: no answer came. The pass ends, and what is owed stays owed.</summary>
public sealed class LaneRestsException(TimeSpan left) : Exception("The lane rests.")
{
    public TimeSpan Left { get; } = left;
}

/// <summary>
/// Who may send next in one lane: classes first, connections in turn within a class, at most N in flight, at most the declared
/// rate. While it rests nobody sends; when the rest is over one probe goes alone, and its answer decides for all.
/// </summary>
public sealed class LaneGate(int parallelism, double? ratePerSecond, TimeProvider time)
{
    private const int InFlightAtStart = 8;

    /// <summary>A supplier that asks for more than this makes the lane rest; seconds.</summary>
    private const double MostPause = 60;

    private readonly Lock gate = new();
    private readonly TurnQueue<TaskCompletionSource> waiting = new();
    private readonly TokenBucket? bucket = ratePerSecond is { } rate ? new TokenBucket(rate) : null;
    private readonly Random random = new();
    private int inFlight;
    private int limit = Math.Min(InFlightAtStart, parallelism);
    private int misses;
    private bool probing;
    private bool timerSet;
    private double pausedUntil;
    private double restsUntil;
    private TimeSpan tokenWait;

    /// <summary>How long the lane still rests; zero: it does not.</summary>
    public TimeSpan RestLeft
    {
        get
        {
            lock (gate)
                return SecondsLeft > 0 ? TimeSpan.FromSeconds(SecondsLeft) : TimeSpan.Zero;
        }
    }

    /// <summary>Of a rest because nobody answered, or of a long pause that the supplier asked for.</summary>
    private double SecondsLeft => Math.Max(restsUntil, pausedUntil - Now > MostPause ? pausedUntil : 0) - Now;

    private int Limit => misses > 0 ? 1 : limit;

    private double Now => time.GetTimestamp() / (double)time.TimestampFrequency;

    /// <summary>Waits for its turn. Each successful call is followed by exactly one <see cref="Answered"/> or <see cref="Left"/>.</summary>
    /// <exception cref="LaneRestsException">The lane rests.</exception>
    public async Task Enter(DeliveryClass order, long connection, CancellationToken cancellation)
    {
        TaskCompletionSource turn;
        lock (gate)
        {
            ThrowIfResting();
            if (waiting.Count == 0 && MayGo())
            {
                Go();
                return;
            }
            turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Add(order, connection, turn);
            SetTimerIfNeeded();
        }
        await using var registration = cancellation.Register(() => turn.TrySetCanceled(cancellation));
        await turn.Task;
    }

    /// <summary>Gives the place back and tells what the answer means for the lane.</summary>
    public void Answered(Verdict verdict, TimeSpan? retryAfter)
    {
        lock (gate)
        {
            inFlight--;
            probing = false;
            if (verdict is Verdict.Unreachable)
                Rest();
            else
                Heard(verdict, retryAfter);
            Pump();
        }
    }

    /// <summary>Gives the place back without an answer: the attempt was broken off on our side, which says nothing of the supplier.</summary>
    public void Left()
    {
        lock (gate)
        {
            inFlight--;
            probing = false;
            Pump();
        }
    }

    private void Heard(Verdict verdict, TimeSpan? retryAfter)
    {
        misses = 0;
        restsUntil = 0;
        if (verdict is Verdict.Throttled)
        {
            limit = Math.Max(1, limit / 2);
            pausedUntil = Math.Max(pausedUntil, Now + (retryAfter ?? TimeSpan.FromSeconds(1)).TotalSeconds);
            if (SecondsLeft > 0)
                SendAway();
        }
        else if (limit < parallelism)
        {
            limit++;
        }
    }

    private void Rest()
    {
        if (restsUntil > Now)
            return;
        misses++;
        limit = Math.Min(InFlightAtStart, parallelism);
        restsUntil = Now + Backoff.Lane(misses, random.NextDouble()).TotalSeconds;
        SendAway();
    }

    private void SendAway()
    {
        var left = TimeSpan.FromSeconds(SecondsLeft);
        while (waiting.TryTake(out var turn))
            turn.TrySetException(new LaneRestsException(left));
    }

    private void ThrowIfResting()
    {
        if (SecondsLeft is > 0 and var left)
            throw new LaneRestsException(TimeSpan.FromSeconds(left));
    }

    /// <summary>After a rest (misses &gt; 0) only one goes until its answer is there.</summary>
    private bool MayGo() =>
        inFlight < Limit && !probing && pausedUntil <= Now && (bucket is null || bucket.TryTake(Now, out tokenWait));

    private void Go()
    {
        inFlight++;
        probing = misses > 0;
    }

    private void Pump()
    {
        while (waiting.Count > 0 && MayGo())
        {
            if (!waiting.TryTake(out var turn))
                break;
            Go();
            if (!turn.TrySetResult())
            {
                inFlight--;
                probing = false;
            }
        }
        SetTimerIfNeeded();
    }

    private void SetTimerIfNeeded()
    {
        if (timerSet || probing || waiting.Count == 0 || inFlight >= Limit)
            return;
        timerSet = true;
        var pause = Math.Max(pausedUntil - Now, Math.Max(tokenWait.TotalSeconds, 0.001));
        _ = Wake(TimeSpan.FromSeconds(Math.Min(pause, 3600)));
    }

    private async Task Wake(TimeSpan wait)
    {
        await Task.Delay(wait, time);
        lock (gate)
        {
            timerSet = false;
            Pump();
        }
    }
}
