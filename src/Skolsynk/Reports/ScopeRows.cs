using System.Globalization;
using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Suppliers;

namespace Skolsynk.Reports;

/// <summary>The rows of the sheets, one at a time.</summary>
internal sealed class ScopeRows(ScopeReport report)
{
    private readonly ScopedRoster scoped = report.Scoped;
    private readonly Dictionary<Guid, ScopedSchool> schools = report.Scoped.Schools.ToDictionary(school => school.Id);

    public int MembershipCount => scoped.Groups.Sum(group => group.Students.Count + group.Teachers.Count);

    /// <summary>Dictionaries: a cell of theirs is written by what its value is, a record's by what its column is.</summary>
    public IEnumerable<Dictionary<string, object>> Summary() =>
    [
        Line("Huvudman", scoped.OrganisationName),
        Line("Leverantör", report.Supplier),
        Line("Miljö", report.Environment),
        Line("Skapad (svensk tid)", SwedishTime.Of(report.At).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture)),
        Line("Skolor", scoped.Schools.Count),
        Line("Elever", scoped.Persons.Count(person => person.EnrolledAt.Count > 0)),
        Line("Lärare", scoped.Persons.Count(person => person.EmployedAt.Count > 0)),
        Line("Grupper", scoped.Groups.Count),
        Line("Medlemskap", MembershipCount),
        Line("Skickas inte", scoped.NotSent.Count),
        Line("Om filen", "Filen innehåller personuppgifter. Förvara den enligt er rutin och radera den när den inte behövs."),
    ];

    public IEnumerable<SchoolRow> Schools()
    {
        var students = scoped.Persons.SelectMany(person => person.EnrolledAt).CountBy(id => id).ToDictionary();
        var teachers = scoped.Persons.SelectMany(person => person.EmployedAt).CountBy(id => id).ToDictionary();
        var groups = scoped.Groups.CountBy(group => group.Owner).ToDictionary();
        return scoped.Schools.Select(school => new SchoolRow(
            school.Id.ToString(),
            school.Name,
            school.SchoolUnitCode,
            students.GetValueOrDefault(school.Id),
            teachers.GetValueOrDefault(school.Id),
            groups.GetValueOrDefault(school.Id)));
    }

    public IEnumerable<PersonRow> Persons() => scoped.Persons.Select(person => new PersonRow(
        person.Id.ToString(),
        person.UserName,
        person.FamilyName,
        person.GivenName,
        person.Email,
        RoleOf(person),
        Joined(person, school => school.Name),
        Joined(person, school => school.SchoolUnitCode),
        person.SchoolYear));

    public IEnumerable<GroupRow> Groups() => scoped.Groups.Select(group => new GroupRow(
        group.Id.ToString(),
        group.Name,
        group.Kind == GroupKind.Class ? "Klass" : "Undervisning",
        schools[group.Owner].Name,
        schools[group.Owner].SchoolUnitCode,
        group.Students.Count,
        group.Teachers.Count));

    public IEnumerable<MembershipRow> Memberships()
    {
        var names = scoped.Persons.ToDictionary(person => person.Id, person => $"{person.FamilyName}, {person.GivenName}");
        return scoped.Groups.SelectMany(group =>
            group.Students.Select(id => Row(group, id, "Elev")).Concat(group.Teachers.Select(id => Row(group, id, "Lärare"))));

        MembershipRow Row(ScopedGroup group, Guid person, string role) =>
            new(group.Id.ToString(), group.Name, person.ToString(), names[person], role);
    }

    public IEnumerable<NotSentRow> NotSent()
    {
        var names = new NotSentNames(report.Roster);
        return scoped.NotSent.Select(one => new NotSentRow(
            one.Id.ToString(),
            names.NameOf(one),
            KindOf(one.Kind),
            names.SchoolsOf(one),
            NotSentTexts.Why(one.Reason),
            NotSentTexts.Remedy(one.Reason)));
    }

    private static Dictionary<string, object> Line(string what, object value) => new() { ["Uppgift"] = what, ["Värde"] = value };

    private string Joined(ScopedPerson person, Func<ScopedSchool, string> textOf) =>
        string.Join(", ", person.EnrolledAt.Union(person.EmployedAt).Select(id => textOf(schools[id])));

    private static string RoleOf(ScopedPerson person) => (person.EnrolledAt.Count > 0, person.EmployedAt.Count > 0) switch
    {
        (true, true) => "Elev och lärare",
        (true, false) => "Elev",
        _ => "Lärare",
    };

    private static string KindOf(EntityKind kind) => kind switch
    {
        EntityKind.School => "Skola",
        EntityKind.Person => "Person",
        _ => "Grupp",
    };
}
