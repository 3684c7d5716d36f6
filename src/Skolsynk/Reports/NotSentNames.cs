using Skolsynk.Rosters;
using Skolsynk.Suppliers;

namespace Skolsynk.Reports;

/// <summary>Names of what is not sent, so that someone can put it right.</summary>
internal sealed class NotSentNames(Roster roster)
{
    private readonly Dictionary<Guid, School> schools = roster.Schools.ToDictionary(school => school.Id);
    private readonly Dictionary<Guid, Person> persons = roster.Persons.ToDictionary(person => person.Id);
    private readonly Dictionary<Guid, Group> groups = roster.Groups.ToDictionary(group => group.Id);

    /// <summary>Null: it has none, or it was excluded; the id is enough then, and a file says no more of an excluded person.</summary>
    public string? NameOf(NotSent one)
    {
        if (one.Reason == NotSentReason.Excluded)
            return null;
        return one.Kind switch
        {
            EntityKind.School => schools.GetValueOrDefault(one.Id)?.Name,
            EntityKind.Group => groups.GetValueOrDefault(one.Id)?.Name,
            _ => NameOf(persons.GetValueOrDefault(one.Id)),
        };
    }

    /// <summary>The schools' names; null for a school, and for what was excluded.</summary>
    public string? SchoolsOf(NotSent one)
    {
        if (one.Reason == NotSentReason.Excluded)
            return null;
        var ids = one.Kind == EntityKind.Group ? groups.GetValueOrDefault(one.Id)?.Schools : persons.GetValueOrDefault(one.Id)?.Schools;
        return ids is null ? null : string.Join(", ", ids.Select(id => schools.GetValueOrDefault(id)?.Name).Where(name => name is not null));
    }

    private static string? NameOf(Person? person) => person switch
    {
        null or { FamilyName: null, GivenName: null } => null,
        { FamilyName: null } => person.GivenName,
        { GivenName: null } => person.FamilyName,
        _ => $"{person.FamilyName}, {person.GivenName}",
    };
}
