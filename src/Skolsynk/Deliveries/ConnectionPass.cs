using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;
using Skolsynk.Stores;
using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries;

/// <summary>The frame around one <see cref="DeliveryPass"/>: whether it is needed, what it starts from, and how its end is recorded.</summary>
/// <param name="Blocked">Whether a window of that lane epoch may still be in flight.</param>
/// <remarks>
/// Every write checks the lane's lease first, and what a pass says of its end its connection's epoch too: a holder who was away
/// while another took over touches nothing.
/// </remarks>
internal sealed class ConnectionPass(LaneTools tools, Lease lease, ConnectionDetails connection, Func<long, bool> Blocked)
{
    private readonly Database database = tools.Database;
    private readonly long started = tools.Time.GetTimestamp();
    private readonly HashSet<long> blocked = [];
    private bool isDailyLook;
    private PassInput? input;
    private HashSet<Guid>[] scope = [];
    private Leaving leaving = Leaving.Nobody;

    private TenantId Tenant => connection.Tenant;

    /// <summary>A little less than what is in flight may last, so that the pass after it finds all due.</summary>
    private TimeSpan AlmostAnAttempt => tools.AttemptTimeout > TimeSpan.FromSeconds(2) ? tools.AttemptTimeout - TimeSpan.FromSeconds(2) : TimeSpan.Zero;

    /// <summary>By what the pass began with, once it has begun. Null: no key was given, or it cannot be opened here.</summary>
    public Receiver? Receiver => Now.SealedKey is { } key && tools.Secrets.Open(Tenant, Now.Id, key) is { } opened
        && Deliveries.Receiver.IsUsable(opened) ? new Receiver(new Uri(Now.Environment.BaseUrl), opened, Now.TenantKey) : null;

    private ConnectionDetails Now => input?.Connection ?? connection;

    /// <summary>The reason why nothing is sent now; null: go on.</summary>
    public async Task<PassResult?> WhyNot(LaneGate gate, CancellationToken cancellation)
    {
        if (gate.RestLeft > TimeSpan.Zero)
            return new PassResult(PassEnd.Rests, RestKind.Unreachable);
        return await database.Read(session =>
        {
            var state = ConnectionStates.Load(session, Tenant, connection.Id);
            if (state is null or { Ending: EndingKind.KeepAtSupplier })
                return new PassResult(PassEnd.Skipped);
            if (connection.HoldsBack && state.Ending is EndingKind.None && (!state.IsUrgent || state.NextDue > session.Now))
                return new PassResult(PassEnd.Rests);
            if (connection.NeedsConfirmation && state.Ending is EndingKind.None)
                return new PassResult(PassEnd.Rests);
            if (state.RestsAt(session.Now))
                return new PassResult(PassEnd.Rests, state.Rest);
            var compared = Reconciliations.Load(session, Tenant, connection.Id);
            if (compared is { Wanted: not ReconcileWish.First, ReadAfter: > 0 } && state.Ending is EndingKind.None && !ReconcileStep.HasBeenRead(session, Tenant, compared))
                return new PassResult(PassEnd.Skipped);
            var windows = HasWindows(session);
            if (PassInput.MaySkip(state, windows, session.Now) && !compared.IsDue(Tenant, connection.Id, session.Now))
                return new PassResult(PassEnd.Skipped);
            isDailyLook = PassInput.MaySkip(state with { FullAt = session.Now }, windows, session.Now);
            return null;
        }, cancellation);
    }

    public Task<PassResult> RestWithoutKey() => database.Write(session =>
    {
        Leases.Check(session, lease);
        ConnectionStates.Rest(session, Tenant, connection.Id, RestKind.Unauthorized, 1, TimeSpan.FromMinutes(1), "no usable key");
        return new PassResult(PassEnd.Rests, RestKind.Unauthorized);
    });

