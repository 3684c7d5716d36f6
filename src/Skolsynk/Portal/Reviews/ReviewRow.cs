using Skolsynk.Portal.Frame;
using Skolsynk.Rosters;

namespace Skolsynk.Portal.Reviews;

/// <summary>What a row of a review is about, as an administrator may choose by.</summary>
internal enum ReviewKind
{
    Students,
    Teachers,
    Others,
    Groups,
    Schools,
}

/// <summary>One school, person or group that a hold is about. Names are loaded with it and shown only where somebody asked for them.</summary>
/// <param name="School">Where it is counted: the first of its schools by name; empty: none.</param>
/// <param name="Losses">All that it would lose.</param>
internal sealed record ReviewRow(Guid Id, ReviewKind Kind, Guid School, string Name, IReadOnlyList<Loss> Losses)
{
    /// <summary>User name of a person; null: none, or no person.</summary>
    public string? Account { get; init; }

    public bool IsPerson => Kind is ReviewKind.Students or ReviewKind.Teachers or ReviewKind.Others;

    /// <summary>The person, group or school itself would go.</summary>
    public bool IsWhole => Losses.Any(loss => loss.IsWhole);

    /// <summary>A new account has the name of one who is still there.</summary>
    public bool BothThere => Losses.Any(loss => loss.What is LossKind.NameTaken);

    /// <summary>Of everything that waits, by school and name.</summary>
    /// <param name="held">Stored form of all that is lost.</param>
    /// <param name="schools">All schools by name, also those that are only kept.</param>
    public static IReadOnlyList<ReviewRow> Of(IReadOnlyList<Loss> waiting, Roster held, IReadOnlyDictionary<Guid, string> schools)
    {
        var persons = held.Persons.ToDictionary(person => person.Id);
        var groups = held.Groups.ToDictionary(group => group.Id);
        string? NameOf(Guid school) => schools.GetValueOrDefault(school);
        Guid First(IEnumerable<Guid> of) => of.Where(schools.ContainsKey).OrderBy(NameOf, Text.Order).ThenBy(Ids.AsNumber).FirstOrDefault();
        return
        [
            .. waiting.GroupBy(loss => (loss.Kind, loss.Id)).Select(one => Row(one.Key.Kind, one.Key.Id, [.. one]))
                .OrderBy(row => NameOf(row.School) ?? "", Text.Order).ThenBy(row => row.Kind).ThenBy(row => row.Name, Text.Order).ThenBy(row => Ids.AsNumber(row.Id)),
        ];

        ReviewRow Row(EntityKind kind, Guid id, List<Loss> losses)
        {
            // Who leaves a school is counted there, not where she goes on.
            var left = losses.Where(loss => loss.What is LossKind.LeftSchool).Select(loss => loss.Of).ToList();
            if (losses.Exists(loss => loss.What is LossKind.Remade))
                return new(id, kind is EntityKind.Group ? ReviewKind.Groups : ReviewKind.Others, Guid.Empty, kind is EntityKind.Group ? "Aktivitet" : "Anställning", losses);
            if (kind is EntityKind.School)
                return new(id, ReviewKind.Schools, id, NameOf(id) ?? "Skola utan namn", losses);
            if (kind is EntityKind.Group)
                return groups.TryGetValue(id, out var group)
                    ? new(id, ReviewKind.Groups, First(left.Count > 0 ? left : group.Schools), group.Name ?? "Grupp utan namn", losses)
                    : new(id, ReviewKind.Groups, First(left), "Grupp utan namn", losses);
            return persons.TryGetValue(id, out var person)
                ? new(id, KindOf(person.Role), First(left.Count > 0 ? left : person.Schools), NameOfPerson(person), losses) { Account = person.UserName }
                : new(id, ReviewKind.Others, First(left), "Person utan namn", losses);
        }
    }

    private static ReviewKind KindOf(PersonRole role) => role switch
    {
        PersonRole.Student => ReviewKind.Students,
        PersonRole.Teacher => ReviewKind.Teachers,
        _ => ReviewKind.Others,
    };

    private static string NameOfPerson(Person person) => (person.FamilyName, person.GivenName) switch
    {
        ({ } family, { } given) => $"{family}, {given}",
        (null, null) => "Person utan namn",
        var (family, given) => family ?? given!,
    };
}
