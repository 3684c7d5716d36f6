using Skolsynk.Data;

namespace Skolsynk.Deliveries;

/// <summary>
/// What one commit writes of one connection: windows first, then receipts, refusals and the transfer log. Of all connections the
/// windows are opened before anything else is written, so that the writers of two lanes take the counters of tenants that they
/// share in one order and never wait for each other in a ring.
/// </summary>
internal sealed class CommittedGroup(Session session, ConnectionKey key, Lease lease)
{
    private readonly Dictionary<long, Settlement> last = [];
    private readonly List<object?[]> opened = [];
    private readonly List<object?[]> closed = [];
    private readonly List<LoggedRow> logged = [];

    private readonly record struct LoggedRow(long Rid, LoggedAttempt Attempt);

    public void Open(IEnumerable<ReceiptWriter.Item> items)
    {
        Open([.. items.Where(item => item is { Window: not null, Settlement: null }).Select(item => item.Window!)]);
        foreach (var item in items)
            Take(item);
        session.Insert(ReceiptTables.Window, opened);
    }

    public void Record()
    {
        WriteReceipts();
        WriteRefusals();
        WriteLog();
        session.Delete(ReceiptTables.Window, closed);
    }

    private void Open(List<SendWindow> windows)
    {
        if (windows.Count == 0)
            return;
        var number = session.Mint(key.Tenant, Counter.Window, windows.Count);
        foreach (var window in windows)
        {
            window.Number = number++;
            opened.Add([key.Tenant.Value, key.Connection, window.Number, lease.Id, lease.Epoch, ReceiptStore.RidBytes(window.Rids)]);
        }
    }

    private void Take(ReceiptWriter.Item item)
    {
        if (item.Settlement is not { } settlement)
            return;
        if (!settlement.Kept)
            last[settlement.Rid] = settlement;
        if (settlement.Logged is { } attempt)
            logged.Add(new LoggedRow(settlement.Rid, attempt));
        if (item.Window is { } of && --of.Open == 0)
            closed.Add([key.Tenant.Value, key.Connection, of.Number]);
    }

    private void WriteReceipts()
    {
        var now = session.Now;
        session.Upsert(ReceiptTables.Receipt, [.. last.Values.Where(s => s.Receipt is not null).Select(s => (object?[])
            [.. Key(s.Rid), now, (short)s.Receipt!.Value.Status, s.Receipt.Value.Hash is { } hash ? ReceiptTables.HashBytes(hash) : null])]);
        session.Delete(ReceiptTables.Receipt, [.. last.Values.Where(s => s.Receipt is null).Select(s => Key(s.Rid))]);
    }

    private void WriteRefusals()
    {
        session.Upsert(ReceiptTables.Refusal, [.. last.Values.Where(s => s.Refusal is not null).Select(s => Row(s.Rid, s.Refusal!))]);
        session.Delete(ReceiptTables.Refusal, [.. last.Values.Where(s => s is { Refusal: null, NeverRefused: false }).Select(s => Key(s.Rid))]);
    }

    private object?[] Row(long rid, Refusal refusal) =>
    [
        .. Key(rid), refusal.Tries, refusal.NextAt, refusal.Hash is { } hash ? ReceiptTables.HashBytes(hash) : null, refusal.Http,
        refusal.Code, refusal.Detail,
    ];

    private void WriteLog()
    {
        if (logged.Count == 0)
            return;
        var number = session.Mint(key.Tenant, Counter.Transfer, logged.Count);
        var now = session.Now;
        session.Insert(ReceiptTables.Transfer, [.. logged.Select(row => (object?[])
            [
                key.Tenant.Value, key.Connection, number++, now, row.Rid, (short)row.Attempt.Action, row.Attempt.Fields,
                (short)row.Attempt.Outcome, row.Attempt.Http,
            ])]);
    }

    private object?[] Key(long rid) => [key.Tenant.Value, key.Connection, rid];
}