    /// <summary>Takes over what an earlier attempt left uncertain, and reads everything in one view. Null: the connection has ended.</summary>
    public async Task<ConnectionState?> Begin(CancellationToken cancellation)
    {
        await database.Write(session =>
        {
            Leases.Check(session, lease);
            if (!ConnectionStates.IsDelivered(session, Tenant, connection.Id))
                return;
            ConnectionStates.Begun(session, Tenant, connection.Id);
            var windows = ReceiptStore.Windows(session, Tenant, connection.Id);
            blocked.UnionWith(windows.Where(w => Blocked(w.Epoch)).SelectMany(w => w.Rids));
            var ended = windows.Where(w => !Blocked(w.Epoch)).Select(w => (w.Number, w.Rids)).ToList();
            if (ended.Count > 0)
                ReceiptStore.MarkUncertain(session, Tenant, connection.Id, ended);
        }, cancellation);
        do
        {
            input = await database.Read(session =>
            {
                var fresh = ConnectionStore.Load(session, Tenant, connection.Id);
                var state = ConnectionStates.Load(session, Tenant, connection.Id);
                return fresh is null or { Environment: { Stopped: true } or { MovedFrom: not null } }
                    || state is null or { Ending: EndingKind.KeepAtSupplier }
                    || (state.Ending is EndingKind.None && (fresh.NeedsConfirmation || (fresh.HoldsBack && !state.IsUrgent))) ? null : PassInput.Load(session, fresh, state);
            }, cancellation);
        }
        while (input is not null && !await NumberResources(input, cancellation));
        return input?.State;
    }

    /// <summary>Compares with what the supplier has, if that is due. Null: go on with the pass.</summary>
    public async Task<PassResult?> Reconcile(Reconciler reconciler, CancellationToken outdated, CancellationToken cancellation)
    {
        var step = new ReconcileStep(database, lease, input ?? throw new InvalidOperationException("The pass has not begun."), blocked.Count);
        var stop = await step.Run(reconciler, outdated, cancellation);
        isDailyLook &= !step.HasCorrected;
        return stop;
    }

    /// <param name="outdated">Cancelled when the connection's epoch was raised; what is in flight is still waited for.</param>
    public async Task<PassResult> Run(
        Sender sender, BatchSender batches, ReceiptWriter writer, CancellationToken outdated, CancellationToken cancellation)
    {
        var from = input ?? throw new InvalidOperationException("The pass has not begun.");
        var now = await database.Read(session => session.Now, cancellation);
        var tally = new PassTally();
        tally.OutdateBy(outdated);
        var settling = new Settling(from.Book, tally, now) { InFlightFor = blocked.Count > 0 ? AlmostAnAttempt : null };
        scope = from.IdsInScope();
        var verdict = await Brake(from, cancellation);
        var held = HeldDeletes.Of(verdict.Stays, from, IsInScope);
        leaving = await Leave(from, verdict, now, cancellation);
        var pass = new DeliveryPass(from, sender, batches, new LeftAlone(blocked, held, leaving), settling);
        using var stop = new CancellationTokenSource();
        var reporting = Report(pass, tally, from, stop.Token);
        try
        {
            var forgotten = await pass.Run(cancellation);
            var key = Key(from.State);
            await Task.WhenAll(forgotten.Select(rid => writer.Rewrite(key, new Settlement(rid, null, null, null))));
            foreach (var rid in forgotten)
                from.Book.Enter(rid, null, null);
            if (tally is { BrokenOff: RestKind.Misconfigured, TooManyRefused: true })
                await Task.WhenAll(settling.TakenBack.Select(before => writer.Rewrite(key, before)));
            var result = await End(from, settling, pass.OwesUrgent, cancellation);
            if (from.IsEnding && result.End is PassEnd.Done && !from.Book.All().Any())
                await Ended(cancellation);
            var end = result.End is PassEnd.Done && verdict.Holds.Count > 0 ? PassEnd.Held : result.End;
            return result with { End = end, Stays = held.Count, Unexpected = isDailyLook ? tally.Sent - tally.Proofs : 0 };
        }
        finally
        {
            await stop.CancelAsync();
            await reporting;
        }
    }

    /// <summary>The supplier has confirmed the last delete.</summary>
    private async Task Ended(CancellationToken cancellation)
    {
        await Endings.Finish(database, Tenant, connection.Id, cancellation);
        await database.Scrub(cancellation);
    }

