namespace Skolsynk.Deliveries;

/// <summary>
/// Looks every second whether a pass still goes under its connection's epoch, so that a mark, an ending or a purge breaks off even a
/// first delivery that takes hours, or one that waits for a throttled supplier.
/// </summary>
internal sealed class EpochWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly LaneTools tools;
    private readonly ConnectionKey key;
    private readonly CancellationTokenSource outdated;
    private readonly CancellationTokenSource stop = new();
    private readonly Task watching;

    public EpochWatch(LaneTools tools, ConnectionKey key, CancellationToken cancellation)
    {
        this.tools = tools;
        this.key = key;
        outdated = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        watching = Task.Run(Watching, CancellationToken.None);
    }

    /// <summary>Cancelled when the epoch was raised, and when the pass is cancelled as a whole.</summary>
    public CancellationToken Outdated => outdated.Token;

    public void Raised() => outdated.Cancel();

    private async Task Watching()
    {
        while (!stop.IsCancellationRequested && !outdated.IsCancellationRequested)
        {
            await Task.Delay(Interval, tools.Time, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            try
            {
                if (!stop.IsCancellationRequested && await Now() != key.Epoch)
                    Raised();
            }
            catch (Exception)
            {
                // The database may be away for a moment; nothing is recorded meanwhile, and the writer checks the epoch itself.
            }
        }
    }

    private Task<long?> Now() => tools.Database.Read(session => ConnectionStates.Load(session, key.Tenant, key.Connection)?.Epoch, stop.Token);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await watching;
        outdated.Dispose();
        stop.Dispose();
    }
}
