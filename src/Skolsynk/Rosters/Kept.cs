namespace Skolsynk.Rosters;

/// <summary>
/// What stays as it is stored although the source no longer shows it: because nothing proves that it is gone, or because a brake
/// holds it. With an entity stays all that hangs on it.
/// </summary>
public sealed record Kept
{
    public static readonly Kept Nothing = new();

    /// <summary>Schools, persons and groups that stay, with their ties and memberships.</summary>
    public IReadOnlySet<Guid> Entities { get; init; } = new HashSet<Guid>();

    /// <summary>Persons and groups whose lost ties to schools stay.</summary>
    public IReadOnlySet<Guid> Ties { get; init; } = new HashSet<Guid>();

    /// <summary>Groups whose lost members stay.</summary>
    public IReadOnlySet<Guid> Members { get; init; } = new HashSet<Guid>();

    public bool IsNothing => Entities.Count == 0 && Ties.Count == 0 && Members.Count == 0;

    public Kept And(Kept other) => new()
    {
        Entities = Entities.Union(other.Entities).ToHashSet(),
        Ties = Ties.Union(other.Ties).ToHashSet(),
        Members = Members.Union(other.Members).ToHashSet(),
    };

    /// <summary>The next roster with all that stays put back into it.</summary>
    /// <param name="before">The stored roster, at least all of it that <paramref name="next"/> changes.</param>
    /// <param name="next">What would be stored.</param>
    public Roster In(Roster before, Roster next)
    {
        if (IsNothing) return next;
        var was = new RosterLookup(before);
        var schools = Merged(before.Schools, next.Schools, school => school.Id);
        var schoolIds = schools.Select(school => school.Id).ToHashSet();
        Guid[] Tied(Guid id, IReadOnlyList<Guid> stored, IReadOnlyList<Guid> now) =>
            Sorted(now.Concat(stored.Where(school => StaysTied(id, school))).Where(schoolIds.Contains).Distinct(), school => school);

        var persons = Merged(before.Persons, next.Persons, person => person.Id);
        var personIds = persons.Select(person => person.Id).ToHashSet();
        for (var i = 0; i < persons.Length; i++)
            if (was.Persons.TryGetValue(persons[i].Id, out var stored))
                persons[i] = persons[i] with { Schools = Tied(stored.Id, stored.Schools, persons[i].Schools) };

        var groups = Merged(before.Groups, next.Groups, group => group.Id);
        for (var i = 0; i < groups.Length; i++)
            if (was.Groups.TryGetValue(groups[i].Id, out var stored))
                groups[i] = groups[i] with
                {
                    Schools = Tied(stored.Id, stored.Schools, groups[i].Schools),
                    Members = MembersOf(stored, groups[i], personIds),
                };
        return new Roster(schools, persons, groups);
    }

    private bool StaysTied(Guid id, Guid school) => Ties.Contains(id) || Entities.Contains(id) || Entities.Contains(school);

    /// <summary>The members of now, and those of the stored that stay; a stored role counts, because a lost teacher's role is a loss.</summary>
    private Membership[] MembersOf(Group stored, Group now, HashSet<Guid> persons)
    {
        var all = Members.Contains(stored.Id) || Entities.Contains(stored.Id);
        var roles = now.Members.ToDictionary(member => member.Person, member => member.Role);
        foreach (var member in stored.Members)
        {
            if (!all && !Entities.Contains(member.Person)) continue;
            if (!roles.TryGetValue(member.Person, out var role) || role < member.Role) roles[member.Person] = member.Role;
        }
        return Sorted(
            roles.Where(pair => persons.Contains(pair.Key)).Select(pair => new Membership(pair.Key, pair.Value)),
            member => member.Person);
    }

    private T[] Merged<T>(IReadOnlyList<T> before, IReadOnlyList<T> next, Func<T, Guid> idOf)
    {
        var there = next.Select(idOf).ToHashSet();
        return Sorted(next.Concat(before.Where(item => Entities.Contains(idOf(item)) && !there.Contains(idOf(item)))), idOf);
    }

    private static T[] Sorted<T>(IEnumerable<T> items, Func<T, Guid> idOf)
    {
        var sorted = items.ToArray();
        Array.Sort(Array.ConvertAll(sorted, item => Ids.AsNumber(idOf(item))), sorted);
        return sorted;
    }
}
