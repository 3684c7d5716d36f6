using Skolsynk.Data;

namespace Skolsynk.Deliveries;

/// <summary>
/// The step before a pass that compares a connection with what its supplier has, when that is due, and records what came of it. Of a connection
/// that must be compared first nothing is sent before, nor before a read that began after the database was restored (invariant 11).
/// </summary>
/// <param name="blocked">Resources that may still be in flight elsewhere: a list would tell of them either way.</param>
internal sealed class ReconcileStep(Database database, Lease lease, PassInput from, int blocked)
{
    /// <summary>Receipts said something else than the supplier: what is owed now was to be expected.</summary>
    public bool HasCorrected { get; private set; }

    private TenantId Tenant => from.Connection.Tenant;

    private int Connection => from.Connection.Id;

    /// <returns>Null: go on with the pass; <see cref="PassInput.Book"/> is up to date.</returns>
    public async Task<PassResult?> Run(Reconciler reconciler, CancellationToken outdated, CancellationToken cancellation)
    {
        var (row, now) = await database.Read(session => (Reconciliations.Load(session, Tenant, Connection), session.Now), cancellation);
        if (row.IsDue(Tenant, Connection, now))
        {
            if (blocked > 0)
                return row.Wanted is ReconcileWish.First ? new PassResult(PassEnd.Rests, Blocked: blocked) : null;
            if (await Compare(reconciler, row, outdated, cancellation) is { } stop)
                return stop;
        }
        if (row.ReadAfter == 0 || from.IsEnding)
            return null;
        return await AfterRead(cancellation);
    }

    /// <summary>The source was read, and the roster committed, since the database was restored.</summary>
    public static bool HasBeenRead(Session session, TenantId tenant, Reconciliation row) => session.Scalar<long>(
        "SELECT count(*) FROM sync_run WHERE tenant = @tenant AND started >= @after AND outcome IN (1, 2, 3)",
        ("@tenant", tenant.Value), ("@after", row.ReadAfter)) > 0;

    private async Task<PassResult?> Compare(Reconciler reconciler, Reconciliation row, CancellationToken outdated, CancellationToken cancellation)
    {
        try
        {
            var found = await reconciler.Run(from, ((long)Tenant.Value << 32) | (uint)Connection);
            return await database.Write(session => Record(session, row, found), cancellation);
        }
        catch (OperationCanceledException) when (outdated.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            return new PassResult(PassEnd.Outdated);
        }
    }

    private PassResult? Record(Session session, Reconciliation before, Reconciled found)
    {
        Leases.Check(session, lease);
        if (!ConnectionStates.IsCurrent(session, new ConnectionKey(Tenant, Connection, from.State.Epoch)))
            return new PassResult(PassEnd.Outdated);
        var corrections = found.Lists.SelectMany(list => list.Corrections).ToList();
        HasCorrected = corrections.Count > 0;
        ReceiptStore.Correct(session, Tenant, Connection, corrections);
        foreach (var (rid, receipt) in corrections)
            from.Book.Enter(rid, receipt, from.Book.RefusalOf(rid));
        var stays = before.Wanted is ReconcileWish.First && found.Outcome is not ReconcileOutcome.Whole;
        Reconciliations.Save(session, Tenant, Connection, Row(session, found, stays));
        return stays ? Rest(session, found) : null;
    }

    private Reconciliation Row(Session session, Reconciled found, bool stays)
    {
        long Sum(Func<Comparison, long> of) => found.Lists.Sum(of);
        return Reconciliations.Load(session, Tenant, Connection) with
        {
            Wanted = stays ? ReconcileWish.First : ReconcileWish.None,
            At = session.Now,
            Outcome = found.Outcome,
            Listed = Sum(list => list.Listed),
            Missing = Sum(list => list.Missing),
            Different = Sum(list => list.Different),
            Strange = Sum(list => list.Strange),
            Others = Sum(list => list.Others),
            Detail = found.Detail,
        };
    }

    private PassResult Rest(Session session, Reconciled found)
    {
        var why = found.Rest is RestKind.None ? RestKind.NotReconciled : found.Rest;
        var tries = from.State.RestTries + 1;
        ConnectionStates.Rest(session, Tenant, Connection, why, tries, Backoff.Connection(tries, Random.Shared.NextDouble()), found.Detail);
        return new PassResult(PassEnd.Rests, why);
    }

    /// <summary>The pass began from the roster before the read, or after it: it is planned anew from what was committed.</summary>
    private Task<PassResult> AfterRead(CancellationToken cancellation) => database.Write(session =>
    {
        Leases.Check(session, lease);
        var row = Reconciliations.Load(session, Tenant, Connection);
        if (!HasBeenRead(session, Tenant, row))
            return new PassResult(PassEnd.Rests);
        Reconciliations.Save(session, Tenant, Connection, row with { ReadAfter = 0 });
        return new PassResult(PassEnd.Outdated);
    }, cancellation);
}
