using Skolsynk.Ss12000;

namespace Skolsynk.Deliveries;

/// <summary>What a pass does not touch.</summary>
/// <param name="Blocked">Numbers that may still be in flight elsewhere.</param>
/// <param name="Held">What the plan brake holds.</param>
/// <param name="Leaving">Who waits before she is removed.</param>
internal sealed record LeftAlone(IReadOnlySet<long> Blocked, HeldDeletes Held, Leaving Leaving);

/// <summary>
/// One pass over one connection: endpoint by endpoint what is owed is rendered (referring only to what is confirmed), sent and
/// recorded; deletes last, in reverse, except those of protected persons, which go first of all. Ends early when the connection or the
/// lane rests; what is owed stays owed.
/// </summary>
internal sealed class DeliveryPass
{
    private readonly PassInput input;
    private readonly Sender sender;
    private readonly BatchSender batches;
    private readonly Settling settling;
    private readonly LeftAlone alone;
    private readonly HashSet<Guid>[] inScope;
    private DeliveryClass order;

    public DeliveryPass(PassInput input, Sender sender, BatchSender batches, LeftAlone alone, Settling settling)
    {
        this.input = input;
        this.sender = sender;
        this.batches = batches;
        this.alone = alone;
        this.settling = settling;
        inScope = input.IdsInScope();
        order = Usual;
    }

    private ReceiptBook Book => input.Book;

    private PassTally Tally => settling.Tally;

    public int InScopeCount => inScope.Sum(ids => ids.Count);

    private long Turn => ((long)input.Connection.Tenant.Value << 32) | (uint)input.Connection.Id;

    /// <summary>A protected person's removal is still before us.</summary>
    public bool OwesUrgent => Urgent().Count > 0;

    private DeliveryClass Usual => input.State.DoneV == 0 ? DeliveryClass.FirstDelivery : DeliveryClass.Ordinary;

    /// <returns>Resources whose never-confirmed refusals are forgotten because they left the scope.</returns>
    public async Task<IReadOnlyList<long>> Run(CancellationToken cancellation)
    {
        var urgent = Urgent();
        order = urgent.Count > 0 ? DeliveryClass.ProtectedRemoval : Usual;
        if ((input.HoldsBack && urgent.Count == 0) || !await Probe(cancellation))
            return [];
        await Send(urgent, cancellation);
        if (urgent.Count > 0)
            await LeaveGroups(cancellation);
        if (input.HoldsBack)
            return [];
        order = Usual;
        var names = input.NamesToCreate();
        await Send(Removals([]).Where(d => d.Endpoint is Endpoint.Users && input.BlocksAName(d.Id, names)), cancellation);
        if (Tally.Deleted > 0)
            ForgiveConflicts();
        foreach (var endpoint in PassInput.Endpoints)
            await Send(Owed(endpoint), cancellation);
        var forgotten = new List<long>();
        var deletedBefore = Tally.Deleted;
        await SendRemovals(forgotten, cancellation);
        if (Tally.Deleted > deletedBefore)
            await RetryRefused(cancellation);
        if (urgent.Count > 0)
            await RetryUrgent(cancellation);
        return forgotten;
    }

    private async Task SendRemovals(List<long> forgotten, CancellationToken cancellation)
    {
        foreach (var endpoint in Removals(forgotten).GroupBy(delivery => delivery.Endpoint).ToList())
            await Send(endpoint, cancellation);
    }

    private List<Delivery> Owed(Endpoint endpoint) => input.IsEnding ? [] :
        NotGone(NotHeld(DeliveryPlan.For(input.Mapping.Render(endpoint, Book.IsThere), Book, alone.Blocked, settling.Now)));

    /// <summary>Whoever left the source and is only held is sent to no supplier that does not have her.</summary>
    private List<Delivery> NotGone(List<Delivery> deliveries)
    {
        if (input.HeldAtSource.Count > 0)
            deliveries.RemoveAll(one => !Book.IsThere(one.Endpoint, one.Id) && PlanBrake.KindOf(one.Endpoint) is { } kind && input.HeldAtSource.Contains((kind, one.Id)));
        return deliveries;
    }

    /// <summary>Without those of protected persons whose removal waits for a decision.</summary>
    private List<Delivery> Removals(List<long> forgotten) => NotHeld([.. DeliveryPlan.Removals(
        Book, (endpoint, id) => inScope[(int)endpoint - 1].Contains(id), alone.Blocked, settling.Now, forgotten)
        .Where(delivery => !input.Marked.Waiting.Contains(delivery.Endpoint, delivery.Id))]);

    /// <summary>Protected persons' removals pass the brake.</summary>
    private List<Delivery> NotHeld(List<Delivery> deliveries)
    {
        deliveries.RemoveAll(delivery => (alone.Held.Holds(delivery) || alone.Leaving.Keeps(delivery)) && !input.Marked.Removed.Contains(delivery.Endpoint, delivery.Id));
        return deliveries;
    }

    /// <summary>Removals of protected persons, the Users first: that is where the names are.</summary>
    private List<Delivery> Urgent() =>
        [.. Removals([]).Where(delivery => input.Marked.Removed.Contains(delivery.Endpoint, delivery.Id)).OrderBy(delivery => delivery.Endpoint)];

