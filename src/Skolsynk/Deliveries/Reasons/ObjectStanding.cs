using Skolsynk.Stores;

namespace Skolsynk.Deliveries.Reasons;

/// <summary>How one person, group or school stands at one supplier, in the words of the portal.</summary>
public enum ObjectState
{
    Confirmed = 1,

    /// <summary>In scope, and not confirmed yet.</summary>
    Waiting,

    /// <summary>The supplier gave no word on it; it is tried again.</summary>
    Retrying,
    Rejected,

    /// <summary>A brake holds its removal until somebody decides.</summary>
    Held,

    /// <summary>Somebody decided to keep it until a date.</summary>
    Kept,

    /// <summary>At the supplier and no longer in scope: its removal is owed.</summary>
    Leaving,
    NotSent,
}

/// <summary>What decides how an object stands.</summary>
/// <param name="NotInScope">Null: it is in scope.</param>
/// <param name="Connection">Why the connection sends nothing; null: it sends.</param>
public sealed record ObjectFacts(Reason? NotInScope, Reason? Connection, Receipt? Receipt, Refusal? Refusal)
{
    /// <summary>Gone from the source.</summary>
    public bool IsGone { get; init; }

    /// <summary>Its removal is held; null: it is not.</summary>
    public HoldState? Held { get; init; }

    /// <summary>Until when it is kept, unix milliseconds.</summary>
    public long KeptUntil { get; init; }

    /// <summary>When its removal is sent, unix milliseconds; 0: at once.</summary>
    public long LeavesAt { get; init; }
}

/// <summary>How an object stands at a supplier, and why.</summary>
/// <param name="Why">Null: it is there, or on its way.</param>
/// <param name="At">Confirmed when, tried again when, kept until, removed when; null: no time is known.</param>
/// <param name="Tries">Refusals in a row.</param>
public sealed record ObjectStanding(ObjectState State, Reason? Why = null, DateTimeOffset? At = null, int Tries = 0)
{
    /// <summary>The supplier has it in some version.</summary>
    public bool IsThere { get; private init; }

    /// <summary>From facts alone; pure. Pages, lists and sheets all ask here.</summary>
    public static ObjectStanding Of(ObjectFacts facts)
    {
        var isThere = facts.Receipt is { IsThere: true };
        var standing = facts.NotInScope is null && !facts.IsGone ? InScope(facts) : OutOfScope(facts, isThere);
        return standing with { IsThere = isThere };
    }

    private static ObjectStanding InScope(ObjectFacts facts)
    {
        if (OfHold(facts) is { } held)
            return held;
        if (facts.Receipt is { Status: ReceiptStatus.Confirmed } confirmed)
            return new(ObjectState.Confirmed, null, Moment(confirmed.At));
        if (facts.Connection is { } connection)
            return new(ObjectState.NotSent, connection);
        if (facts.Receipt is not { Status: ReceiptStatus.Refused })
            return new(ObjectState.Waiting);
        if (facts.Refusal is not { IsMiss: false } refusal)
            return new(ObjectState.Retrying, new(ReasonCode.Waiting, Moment(facts.Refusal?.NextAt)), Moment(facts.Refusal?.NextAt), facts.Refusal?.Tries ?? 0);
        return new(ObjectState.Rejected, new(ReasonCode.Rejected, Cause: RefusalCauses.Of(refusal)), Moment(refusal.NextAt), refusal.Tries);
    }

    /// <summary>What was refused and never confirmed is not there; what is uncertain may be, and is removed.</summary>
    private static ObjectStanding OutOfScope(ObjectFacts facts, bool isThere) =>
        !isThere && facts.Receipt is not { Status: ReceiptStatus.Uncertain } ? new(ObjectState.NotSent, facts.NotInScope)
        : OfHold(facts) ?? new(ObjectState.Leaving, facts.NotInScope, Moment(facts.LeavesAt));

    private static ObjectStanding? OfHold(ObjectFacts facts) => facts.Held switch
    {
        HoldState.Waits => new(ObjectState.Held, new(ReasonCode.Held)),
        HoldState.Kept => new(ObjectState.Kept, facts.NotInScope, Moment(facts.KeptUntil)),
        _ => null,
    };

    private static DateTimeOffset? Moment(long? milliseconds) => milliseconds is > 0 and var at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;
}
