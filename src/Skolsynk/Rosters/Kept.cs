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

    /// <summary>Single ties that stay: person or group, and the school.</summary>
    public IReadOnlySet<(Guid Of, Guid School)> LostTies { get; init; } = new HashSet<(Guid, Guid)>();

    /// <summary>Single members who stay: the group, and the person.</summary>
    public IReadOnlySet<(Guid Group, Guid Person)> LostMembers { get; init; } = new HashSet<(Guid, Guid)>();

    /// <summary>Schools that stay because something that stays is tied to them; no tie stays by this alone.</summary>
    public IReadOnlySet<Guid> Places { get; init; } = new HashSet<Guid>();

    /// <summary>Persons who stay in every detail, also where the source shows them otherwise.</summary>
    public IReadOnlySet<Guid> Unchanged { get; init; } = new HashSet<Guid>();

    /// <summary>New persons who are not taken in yet.</summary>
    public IReadOnlySet<Guid> Withheld { get; init; } = new HashSet<Guid>();

    public bool IsNothing => Entities.Count == 0 && Ties.Count == 0 && Members.Count == 0 && LostTies.Count == 0 && LostMembers.Count == 0
        && Places.Count == 0 && Unchanged.Count == 0 && Withheld.Count == 0;

    public Kept And(Kept other) => new()
    {
        Entities = Entities.Union(other.Entities).ToHashSet(),
        Ties = Ties.Union(other.Ties).ToHashSet(),
        Members = Members.Union(other.Members).ToHashSet(),
        LostTies = LostTies.Union(other.LostTies).ToHashSet(),
        LostMembers = LostMembers.Union(other.LostMembers).ToHashSet(),
        Places = Places.Union(other.Places).ToHashSet(),
        Unchanged = Unchanged.Union(other.Unchanged).ToHashSet(),
        Withheld = Withheld.Union(other.Withheld).ToHashSet(),
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
        var persons = PersonsOf(was, before, next, schoolIds);
        return new Roster(schools, persons, GroupsOf(was, before, next, schoolIds, persons.Select(person => person.Id).ToHashSet()));
    }

    private Person[] PersonsOf(RosterLookup was, Roster before, Roster next, HashSet<Guid> schools)
    {
        var persons = Merged(before.Persons, [.. next.Persons.Where(person => !Withheld.Contains(person.Id))], person => person.Id);
        for (var i = 0; i < persons.Length; i++)
            if (was.Persons.TryGetValue(persons[i].Id, out var stored))
                persons[i] = Unchanged.Contains(stored.Id)
                    ? stored : persons[i] with { Schools = Tied(stored.Id, stored.Schools, persons[i].Schools, schools) };
        return persons;
    }

    private Group[] GroupsOf(RosterLookup was, Roster before, Roster next, HashSet<Guid> schools, HashSet<Guid> persons)
    {
        var groups = Merged(before.Groups, next.Groups, group => group.Id);
        for (var i = 0; i < groups.Length; i++)
        {
            if (was.Groups.TryGetValue(groups[i].Id, out var stored))
                groups[i] = groups[i] with
                {
                    Schools = Tied(stored.Id, stored.Schools, groups[i].Schools, schools),
                    Members = MembersOf(stored, groups[i], persons),
                };
            else if (groups[i].Members.Any(member => Withheld.Contains(member.Person)))
                groups[i] = groups[i] with { Members = [.. groups[i].Members.Where(member => !Withheld.Contains(member.Person))] };
        }
        return groups;
    }

    private Guid[] Tied(Guid id, IReadOnlyList<Guid> stored, IReadOnlyList<Guid> now, HashSet<Guid> schools) =>
        Sorted(now.Concat(stored.Where(school => StaysTied(id, school))).Where(schools.Contains).Distinct(), school => school);

    private bool StaysTied(Guid id, Guid school) => Ties.Contains(id) || Entities.Contains(id) || Entities.Contains(school) || LostTies.Contains((id, school));

    /// <summary>The members of now, and those of the stored that stay; a stored role counts, because a lost teacher's role is a loss.</summary>
    private Membership[] MembersOf(Group stored, Group now, HashSet<Guid> persons)
    {
        var all = Members.Contains(stored.Id) || Entities.Contains(stored.Id);
        var roles = now.Members.ToDictionary(member => member.Person, member => member.Role);
        foreach (var member in stored.Members)
        {
            if (!all && !Entities.Contains(member.Person) && !LostMembers.Contains((stored.Id, member.Person))) continue;
            if (!roles.TryGetValue(member.Person, out var role) || role < member.Role) roles[member.Person] = member.Role;
        }
        return Sorted(
            roles.Where(pair => persons.Contains(pair.Key)).Select(pair => new Membership(pair.Key, pair.Value)),
            member => member.Person);
    }

    private T[] Merged<T>(IReadOnlyList<T> before, IReadOnlyList<T> next, Func<T, Guid> idOf)
    {
        var there = next.Select(idOf).ToHashSet();
        return Sorted(next.Concat(before.Where(item => (Entities.Contains(idOf(item)) || Places.Contains(idOf(item))) && !there.Contains(idOf(item)))), idOf);
    }

    private static T[] Sorted<T>(IEnumerable<T> items, Func<T, Guid> idOf)
    {
        var sorted = items.ToArray();
        Array.Sort(Array.ConvertAll(sorted, item => Ids.AsNumber(idOf(item))), sorted);
        return sorted;
    }
}
