using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Tenants;

namespace Skolsynk.Stores;

/// <summary>What came of a person's decision on a hold.</summary>
public enum Decided
{
    Done,

    /// <summary>There is no such hold, or no longer.</summary>
    NoSuchHold,

    /// <summary>What waits is not what the fingerprint stands for: look again.</summary>
    Changed,

    /// <summary>Some id does not wait in this hold.</summary>
    NotInHold,

    /// <summary>This hold is approved whole or not at all.</summary>
    OnlyWhole,

    /// <summary>No account has taken over another's name here: there is nobody who could be the same person.</summary>
    NoSuccession,

    /// <summary>The earlier account is still there, so the new one cannot be the same person's.</summary>
    BothThere,

    /// <summary>One new account would be two persons'.</summary>
    TwoPersons,
}

/// <summary>Decisions of people on holds. A decision covers the ids that were seen and no later ones.</summary>
public static class HoldDecisions
{
    /// <summary>
    /// Approves what waits, or some of it: the next run or pass applies it. Of a succession it says “another person”: the earlier one is
    /// removed first, then the new one is created.
    /// </summary>
    /// <param name="fingerprint">Of what the person saw.</param>
    /// <param name="only">Ids to approve; null: all that waits.</param>
    /// <param name="by">Who decides.</param>
    /// <param name="reason">Why.</param>
    public static Decided Approve(
        TenantId tenant, Session session, long number, string fingerprint, IReadOnlyCollection<Guid>? only, string by = "", HoldReason reason = HoldReason.None)
    {
        if (Seen(tenant, session, number, fingerprint, out var hold) is not Decided.Done and var not) return not;
        if (only is not null && hold!.Place.Cause == HoldCause.EmptySource) return Decided.OnlyWhole;
        if (Chosen(hold!.Waiting, only) is not { } losses) return Decided.NotInHold;
        Set(tenant, session, hold, losses, HoldState.Approved, 0);
        DecisionLog.Add(tenant, session, hold, HoldAnswer.Approved, losses.Count, by, reason: reason);
        return Decided.Done;
    }

    /// <summary>
    /// Of a succession: the new account is the same person's. She keeps the id that suppliers know; the next run takes her up under the
    /// new account, and nothing is deleted or created for it.
    /// </summary>
    /// <inheritdoc cref="Approve"/>
    public static Decided SamePerson(
        TenantId tenant, Session session, long number, string fingerprint, IReadOnlyCollection<Guid>? only, string by = "")
    {
        if (Seen(tenant, session, number, fingerprint, out var hold) is not Decided.Done and var not) return not;
        if (hold!.Place.Cause != HoldCause.Succession || hold.Connection != 0) return Decided.NoSuccession;
        if (Chosen(hold.Waiting, only) is not { } losses) return Decided.NotInHold;
        if (losses.Any(loss => loss.What != LossKind.Succeeded)) return Decided.BothThere;
        if (losses.DistinctBy(loss => loss.Of).Count() < losses.Count) return Decided.TwoPersons;
        foreach (var loss in losses) PersonAliases.Add(session, tenant, account: loss.Of, person: loss.Id);
        HoldStore.Close(tenant, session, hold.Connection, losses);
        DecisionLog.Add(tenant, session, hold, HoldAnswer.SamePerson, losses.Count, by);
        return Decided.Done;
    }

    /// <summary>Keeps everything in the hold that waits or is kept, or some of it, until a time.</summary>
    public static Decided Keep(
        TenantId tenant, Session session, long number, DateTimeOffset until, IReadOnlyCollection<Guid>? only, string by = "")
    {
        if (HoldStore.Load(tenant, session, number) is not { } hold) return Decided.NoSuchHold;
        if (Chosen([.. hold.Items.Where(item => item.State != HoldState.Approved).Select(item => item.Loss)], only) is not { } losses) return Decided.NotInHold;
        Set(tenant, session, hold, losses, HoldState.Kept, until.ToUnixTimeMilliseconds());
        DecisionLog.Add(tenant, session, hold, HoldAnswer.Kept, losses.Count, by, until.ToUnixTimeMilliseconds());
        return Decided.Done;
    }

    private static Decided Seen(TenantId tenant, Session session, long number, string fingerprint, out StoredHold? hold)
    {
        hold = HoldStore.Load(tenant, session, number);
        return hold is null ? Decided.NoSuchHold : hold.Fingerprint.Length == 0 || hold.Fingerprint != fingerprint ? Decided.Changed : Decided.Done;
    }

    /// <summary>Null: some id is not among them.</summary>
    private static IReadOnlyList<Loss>? Chosen(IReadOnlyList<Loss> losses, IReadOnlyCollection<Guid>? only) =>
        only is null ? losses : only.Except(losses.Select(loss => loss.Id)).Any() ? null : [.. losses.Where(loss => only.Contains(loss.Id))];

    private static void Set(TenantId tenant, Session session, StoredHold hold, IReadOnlyList<Loss> losses, HoldState state, long until)
    {
        // The connection's row first, as deliveries take it.
        if (hold.Connection != 0) InputVersions.Raise(session, tenant, hold.Connection);
        session.Upsert(HoldTables.Items, [.. losses.Select(loss =>
            (object?[])[.. HoldTables.Key(tenant, hold.Connection, loss), hold.Number, (short)state, until])]);
    }
}
