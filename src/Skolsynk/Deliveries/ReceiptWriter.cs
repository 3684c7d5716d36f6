using System.Threading.Channels;
using Skolsynk.Data;

namespace Skolsynk.Deliveries;

/// <summary>
/// The one writer of a lane. Takes whatever waits, writes it in one transaction that first locks the lane's lease and checks each
/// connection's epoch, and goes on (group commit): nobody waits for a commit of his own, and nothing counts before it is written.
/// </summary>
public sealed class ReceiptWriter : IAsyncDisposable
{
    private const int MostPerCommit = 2_048;

    private static readonly Task<bool> NotWaited = Task.FromResult(true);

    private readonly Database database;
    private readonly Lease lease;
    private readonly Channel<Item> items = Channel.CreateUnbounded<Item>(new() { SingleReader = true });
    private readonly Task writing;
    private volatile Exception? failed;

    /// <summary>It could not write, and writes no more.</summary>
    public bool HasFailed => failed is not null;

    public ReceiptWriter(Database database, Lease lease)
    {
        this.database = database;
        this.lease = lease;
        writing = Task.Run(Writing);
    }

    /// <summary>
    /// Writes the window's row; not a byte of its batch leaves before this has returned. False: the connection's epoch was raised, the
    /// row was not written and nothing may leave.
    /// </summary>
    public Task<bool> Open(SendWindow window) => Add(new Item(window.Connection, window, null, Wait()));

    /// <summary>Records an attempt without waiting for it; <paramref name="recorded"/> runs when it is durable, or never can be.</summary>
    /// <exception cref="LeaseLostException">Nothing can be recorded any more; the object stays in its window.</exception>
    public void Settle(SendWindow window, Settlement settlement, Action recorded) =>
        _ = Add(new Item(window.Connection, window, settlement, null, recorded));

    /// <summary>Rewrites rows outside any window, such as refusals that are taken back.</summary>
    public Task Rewrite(ConnectionKey connection, Settlement settlement) => Add(new Item(connection, null, settlement, Wait()));

    /// <summary>Returns when everything that was handed in before is durable.</summary>
    /// <exception cref="LeaseLostException">The lane belongs to another process.</exception>
    public Task Flush(ConnectionKey connection) => Add(new Item(connection, null, null, Wait()));

    private static TaskCompletionSource<bool> Wait() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private Task<bool> Add(Item item)
    {
        if (!items.Writer.TryWrite(item))
            throw failed ?? new LeaseLostException(lease.Kind, lease.Id);
        return item.Written?.Task ?? NotWaited;
    }

    private async Task Writing()
    {
        var batch = new List<Item>();
        while (await items.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostPerCommit && items.Reader.TryRead(out var item))
                batch.Add(item);
            HashSet<ConnectionKey> written;
            try
            {
                written = await database.Write(session => Commit(session, batch));
                Pass(batch);
            }
            catch (Exception failure)
            {
                Fail(batch, failure);
                return;
            }
            foreach (var item in batch)
                item.Done(written.Contains(item.Connection));
        }
    }

    private void Pass(List<Item> batch)
    {
        if (batch.Exists(item => item is { Window: not null, Settlement: null }))
            database.Steps.Pass(Step.WindowWritten);
        if (batch.Exists(item => item.Settlement is not null))
            database.Steps.Pass(Step.ReceiptWritten);
        if (batch.Exists(item => item is { Window.Open: 0, Settlement: not null }))
            database.Steps.Pass(Step.WindowClosed);
    }

    /// <summary>What cannot be recorded stays in its window and is uncertain; everybody who waits learns why.</summary>
    private void Fail(List<Item> batch, Exception failure)
    {
        failed = failure;
        items.Writer.TryComplete();
        while (items.Reader.TryRead(out var item))
            batch.Add(item);
        foreach (var item in batch)
        {
            item.Written?.TrySetException(failure);
            item.Recorded?.Invoke();
        }
    }

    /// <returns>The connections that were written: those whose epoch is still the one that their pass began with.</returns>
    private HashSet<ConnectionKey> Commit(Session session, List<Item> batch)
    {
        Leases.Check(session, lease);
        var groups = batch.GroupBy(item => item.Connection).OrderBy(group => group.Key.Tenant.Value).ThenBy(group => group.Key.Connection)
            .Where(group => ConnectionStates.IsCurrent(session, group.Key))
            .Select(group => (group.Key, Items: group.AsEnumerable(), Rows: new CommittedGroup(session, group.Key, lease))).ToList();
        foreach (var group in groups)
            group.Rows.Open(group.Items);
        foreach (var group in groups)
            group.Rows.Record();
        return [.. groups.Select(group => group.Key)];
    }

    public async ValueTask DisposeAsync()
    {
        items.Writer.TryComplete();
        await writing;
    }

    /// <summary>One thing to write: a window to open, a settlement, or nothing but a wait.</summary>
    internal sealed record Item(
        ConnectionKey Connection, SendWindow? Window, Settlement? Settlement, TaskCompletionSource<bool>? Written, Action? Recorded = null)
    {
        public void Done(bool written)
        {
            Written?.TrySetResult(written);
            Recorded?.Invoke();
        }
    }
}
