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
    private readonly CancellationTokenSource lost = new();
    private readonly CancellationTokenSource stop = new();
    private readonly Task renewing;
    private long renewedAt;

    /// <param name="takenAt">Before the lease was asked for: a slow commit must not make it seem to last longer than it does.</param>
    private LeaseKeeper(Database database, Lease lease, long takenAt)
    {
        renewedAt = takenAt;
        this.database = database;
        Lease = lease;
        renewing = Task.Run(Renewing);
    }

    public Lease Lease { get; }

    /// <summary>Cancelled when the lease can no longer be counted on.</summary>
    public CancellationToken Lost => lost.Token;

    /// <summary>Takes the lease, or returns null when another process holds it.</summary>
    public static async Task<LeaseKeeper?> TryTake(Database database, LeaseKind kind, int id, string owner, CancellationToken cancellation = default)
    {
        var started = Environment.TickCount64;
        var lease = await database.Write(session => Leases.TryTake(session, kind, id, owner), cancellation);
        return lease is null ? null : new LeaseKeeper(database, lease, started);
    }

    private async Task Renewing()
    {
        while (!stop.IsCancellationRequested && !lost.IsCancellationRequested)
        {
            try
            {
                await Task.Delay(Interval, stop.Token);
                var started = Environment.TickCount64;
                if (!await RenewOnce())
                    await lost.CancelAsync();
                renewedAt = started;
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                return;
            }
            catch (Exception) when (Environment.TickCount64 - renewedAt < SafeLife.TotalMilliseconds)
            {
                // The database may be away for a moment; the next turn comes before the lease has run out.
            }
            catch (Exception)
            {
                await lost.CancelAsync();
            }
        }
    }

    private async Task<bool> RenewOnce()
    {
        var left = SafeLife - TimeSpan.FromMilliseconds(Environment.TickCount64 - renewedAt);
        var renew = database.Write(session => Leases.Renew(session, Lease));
        return await renew.WaitAsync(left > TimeSpan.Zero ? left : TimeSpan.Zero, stop.Token);
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
