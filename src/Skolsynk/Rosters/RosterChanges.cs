namespace Skolsynk.Rosters;

public enum ChangeKind
{
    /// <summary>Never seen before: a surrogate is minted.</summary>
    Created,

    /// <summary>Gone earlier and back again, under its old surrogate.</summary>
    Returned,

    Updated,

    Removed,
}

/// <summary>A school, person or group that is not as it is stored.</summary>
/// <param name="What">How it differs.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Id">Its id in the source.</param>
/// <param name="Oid">Its surrogate; 0 for what was created.</param>
/// <param name="Hash">Of <paramref name="Body"/>; of a removed one the stored hash.</param>
/// <param name="Body">The canonical bytes (<see cref="RosterCodec"/>); empty for a removed one.</param>
public sealed record EntityChange(ChangeKind What, EntityKind Kind, Guid Id, long Oid, UInt128 Hash, ReadOnlyMemory<byte> Body);

/// <summary>What has to be done to the stored roster so that it becomes another one.</summary>
/// <param name="Entities">Schools, then persons, then groups; within each sorted by id.</param>
/// <param name="Members">Groups that are in the next roster and whose members are not those that are stored; new groups included.</param>
public sealed record RosterChanges(IReadOnlyList<EntityChange> Entities, IReadOnlyList<Group> Members)
{
    public bool IsEmpty => Entities.Count == 0 && Members.Count == 0;

    public int Count(ChangeKind what, EntityKind kind) => Entities.Count(change => change.What == what && change.Kind == kind);
}