    /// <summary>
    /// Numbers for all resources in scope that have none, in one transaction, before anything is sent. False: somebody was erased
    /// meanwhile, and nothing was numbered.
    /// </summary>
    private async Task<bool> NumberResources(PassInput from, CancellationToken cancellation)
    {
        var missing = PassInput.Endpoints
            .SelectMany(endpoint => from.Mapping.Ids(endpoint).Select(id => (Endpoint: endpoint, Id: id)))
            .Where(key => from.Book.NumberOf(key.Endpoint, key.Id) is null).ToList();
        if (missing.Count == 0)
            return true;
        var given = await database.Write(
            session => ConnectionStates.IsCurrent(session, Key(from.State)) ? ReceiptStore.Number(session, Tenant, missing) : null, cancellation);
        foreach (var ((endpoint, id), rid) in given ?? [])
            from.Book.Number(endpoint, id, rid);
        return given is not null;
    }

    private ConnectionKey Key(ConnectionState state) => new(Tenant, connection.Id, state.Epoch);

    /// <summary>Asks the plan brake, and records what it holds and what it lets through before anything of it is sent.</summary>
    private async Task<PlanVerdict> Brake(PassInput from, CancellationToken cancellation)
    {
        if (from.IsEnding || from.HoldsBack)
            return PlanVerdict.Nothing;
        var verdict = PlanBrake.Of(from.Book, IsInScope, from.Roster, from.Rules);
        var memory = from.Rules.Memory;
        if (verdict.Holds.Count + verdict.LetThrough.Count + memory.Waiting.Count + memory.Approved.Count + memory.Kept.Count == 0)
            return verdict;
        var standing = verdict.Stays.Concat(memory.Approved.Where(loss => IsOwed(from, loss))).ToHashSet();
        await database.Write(session =>
        {
            Leases.Check(session, lease);
            if (!ConnectionStates.IsCurrent(session, Key(from.State)))
                return;
            HoldStore.Record(Tenant, session, connection.Id, verdict.Holds, standing);
            RemovalLog.Add(Tenant, session, connection.Id, verdict.LetThrough, counted: true);
        }, cancellation);
        return verdict;
    }

    /// <summary>Who waits before she is removed, recorded with the time at which she was first seen to have left.</summary>
    private async Task<Leaving> Leave(PassInput from, PlanVerdict verdict, long now, CancellationToken cancellation)
    {
        if (from.Connection.RemovalWaitDays == 0 && from.Leaving.Count == 0)
            return Leaving.Nobody;
        var sure = await database.Read(ClockGuard.IsTrusted, cancellation);
        var found = Leaving.Of(from, IsInScope, verdict.Stays, now, sure);
        await database.Write(session =>
        {
            Leases.Check(session, lease);
            if (ConnectionStates.IsCurrent(session, Key(from.State)))
                LeavingStore.Save(session, Tenant, connection.Id, from.Leaving, found.Since);
        }, cancellation);
        return found;
    }

    /// <summary>The supplier still has what was approved to go.</summary>
    private bool IsOwed(PassInput from, Loss loss)
    {
        var endpoint = PlanBrake.EndpointOf(loss);
        return from.Book.NumberOf(endpoint, loss.Id) is { } rid && from.Book.ReceiptOf(rid) is not null && !IsInScope(endpoint, loss.Id);
    }

    private bool IsInScope(Endpoint endpoint, Guid id) => scope[(int)endpoint - 1].Contains(id);

