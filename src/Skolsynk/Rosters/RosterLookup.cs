namespace Skolsynk.Rosters;

/// <summary>A roster by id, and what another has that it lacks.</summary>
internal sealed class RosterLookup(Roster roster)
{
    public Dictionary<Guid, School> Schools { get; } = roster.Schools.ToDictionary(school => school.Id);

    public Dictionary<Guid, Person> Persons { get; } = roster.Persons.ToDictionary(person => person.Id);

    public Dictionary<Guid, Group> Groups { get; } = roster.Groups.ToDictionary(group => group.Id);

    /// <summary>Whether a tie to a school of this roster is no longer there.</summary>
    public bool LostTie(IReadOnlyList<Guid> before, IReadOnlyList<Guid> now) =>
        before.Any(school => Schools.ContainsKey(school) && !now.Contains(school));

    /// <summary>Whether a member who is in this roster, or a teacher's role, is no longer there.</summary>
    public bool LostMember(IReadOnlyList<Membership> before, IReadOnlyList<Membership> now)
    {
        if (before.Count == 0) return false;
        var roles = now.ToDictionary(member => member.Person, member => member.Role);
        return before.Any(member => Persons.ContainsKey(member.Person)
            && (!roles.TryGetValue(member.Person, out var role) || role < member.Role));
    }
}
