namespace Skolsynk.Rosters;

/// <summary>What is compared of one stored entity.</summary>
/// <param name="Id">The id in the source.</param>
/// <param name="Oid">The surrogate, minted once and never given to another.</param>
/// <param name="Hash">Of the canonical body.</param>
/// <param name="Gone">It has left; the row waits for its purge, and a return takes it up again under the same surrogate.</param>
/// <param name="Members">Of a group: hash of its member column.</param>
public readonly record struct IndexRow(Guid Id, long Oid, UInt128 Hash, bool Gone = false, UInt128 Members = default);

/// <summary>The stored roster as far as a comparison needs it. Each list is sorted by id (<see cref="Ids.Compare"/>), gone rows included.</summary>
public sealed record RosterIndex(IReadOnlyList<IndexRow> Schools, IReadOnlyList<IndexRow> Persons, IReadOnlyList<IndexRow> Groups)
{
    public static readonly RosterIndex Empty = new([], [], []);

    /// <summary>Whether any school or person is stored and has not left.</summary>
    public bool HasAny => Schools.Any(row => !row.Gone) || Persons.Any(row => !row.Gone);

    public IReadOnlyList<IndexRow> Of(EntityKind kind) => kind switch
    {
        EntityKind.School => Schools,
        EntityKind.Person => Persons,
        _ => Groups,
    };
}
