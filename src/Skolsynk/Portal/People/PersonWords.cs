using Skolsynk.Deliveries;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Schools;
using Skolsynk.Rosters;

namespace Skolsynk.Portal.People;

/// <summary>Persons, groups and what was done with them, as pages write it.</summary>
internal static class PersonWords
{
    public static string Name(Person person) => (person.FamilyName, person.GivenName) switch
    {
        ({ } family, { } given) => $"{family}, {given}",
        (null, null) => "Person utan namn",
        var (family, given) => family ?? given!,
    };

    public static string Role(PersonRole role) => role switch { PersonRole.Student => "elev", PersonRole.Teacher => "lärare", _ => "övrig" };

    public static string Type(GroupKind kind) => kind is GroupKind.Class ? "klass" : "undervisningsgrupp";

    public static IReadOnlyList<(string, string)> Known(Person person, IReadOnlyList<School> schools, IReadOnlyDictionary<Guid, string> codes) =>
    [
        ("Id", $"{person.Id:D}"),
        ("Inloggningsnamn", person.UserName ?? "Saknas"),
        ("E-postadress", person.Mail is null ? "Saknas" : person.Mail == person.UserName ? "Samma som inloggningsnamnet" : person.Mail),
        ("Roll", StandingWords.Large(Role(person.Role))),
        ("Skola", SchoolsOf(person.Schools, schools, codes)),
        .. person.SchoolYear is { } year ? new[] { ("Årskurs", year == 0 ? "Förskoleklass" : Text.Number(year)) } : [],
    ];

    public static IReadOnlyList<(string, string)> Known(Group group, IReadOnlyList<School> schools, IReadOnlyDictionary<Guid, string> codes) =>
    [
        ("Id", $"{group.Id:D}"),
        ("Typ", StandingWords.Large(Type(group.Kind))),
        ("Skola", SchoolsOf(group.Schools, schools, codes)),
        ("Elever", Text.Number(group.Members.Count(one => one.Role is MemberRole.Student))),
        ("Lärare", Text.Number(group.Members.Count(one => one.Role is MemberRole.Teacher))),
    ];

    /// <summary>A line of the history.</summary>
    public static string Line(DeliveryAction action, Outcome outcome, string supplier) => (action, outcome) switch
    {
        (DeliveryAction.Delete, Outcome.Confirmed) => $"Borttagning bekräftad av {supplier}",
        (DeliveryAction.Delete, Outcome.Refused) => $"Borttagning avvisad av {supplier}",
        (DeliveryAction.Create, Outcome.Confirmed) => $"Ny hos {supplier}, bekräftad",
        (_, Outcome.Confirmed) => $"Bekräftad av {supplier}",
        (_, Outcome.Refused) => $"Avvisad av {supplier}",
        _ => $"Inget säkert svar från {supplier}. Skickas igen",
    };

    private static string SchoolsOf(IReadOnlyList<Guid> at, IReadOnlyList<School> schools, IReadOnlyDictionary<Guid, string> codes)
    {
        var names = schools.Where(school => at.Contains(school.Id)).OrderBy(SchoolsView.NameOf, Text.Order)
            .Select(school => $"{SchoolsView.NameOf(school)} ({codes.GetValueOrDefault(school.Id) ?? "saknar skolenhetskod"})").ToList();
        return names.Count == 0 ? "Ingen" : string.Join(", ", names);
    }
}
