namespace Skolsynk.Deliveries;

/// <summary>How a pass over one connection ended.</summary>
public enum PassEnd
{
    /// <summary>Nothing was owed: the input stood still and nothing was due.</summary>
    Skipped,

    /// <summary>Everything owed was sent and answered.</summary>
    Done,

    /// <summary>As <see cref="Done"/>, but deletes wait for a person's decision.</summary>
    Held,

    /// <summary>The connection or the lane rests, paused, or has no usable key; what is owed stays owed.</summary>
    Rests,

    /// <summary>Somebody was erased meanwhile, or the connection ended: it was broken off, and the next pass plans anew.</summary>
    Outdated,

    /// <summary>A fault of ours in this connection alone: it is tried again in a minute, and the others go on.</summary>
    Broken,
}

/// <summary>What a pass did.</summary>
/// <param name="Waiting">Refused and uncertain resources that are tried again later.</param>
/// <param name="Blocked">Resources that were left alone because an earlier holder's attempt may still be under way.</param>
/// <param name="Stays">Users and groups that are not deleted because of a hold, or because somebody decided to keep them.</param>
public sealed record PassResult(
    PassEnd End, RestKind Rest = RestKind.None, int Confirmed = 0, int Deleted = 0, int Refused = 0, int Waiting = 0, int NotSent = 0,
    int Blocked = 0, int Stays = 0)
{
    /// <summary>
    /// What the daily look, which skips nothing, found to be owed although nothing had changed and nothing waited: a fault of ours, or of
    /// the database. It is sent, and told as an alarm.
    /// </summary>
    public int Unexpected { get; init; }

    /// <summary>What kind of fault it was, when it is <see cref="PassEnd.Broken"/>.</summary>
    public string? Fault { get; init; }

    /// <summary>Both passes told as one: how the later ended, with the counts of both.</summary>
    public PassResult After(PassResult earlier) => this with
    {
        End = End is PassEnd.Skipped ? earlier.End : End,
        Confirmed = Confirmed + earlier.Confirmed,
        Deleted = Deleted + earlier.Deleted,
    };
}
