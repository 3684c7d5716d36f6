using Skolsynk.Data;

namespace Skolsynk.Deliveries;

/// <summary>Whether a connection is to be compared with what its supplier has; the numbers are kept in the database.</summary>
public enum ReconcileWish : short
{
    /// <summary>When its week has come.</summary>
    None = 0,

    /// <summary>With its next pass: somebody asked for it.</summary>
    Soon = 1,

    /// <summary>
    /// Before anything is sent: the database was restored, or the receiver moved, so that the receipts may say less or more than there is.
    /// </summary>
    First = 2,
}

/// <summary>How a comparison ended; the numbers are kept in the database.</summary>
public enum ReconcileOutcome : short
{
    /// <summary>There was none yet.</summary>
    None = 0,

    /// <summary>Everything was seen.</summary>
    Whole = 1,

    /// <summary>Some list broke off, contradicted itself or was too large: nothing was concluded from what it lacked.</summary>
    Partial = 2,

    /// <summary>The supplier shows no lists.</summary>
    NoLists = 3,

    /// <summary>An operator had the connection go on without: everything in scope is sent again.</summary>
    Waived = 4,
}

/// <summary>How one connection stands compared with what its supplier has.</summary>
/// <param name="ReadAfter">Nothing is sent before a read that began after this has been committed, unix milliseconds; 0: no need.</param>
/// <param name="Since">From when the week counts until the first comparison.</param>
/// <param name="At">When the latest comparison ended; 0: there was none.</param>
/// <param name="Listed">Objects of this connection that the supplier showed.</param>
/// <param name="Missing">In scope, confirmed, and not there: owed again.</param>
/// <param name="Different">There in another form than was confirmed: owed again.</param>
/// <param name="Strange">There although the connection has it no more in scope, or thought it refused: owed a delete.</param>
/// <param name="Others">Objects that this connection does not know. They may be another municipality's; nothing but their number is kept.</param>
/// <param name="Detail">What was wrong with the lists, in Swedish; null: nothing.</param>
public sealed record Reconciliation(
    ReconcileWish Wanted, long ReadAfter, long Since, long At, ReconcileOutcome Outcome, long Listed, long Missing, long Different, long Strange,
    long Others, string? Detail)
{
    public static readonly Reconciliation Never = new(ReconcileWish.None, 0, 0, 0, ReconcileOutcome.None, 0, 0, 0, 0, 0, null);

    private const long Week = 7 * 24 * 60 * 60 * 1000L;

    /// <summary>
    /// Whether a comparison is due, pure: asked for, or the connection's own moment of the week has passed since the last. The moments are
    /// spread, so that a supplier is not asked for everything at once.
    /// </summary>
    /// <param name="now">Unix milliseconds.</param>
    public bool IsDue(TenantId tenant, int connection, long now)
    {
        if (Wanted is not ReconcileWish.None)
            return true;
        var last = Math.Max(At, Since);
        if (last == 0)
            return false;
        var moment = (((tenant.Value * 7_919L) + (connection * 104_729L)) % 10_080) * 60_000;
        return now - ((now - moment) % Week) > last;
    }
}

/// <summary>Reads and writes <see cref="Reconciliation"/>.</summary>
public static class Reconciliations
{
    private const string Columns = "wanted, read_after, since, at, outcome, listed, missing, different, strange, others, detail";

    public static Reconciliation Load(Session session, TenantId tenant, int connection) => session.Query(
        $"SELECT {Columns} FROM reconciliation WHERE tenant = @tenant AND connection = @connection",
        row => new Reconciliation((ReconcileWish)row.GetInt16(0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), (ReconcileOutcome)row.GetInt16(4),
            row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.IsDBNull(10) ? null : row.GetString(10)),
        ("@tenant", tenant.Value), ("@connection", connection)).SingleOrDefault() ?? Reconciliation.Never;

    public static void Save(Session session, TenantId tenant, int connection, Reconciliation row) => session.Execute(
        $"INSERT INTO reconciliation(tenant, connection, {Columns}) VALUES(@tenant, @connection, @wanted, @read, @since, @at, @outcome, @listed, "
        + "@missing, @different, @strange, @others, @detail) ON CONFLICT(tenant, connection) DO UPDATE SET wanted = excluded.wanted, "
        + "read_after = excluded.read_after, since = excluded.since, at = excluded.at, outcome = excluded.outcome, listed = excluded.listed, "
        + "missing = excluded.missing, different = excluded.different, strange = excluded.strange, others = excluded.others, detail = excluded.detail",
        ("@tenant", tenant.Value), ("@connection", connection), ("@wanted", (short)row.Wanted), ("@read", row.ReadAfter), ("@since", row.Since),
        ("@at", row.At), ("@outcome", (short)row.Outcome), ("@listed", row.Listed), ("@missing", row.Missing), ("@different", row.Different),
        ("@strange", row.Strange), ("@others", row.Others), ("@detail", row.Detail));

    /// <summary>The first whole pass of a connection: its weeks count from now.</summary>
    internal static void Begin(Session session, TenantId tenant, int connection)
    {
        if (Load(session, tenant, connection) is { Since: 0 } row)
            Save(session, tenant, connection, row with { Since = session.Now });
    }

    /// <summary>A comparison is wanted with the next pass; one that must come first stays so.</summary>
    public static void Want(Session session, TenantId tenant, int connection)
    {
        InputVersions.Raise(session, tenant, connection);
        var row = Load(session, tenant, connection);
        if (row.Wanted is ReconcileWish.None)
            Save(session, tenant, connection, row with { Wanted = ReconcileWish.Soon });
    }

    /// <summary>
    /// Nothing is sent before the connection is compared; what is being sent is broken off, and nothing late of it is recorded.
    /// </summary>
    /// <param name="readAfter">Nor before a read that began after this; 0: the roster is right as it is.</param>
    public static void First(Session session, TenantId tenant, int connection, long readAfter)
    {
        InputVersions.Raise(session, tenant, connection);
        session.Execute("UPDATE connection_state SET epoch = epoch + 1 WHERE tenant = @tenant AND connection = @connection",
            ("@tenant", tenant.Value), ("@connection", connection));
        var row = Load(session, tenant, connection);
        Save(session, tenant, connection, row with { Wanted = ReconcileWish.First, ReadAfter = Math.Max(row.ReadAfter, readAfter) });
    }

    /// <summary>
    /// An operator has the connection go on without: the supplier shows no lists, or none that can be believed. Everything that it has, as far as
    /// we know, is owed again or owed its delete.
    /// </summary>
    public static void Waive(Session session, TenantId tenant, int connection)
    {
        ReceiptStore.OweAgain(session, tenant, connection);
        var row = Load(session, tenant, connection);
        Save(session, tenant, connection, row with { Wanted = ReconcileWish.None, At = session.Now, Outcome = ReconcileOutcome.Waived, Detail = null });
    }
}
