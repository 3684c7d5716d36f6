using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Skolsynk.Deliveries;

/// <summary>
/// Sends many deliveries of one connection: windows are opened ahead of the senders, N senders go through the lane's gate, every
/// answer goes to the lane's writer, and at most a set number is answered but not recorded.
/// </summary>
/// <param name="outdated">Called when a window may not be opened, because the connection's epoch was raised.</param>
[SuppressMessage("Design", "CA1001", Justification = "The writer gives places back after a pass was stopped too; disposing would fail the writer.")]
internal sealed class BatchSender(ReceiptWriter writer, ConnectionKey key, int senders, int mostUnrecorded, Action outdated)
{
    private readonly int windowSize = Math.Min(64, mostUnrecorded);

    private readonly SemaphoreSlim unrecorded = new(mostUnrecorded);

    /// <param name="send">Sends one and says what is to be recorded.</param>
    /// <returns>All settlements, durable when this returns.</returns>
    public async Task<IReadOnlyList<Settlement>> SendAll(
        IReadOnlyList<Delivery> deliveries, Func<Delivery, CancellationToken, Task<Settlement>> send, CancellationToken cancellation)
    {
        var settled = new List<Settlement>(deliveries.Count);
        var queue = Channel.CreateBounded<(SendWindow Window, Delivery Delivery)>(
            new BoundedChannelOptions(mostUnrecorded) { SingleWriter = true });
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

        async Task Sending()
        {
            await foreach (var (window, delivery) in queue.Reader.ReadAllAsync(failed.Token))
            {
                var settlement = await send(delivery, failed.Token);
                lock (settled)
                    settled.Add(settlement);
                writer.Settle(window, settlement, () => unrecorded.Release());
            }
        }

        async Task StoppingTheOthers(Func<Task> work)
        {
            try
            {
                await work();
            }
            catch
            {
                await failed.CancelAsync();
                throw;
            }
        }

        var running = Enumerable.Range(0, Math.Min(senders, deliveries.Count)).Select(_ => Task.Run(() => StoppingTheOthers(Sending)))
            .Append(StoppingTheOthers(() => OpenWindows(deliveries, queue.Writer, failed.Token)));
        await Task.WhenAll(running);
        await writer.Flush(key);
        return settled;
    }

    private async Task OpenWindows(
        IReadOnlyList<Delivery> deliveries, ChannelWriter<(SendWindow, Delivery)> queue, CancellationToken cancellation)
    {
        try
        {
            foreach (var chunk in deliveries.Chunk(windowSize))
            {
                for (var i = 0; i < chunk.Length; i++)
                    await unrecorded.WaitAsync(cancellation);
                var window = new SendWindow(key, [.. chunk.Select(delivery => delivery.Rid)]);
                if (!await writer.Open(window))
                {
                    outdated();
                    return;
                }
                foreach (var delivery in chunk)
                    await queue.WriteAsync((window, delivery), cancellation);
            }
        }
        finally
        {
            queue.TryComplete();
        }
    }
}
