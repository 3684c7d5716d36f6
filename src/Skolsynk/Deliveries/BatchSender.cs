using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;

namespace Skolsynk.Deliveries;

/// <summary>
/// Sends many deliveries of one connection: windows are opened so far ahead that no sender waits for the commit of one, N senders go
/// through the lane's gate, every answer goes to the lane's writer, and at most a set number is sent but not recorded.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "The writer gives places back after a pass was stopped too; disposing would fail the writer.")]
internal sealed class BatchSender
{
    private const int LargestWindow = 64;

    private readonly ReceiptWriter writer;
    private readonly ConnectionKey key;
    private readonly int senders;
    private readonly int windowSize;
    private readonly Action outdated;
    private readonly SemaphoreSlim places;
    private readonly SemaphoreSlim unrecorded;

    /// <param name="mostUnrecorded">So many objects at most are sent and not recorded; open windows hold up to three times as many.</param>
    /// <param name="outdated">Called when a window may not be opened, because the connection's epoch was raised.</param>
    public BatchSender(ReceiptWriter writer, ConnectionKey key, int senders, int mostUnrecorded, Action outdated)
    {
        (this.writer, this.key, this.senders, this.outdated) = (writer, key, senders, outdated);
        windowSize = Math.Clamp(mostUnrecorded / 4, 1, LargestWindow);
        places = new SemaphoreSlim(Math.Max(2, 3 * mostUnrecorded / windowSize));
        unrecorded = new SemaphoreSlim(mostUnrecorded);
    }

    /// <param name="send">Sends one and says what is to be recorded.</param>
    /// <returns>All settlements, durable when this returns.</returns>
    public async Task<IReadOnlyList<Settlement>> SendAll(
        IReadOnlyList<Delivery> deliveries, Func<Delivery, CancellationToken, Task<Settlement>> send, CancellationToken cancellation)
    {
        var settled = new List<Settlement>(deliveries.Count);
        // Unbounded, but there is never more in it than the open windows hold.
        var queue = Channel.CreateUnbounded<(OpenWindow Window, Delivery Delivery)>();
        using var failed = CancellationTokenSource.CreateLinkedTokenSource(cancellation);

        async Task Sending()
        {
            await foreach (var (window, delivery) in queue.Reader.ReadAllAsync(failed.Token))
            {
                await unrecorded.WaitAsync(failed.Token);
                var settlement = await send(delivery, failed.Token);
                lock (settled)
                    settled.Add(settlement);
                writer.Settle(window.Row, settlement, window.Recorded);
            }
        }

        var running = Enumerable.Range(0, Math.Min(senders, deliveries.Count)).Select(_ => Task.Run(() => OrStopAll(Sending, failed)))
            .Append(OrStopAll(() => OpenWindows(deliveries, queue.Writer, failed), failed));
        await Task.WhenAll(running);
        await writer.Flush(key);
        return settled;
    }

    private static async Task OrStopAll(Func<Task> work, CancellationTokenSource all)
    {
        try
        {
            await work();
        }
        catch
        {
            await all.CancelAsync();
            throw;
        }
    }

    private async Task OpenWindows(
        IReadOnlyList<Delivery> deliveries, ChannelWriter<(OpenWindow, Delivery)> queue, CancellationTokenSource failed)
    {
        var opening = new List<Task>();
        var outdatedAlready = false;
        async Task Opening(Delivery[] chunk)
        {
            if (!await OpenOne(chunk, queue))
                Volatile.Write(ref outdatedAlready, true);
        }

        try
        {
            foreach (var chunk in deliveries.Chunk(windowSize))
            {
                await places.WaitAsync(failed.Token);
                if (Volatile.Read(ref outdatedAlready))
                    break;
                opening.RemoveAll(one => one.IsCompletedSuccessfully);
                opening.Add(OrStopAll(() => Opening(chunk), failed));
            }
        }
        finally
        {
            await Task.WhenAll(opening).ContinueWith(_ => queue.TryComplete(), TaskScheduler.Default);
            // Why a window could not be opened is what the caller must learn, not that the others were stopped for it.
            await Task.WhenAll(opening.Where(one => one.IsFaulted));
        }
    }

    /// <summary>False: the window may not be opened, and none after it.</summary>
    private async Task<bool> OpenOne(Delivery[] chunk, ChannelWriter<(OpenWindow, Delivery)> queue)
    {
        var window = new OpenWindow(new SendWindow(key, [.. chunk.Select(delivery => delivery.Rid)]), places, unrecorded);
        if (!await writer.Open(window.Row))
        {
            outdated();
            places.Release();
            return false;
        }
        foreach (var delivery in chunk)
            queue.TryWrite((window, delivery));
        return true;
    }

    /// <summary>A window and its place among those that may be open, free again when the last of it is recorded.</summary>
    private sealed class OpenWindow
    {
        private readonly SemaphoreSlim places;
        private readonly SemaphoreSlim unrecorded;
        private int left;

        public OpenWindow(SendWindow row, SemaphoreSlim places, SemaphoreSlim unrecorded)
        {
            (this.places, this.unrecorded) = (places, unrecorded);
            Row = row;
            left = row.Rids.Count;
            Recorded = RecordedOne;
        }

        public SendWindow Row { get; }

        public Action Recorded { get; }

        private void RecordedOne()
        {
            unrecorded.Release();
            if (Interlocked.Decrement(ref left) == 0)
                places.Release();
        }
    }
}
