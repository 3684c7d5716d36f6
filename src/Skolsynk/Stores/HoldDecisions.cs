using Skolsynk.Data;
using Skolsynk.Rosters;

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
}

/// <summary>Decisions of people on holds. A decision covers the ids that were seen and no later ones.</summary>
public static class HoldDecisions
{
    /// <summary>Approves what waits, or some of it: the next run or pass applies it.</summary>
    /// <param name="fingerprint">Of what the person saw.</param>
    /// <param name="only">Ids to approve; null: all that waits.</param>
    public static Decided Approve(TenantId tenant, Session session, long number, string fingerprint, IReadOnlyCollection<Guid>? only)
    {
        if (HoldStore.Load(tenant, session, number) is not { } hold) return Decided.NoSuchHold;
        if (hold.Fingerprint.Length == 0 || hold.Fingerprint != fingerprint) return Decided.Changed;
        if (only is not null && hold.Place.Cause == HoldCause.EmptySource) return Decided.OnlyWhole;
        return Set(tenant, session, hold, hold.Waiting, only, HoldState.Approved, 0);
    }

    /// <summary>Keeps everything in the hold that waits or is kept, or some of it, until a time.</summary>
    public static Decided Keep(TenantId tenant, Session session, long number, DateTimeOffset until, IReadOnlyCollection<Guid>? only)
    {
        if (HoldStore.Load(tenant, session, number) is not { } hold) return Decided.NoSuchHold;
        return Set(tenant, session, hold, [.. hold.Items.Where(item => item.State != HoldState.Approved).Select(item => item.Loss)],
            only, HoldState.Kept, until.ToUnixTimeMilliseconds());
    }

    private static Decided Set(
        TenantId tenant, Session session, StoredHold hold, IReadOnlyList<Loss> losses, IReadOnlyCollection<Guid>? only, HoldState state, long until)
    {
        if (only is not null && only.Except(losses.Select(loss => loss.Id)).Any()) return Decided.NotInHold;
        var chosen = only is null ? losses : [.. losses.Where(loss => only.Contains(loss.Id))];
        session.Upsert(HoldTables.Items, [.. chosen.Select(loss =>
            (object?[])[.. HoldTables.Key(tenant, hold.Connection, loss), hold.Number, (short)state, until])]);
        if (hold.Connection != 0) InputVersions.Raise(session, tenant, hold.Connection);
        return Decided.Done;
    }
}