    private Task<PassResult> End(PassInput from, Settling settling, bool owesUrgent, CancellationToken cancellation) => database.Write(session =>
    {
        var tally = settling.Tally;
        Leases.Check(session, lease);
        if (!ConnectionStates.IsCurrent(session, Key(from.State)))
            return Result(PassEnd.Outdated, tally, 0, from.Scope);
        if (from.HoldsBack)
            return EndPaused(session, from, settling);
        if (!owesUrgent)
            ConnectionStates.Calm(session, Key(from.State));
        ReceiptStore.RecordNotSent(session, Tenant, connection.Id, from.Scope.NotSent);
        HoldStore.Close(Tenant, session, connection.Id, [.. from.Rules.Memory.Approved.Where(loss => !IsOwed(from, loss))]);
        var waiting = from.Book.All().Count(one => one.Receipt.Status is not ReceiptStatus.Confirmed);
        if (tally.BrokenOff is RestKind.None && blocked.Count == 0)
        {
            // All is deleted and the ending is not finished yet: if this process dies here, the next pass finishes it.
            var due = from.IsEnding && !from.Book.All().Any() ? 1 : NextDue(from.Book, settling.Now, leaving.NextAt);
            ConnectionStates.Done(session, Tenant, connection.Id, from.State.InputV, Mapping.Number, due);
            Reconciliations.Begin(session, Tenant, connection.Id);
            return Result(PassEnd.Done, tally, waiting, from.Scope);
        }
        ConnectionStates.DueAgain(session, Tenant, connection.Id, session.Now + 1);
        if (tally.BrokenOff is RestKind.Unauthorized or RestKind.Misconfigured or RestKind.Throttled)
            Rest(session, from.State, tally);
        return Result(PassEnd.Rests, tally, waiting, from.Scope);
    }, cancellation);

    /// <summary>Nothing but the removal of protected persons was done. It stays before a paused connection until all of theirs is gone.</summary>
    private PassResult EndPaused(Session session, PassInput from, Settling settling)
    {
        var tally = settling.Tally;
        List<long> left = [.. from.Book.All().Where(one => from.Marked.Removed.Contains(one.Endpoint, one.Id)).Select(one => one.Rid)];
        if (left.Count == 0)
            ConnectionStates.Calm(session, Key(from.State));
        ConnectionStates.DueAgain(session, Tenant, connection.Id, left.Select(rid => from.Book.RefusalOf(rid)?.NextAt ?? session.Now).DefaultIfEmpty(session.Now).Min());
        if (tally.BrokenOff is RestKind.Unauthorized or RestKind.Misconfigured or RestKind.Throttled)
            Rest(session, from.State, tally);
        return Result(PassEnd.Rests, tally, 0, from.Scope);
    }

    private void Rest(Session session, ConnectionState state, PassTally tally)
    {
        var tries = tally.Confirmed + tally.Deleted > tally.Proofs ? 1 : state.RestTries + 1;
        var wait = Backoff.Connection(tries, Random.Shared.NextDouble());
        ConnectionStates.Rest(session, Tenant, connection.Id, tally.BrokenOff, tries, wait, tally.BrokenOffDetail);
    }

    /// <summary>
    /// What could be tried in this pass and was not waits for something else, such as an object that it refers to; the pass that
    /// confirms that takes it along.
    /// </summary>
    private static long NextDue(ReceiptBook book, long now, long leavingAt) => book.Refusals.Values.Select(refusal => refusal.NextAt).Append(leavingAt)
        .Where(at => at > now).DefaultIfEmpty(0).Min();

    private PassResult Result(PassEnd end, PassTally tally, int waiting, ScopedRoster scope) =>
        new(end, tally.BrokenOff, tally.Confirmed, tally.Deleted, tally.Refused, waiting, scope.NotSent.Count, blocked.Count);

    /// <summary>A pass that was broken off is due again by itself; what a crash left shows by its windows.</summary>
    private bool HasWindows(Session session) => session.Scalar<long>(
        "SELECT count(*) FROM send_window WHERE tenant = @tenant AND connection = @connection",
        ("@tenant", Tenant.Value), ("@connection", connection.Id)) > 0;

    private async Task Report(DeliveryPass pass, PassTally tally, PassInput from, CancellationToken stop)
    {
        var before = from.Book.All().Count(one => one.Receipt.Status is ReceiptStatus.Confirmed);
        void Set(bool running) => tools.Board.Set(Tenant, connection.Id, new DeliveryProgress(pass.InScopeCount,
            Math.Min(pass.InScopeCount, before + tally.Confirmed), tally.Sent, tally.Refused, tools.Time.GetElapsedTime(started), running));
        while (!stop.IsCancellationRequested)
        {
            Set(running: true);
            await Task.Delay(200, CancellationToken.None).WaitAsync(stop).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        Set(running: false);
    }
}