    /// <summary>
    /// The groups that protected persons were in, as they stand now, before anything else: behind a first delivery her id would stay in class
    /// lists for hours. Nobody is created, and a group refers only to those whom the supplier has; a paused connection sends no more than this.
    /// </summary>
    private async Task LeaveGroups(CancellationToken cancellation)
    {
        foreach (var endpoint in new[] { Endpoint.StudentGroups, Endpoint.Activities })
            await Send(Owed(endpoint).Where(delivery => delivery.Action is DeliveryAction.Replace), cancellation);
        await RetryUrgent(cancellation);
    }

    /// <summary>A receiver may refuse to remove a User as long as something refers to it; that is gone by now.</summary>
    private async Task RetryUrgent(CancellationToken cancellation)
    {
        foreach (var rid in settling.RefusedInPass)
            Book.Forgive(rid);
        order = DeliveryClass.ProtectedRemoval;
        await Send(Urgent(), cancellation);
    }

    /// <summary>
    /// A connection that rested sends its Organisation first, alone: if that is turned down too, it goes on resting and no other
    /// object is bothered.
    /// </summary>
    private async Task<bool> Probe(CancellationToken cancellation)
    {
        if (input.State.RestTries == 0 || !Book.IsThere(Endpoint.Organisations, input.Connection.EntraTenantId))
            return true;
        _ = await ProveAddress(cancellation);
        if (Tally.Refused > 0)
            Tally.BreakOff(RestKind.Misconfigured, input.State.RestDetail);
        return !Tally.HasStopped;
    }

    /// <summary>What a 404 or a 500 means depends on whether the address answers at all as a receiver of ours.</summary>
    /// <returns>False: it cannot be proven now, since the Organisation may still be in flight from an earlier holder.</returns>
    private async Task<bool> ProveAddress(CancellationToken cancellation)
    {
        var confirmed = Tally.Confirmed;
        foreach (var resource in input.Mapping.Render(Endpoint.Organisations, Book.IsThere).Take(1))
        {
            var rid = Book.NumberOf(resource.Endpoint, resource.ExternalId) ?? 0;
            if (alone.Blocked.Contains(rid))
                return false;
            var proof = new Delivery(rid, resource.Endpoint, resource.ExternalId, DeliveryAction.Replace, resource.Body.ToArray(), resource.Hash);
            Enter(await batches.SendAll([proof], SendOne, cancellation));
        }
        Tally.Proofs += Tally.Confirmed - confirmed;
        return true;
    }

    /// <summary>
    /// What was refused while something stood in its way that is gone now: a user name that was taken, a second Employment where
    /// the supplier takes one. What refers to it follows by itself.
    /// </summary>
    private async Task RetryRefused(CancellationToken cancellation)
    {
        ForgiveConflicts();
        foreach (var rid in settling.RefusedInPass)
            Book.Forgive(rid);
        await SendRemovals([], cancellation);
        foreach (var endpoint in PassInput.Endpoints)
            await Send(Owed(endpoint), cancellation);
    }

    /// <summary>
    /// What stood in the way of an object in an earlier pass may have been in flight then, and deleted in this one.
    /// </summary>
    private void ForgiveConflicts()
    {
        foreach (var (rid, refusal) in Book.Refusals)
        {
            if (refusal.IsConflict)
                Book.Forgive(rid);
        }
    }

    /// <summary>Objects that got no answer or a 500 before go last, so that one bad object never stands in the way of the others.</summary>
    private async Task Send(IEnumerable<Delivery> deliveries, CancellationToken cancellation)
    {
        var all = deliveries.OrderBy(d => Book.RefusalOf(d.Rid) is { IsMiss: true } ? 1 : 0).ToList();
        if (all.Count == 0 || Tally.HasStopped)
            return;
        var start = 0;
        if (!Tally.AddressProven)
        {
            var needsProof = all[0].Action is DeliveryAction.Delete || Book.RefusalOf(all[0].Rid) is { IsMiss: true };
            if (needsProof && !await ProveAddress(cancellation))
                return;
            if (Tally.HasStopped)
                return;
            Enter(await batches.SendAll([all[0]], SendOne, cancellation));
            start = 1;
        }
        if (!Tally.HasStopped && start < all.Count)
            Enter(await batches.SendAll(all[start..], SendOne, cancellation));
        if (!Tally.HasStopped && Tally.TooManyRefused)
            Tally.BreakOff(RestKind.Misconfigured, settling.LastRefusalText);
    }

    private async Task<Settlement> SendOne(Delivery delivery, CancellationToken cancellation)
    {
        if (Tally.HasStopped)
            return Settling.Untouched(delivery);
        try
        {
            return settling.Of(delivery, await sender.Send(delivery, order, Turn, cancellation));
        }
        catch (OperationCanceledException) when (Tally.Outdated && !cancellation.IsCancellationRequested)
        {
            return Settling.Untouched(delivery);
        }
    }

    private void Enter(IReadOnlyList<Settlement> settlements)
    {
        foreach (var settlement in settlements.Where(settlement => !settlement.Kept))
            Book.Enter(settlement.Rid, settlement.Receipt, settlement.Refusal);
    }
}
