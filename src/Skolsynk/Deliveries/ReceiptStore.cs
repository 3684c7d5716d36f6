using System.Buffers.Binary;
using System.Data.Common;
using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries;

/// <summary>Receipts, numbers, windows and refusals of one connection in the database.</summary>
public static class ReceiptStore
{
    /// <summary>The whole book of one connection.</summary>
    public static ReceiptBook Load(Session session, TenantId tenant, int connection)
    {
        var numbers = new Dictionary<(Endpoint, Guid), long>();
        session.Each("SELECT endpoint, ext, rid FROM resource WHERE tenant = @tenant",
            row => numbers[((Endpoint)row.GetInt16(0), Ids.FromBytes(Bytes(row, 1)))] = row.GetInt64(2), ("@tenant", tenant.Value));
        return new ReceiptBook(numbers, LoadReceipts(session, tenant, connection), LoadRefusals(session, tenant, connection));
    }

    public static Dictionary<long, Receipt> LoadReceipts(Session session, TenantId tenant, int connection)
    {
        var receipts = new Dictionary<long, Receipt>();
        session.Each("SELECT rid, status, hash, at FROM receipt WHERE tenant = @tenant AND connection = @connection",
            row => receipts[row.GetInt64(0)] = new Receipt((ReceiptStatus)row.GetInt16(1), Hash(row, 2), row.GetInt64(3)),
            ("@tenant", tenant.Value), ("@connection", connection));
        return receipts;
    }

    public static Dictionary<long, Refusal> LoadRefusals(Session session, TenantId tenant, int connection)
    {
        var refusals = new Dictionary<long, Refusal>();
        session.Each("SELECT rid, tries, next_at, hash, http, code, detail FROM refusal WHERE tenant = @tenant AND connection = @connection",
            row => refusals[row.GetInt64(0)] = new Refusal(row.GetInt32(1), row.GetInt64(2), Hash(row, 3), row.GetInt32(4), Text(row, 5), Text(row, 6)),
            ("@tenant", tenant.Value), ("@connection", connection));
        return refusals;
    }

    /// <summary>
    /// Gives numbers to resources that have none; the counter's row is taken first, so two connections of one tenant never give the
    /// same resource two numbers.
    /// </summary>
    public static Dictionary<(Endpoint, Guid), long> Number(Session session, TenantId tenant, IReadOnlyCollection<(Endpoint Endpoint, Guid Id)> wanted)
    {
        var next = session.Mint(tenant, Counter.Resource, wanted.Count);
        var known = new Dictionary<(Endpoint, Guid), long>();
        session.Each("SELECT endpoint, ext, rid FROM resource WHERE tenant = @tenant",
            row => known[((Endpoint)row.GetInt16(0), Ids.FromBytes(Bytes(row, 1)))] = row.GetInt64(2), ("@tenant", tenant.Value));
        var given = new Dictionary<(Endpoint, Guid), long>();
        var rows = new List<object?[]>();
        foreach (var key in wanted)
        {
            if (!known.TryGetValue(key, out var rid))
            {
                rid = next++;
                known[key] = rid;
                rows.Add([tenant.Value, rid, (short)key.Endpoint, Ids.ToBytes(key.Id)]);
            }
            given[key] = rid;
        }
        session.Insert(ReceiptTables.Resource, rows);
        return given;
    }

    /// <summary>Open windows that other attempts than the caller's left behind: number, lane epoch, resources.</summary>
    public static List<(long Number, long Epoch, long[] Rids)> Windows(Session session, TenantId tenant, int connection) =>
        session.Query("SELECT number, epoch, rids FROM send_window WHERE tenant = @tenant AND connection = @connection",
            row => (row.GetInt64(0), row.GetInt64(1), Rids(Bytes(row, 2))), ("@tenant", tenant.Value), ("@connection", connection));

    /// <summary>Whatever stood in an open window is uncertain from now on, and the window is closed; one transaction.</summary>
    public static void MarkUncertain(Session session, TenantId tenant, int connection, IReadOnlyCollection<(long Number, long[] Rids)> windows)
    {
        var receipts = LoadReceipts(session, tenant, connection);
        var now = session.Now;
        var rows = windows.SelectMany(w => w.Rids).Distinct()
            .Select(rid => new object?[] { tenant.Value, connection, rid, now, (short)ReceiptStatus.Uncertain, HashColumn(receipts, rid) }).ToList();
        session.Upsert(ReceiptTables.Receipt, rows);
        session.Delete(ReceiptTables.Window, [.. windows.Select(w => new object?[] { tenant.Value, connection, w.Number })]);
    }

