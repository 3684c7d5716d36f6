namespace Skolsynk.Data;

/// <summary>
/// Holds one lease while work goes on: renews it every three seconds and cancels <see cref="Lost"/> in time when that does not
/// succeed, by the monotonic clock, so that nothing is sent after another process may have taken over.
/// </summary>
public sealed class LeaseKeeper : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan SafeLife = TimeSpan.FromMilliseconds(Leases.Life - 2_000);

    private readonly Database database;
    private readonly TimeProvider time;
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task renewing;
    private long renewedAt;

    /// <param name="takenAt">Before the lease was asked for: a slow commit must not make it seem to last longer than it does.</param>
    private LeaseKeeper(Database database, Lease lease, TimeProvider time, long takenAt)
    {
        renewedAt = takenAt;
        this.database = database;
        this.time = time;
        Lease = lease;
        renewing = Task.Run(Renewing);
    }

    public Lease Lease { get; }

    /// <summary>Cancelled when the lease can no longer be counted on.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>How long ago the lease was certainly ours.</summary>
    private TimeSpan Age => time.GetElapsedTime(Interlocked.Read(ref renewedAt));

    /// <summary>Takes the lease, or returns null when another process holds it.</summary>
    public static Task<LeaseKeeper?> TryTake(Database database, LeaseKind kind, int id, string owner, CancellationToken cancellation = default) =>
        TryTake(database, kind, id, owner, TimeProvider.System, cancellation);

    /// <param name="time">For waiting; the lease itself goes by the database's clock.</param>
    public static async Task<LeaseKeeper?> TryTake(
        Database database, LeaseKind kind, int id, string owner, TimeProvider time, CancellationToken cancellation)
    {
        var started = time.GetTimestamp();
        var lease = await database.Write(session => Leases.TryTake(session, kind, id, owner), cancellation);
        if (lease is null)
            return null;
        database.Steps.Pass(Step.LeaseTaken);
        return new LeaseKeeper(database, lease, time, started);
    }

    /// <summary>
    /// To be asked right before anything leaves. A process that was stopped for a while and goes on is told of its loss by a timer,
    /// and its senders may be quicker than that.
    /// </summary>
    /// <exception cref="LeaseLostException">Another process may hold the lease by now.</exception>
    public void ThrowIfUnsure()
    {
        if (lost.IsCancellationRequested || Age >= SafeLife)
            throw new LeaseLostException(Lease.Kind, Lease.Id);
    }

    private async Task Renewing()
    {
        while (!stop.IsCancellationRequested && !lost.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stop.IsCancellationRequested)
                return;
            try
            {
                var started = time.GetTimestamp();
                if (await RenewOnce())
                    Interlocked.Exchange(ref renewedAt, started);
                else
                    await Lose();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception) when (Age < SafeLife)
            {
                // The database may be away for a moment; the next turn comes before the lease has run out.
            }
            catch (Exception)
            {
                await Lose();
            }
        }
    }

    private Task Lose()
    {
        database.Steps.Pass(Step.LeaseLost);
        return lost.CancelAsync();
    }

    private async Task<bool> RenewOnce()
    {
        var left = SafeLife - Age;
        var renew = database.Write(session => Leases.Renew(session, Lease));
        return await renew.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, time, stop.Token);
    }

    /// <summary>Stops renewing and gives the lease back, if the database answers.</summary>
    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await renewing;
        try
        {
            await database.Write(session => Leases.Release(session, Lease));
        }
        catch (Exception)
        {
            // It runs out by itself.
        }
        lost.Dispose();
        stop.Dispose();
    }
}