    /// <summary>
    /// Everything (or one resource) is owed again, whatever its receipt says; waits of refusals end. The connection's row is taken
    /// first, as the lane's writer does, so that the two never wait for each other's receipts.
    /// </summary>
    public static void OweAgain(Session session, TenantId tenant, int connection, long? rid = null)
    {
        InputVersions.Raise(session, tenant, connection);
        var one = rid is null ? "" : " AND rid = @rid";
        session.Execute("UPDATE receipt SET status = @status WHERE tenant = @tenant AND connection = @connection" + one,
            ("@status", (short)ReceiptStatus.Uncertain), ("@tenant", tenant.Value), ("@connection", connection), ("@rid", rid ?? 0));
        session.Execute("DELETE FROM refusal WHERE tenant = @tenant AND connection = @connection" + one,
            ("@tenant", tenant.Value), ("@connection", connection), ("@rid", rid ?? 0));
    }

    /// <summary>These resources are owed again; of those that the connection never sent there is nothing to say. As <see cref="OweAgain(Session, TenantId, int, long?)"/>.</summary>
    public static void OweAgain(Session session, TenantId tenant, int connection, IReadOnlyCollection<long> rids)
    {
        InputVersions.Raise(session, tenant, connection);
        foreach (var rid in rids)
        {
            (string, object?)[] of = [("@status", (short)ReceiptStatus.Uncertain), ("@tenant", tenant.Value), ("@connection", connection), ("@rid", rid)];
            session.Execute("UPDATE receipt SET status = @status WHERE tenant = @tenant AND connection = @connection AND rid = @rid", of);
            session.Execute("DELETE FROM refusal WHERE tenant = @tenant AND connection = @connection AND rid = @rid", of[1..]);
        }
    }

    /// <summary>Receipts that say something else than what the supplier has, in the caller's transaction.</summary>
    internal static void Correct(Session session, TenantId tenant, int connection, IReadOnlyCollection<(long Rid, Receipt Receipt)> corrections)
    {
        var now = session.Now;
        session.Upsert(ReceiptTables.Receipt, [.. corrections.Select(one => (object?[])
            [tenant.Value, connection, one.Rid, now, (short)one.Receipt.Status, one.Receipt.Hash is { } hash ? ReceiptTables.HashBytes(hash) : null])]);
    }

    /// <summary>
    /// Nothing is kept of what a supplier has but which objects: all are owed their delete. What it never had is forgotten.
    /// </summary>
    internal static void OnlyIds(Session session, TenantId tenant, int connection)
    {
        session.Execute("DELETE FROM receipt WHERE tenant = @tenant AND connection = @connection AND status = @refused AND hash IS NULL",
            ("@tenant", tenant.Value), ("@connection", connection), ("@refused", (short)ReceiptStatus.Refused));
        session.Execute("UPDATE receipt SET status = @uncertain, hash = NULL WHERE tenant = @tenant AND connection = @connection",
            ("@uncertain", (short)ReceiptStatus.Uncertain), ("@tenant", tenant.Value), ("@connection", connection));
    }

    /// <summary>Replaces the list of what is not sent; true when it changed.</summary>
    public static bool RecordNotSent(Session session, TenantId tenant, int connection, IReadOnlyList<NotSent> notSent)
    {
        var stored = session.Query("SELECT kind, src, reason FROM not_sent WHERE tenant = @tenant AND connection = @connection",
            row => new NotSent((EntityKind)row.GetInt16(0), Ids.FromBytes(Bytes(row, 1)), (NotSentReason)row.GetInt16(2)),
            ("@tenant", tenant.Value), ("@connection", connection)).ToHashSet();
        var wanted = notSent.ToHashSet();
        if (stored.SetEquals(wanted))
            return false;
        object?[] Key(NotSent one) => [tenant.Value, connection, (short)one.Kind, Ids.ToBytes(one.Id)];
        session.Delete(ReceiptTables.NotSent, [.. stored.Except(wanted).Select(Key)]);
        session.Upsert(ReceiptTables.NotSent, [.. wanted.Except(stored).Select(one => (object?[])[.. Key(one), (short)one.Reason])]);
        return true;
    }

    public static byte[] RidBytes(IReadOnlyList<long> rids)
    {
        var bytes = new byte[rids.Count * 8];
        for (var i = 0; i < rids.Count; i++)
            BinaryPrimitives.WriteInt64BigEndian(bytes.AsSpan(i * 8), rids[i]);
        return bytes;
    }

    internal static long[] Rids(byte[] bytes)
    {
        var rids = new long[bytes.Length / 8];
        for (var i = 0; i < rids.Length; i++)
            rids[i] = BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(i * 8));
        return rids;
    }

    private static byte[]? HashColumn(Dictionary<long, Receipt> receipts, long rid) =>
        receipts.TryGetValue(rid, out var receipt) && receipt.Hash is { } hash ? ReceiptTables.HashBytes(hash) : null;

    private static byte[] Bytes(DbDataReader row, int column) => (byte[])row.GetValue(column);

    private static UInt128? Hash(DbDataReader row, int column) => row.IsDBNull(column) ? null : ReceiptTables.HashOf(Bytes(row, column));

    private static string? Text(DbDataReader row, int column) => row.IsDBNull(column) ? null : row.GetString(column);
}
