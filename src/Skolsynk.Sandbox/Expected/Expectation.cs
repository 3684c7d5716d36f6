using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Sandbox.Expected;

/// <summary>
/// Exactly what a supplier must hold of a municipality, computed from the municipality itself, rule by rule and without regard to
/// speed. It shares nothing with the service: where the two differ, one of them is wrong.
/// </summary>
internal sealed class Expectation
{
    private static readonly string[] TeacherRoles = ["teacher", "faculty", "professor", "instructor"];

    private readonly MunicipalitySnapshot source;
    private readonly ConnectionDescription connection;
    private readonly Guid tenant;
    private readonly Dictionary<string, ExpectedSchool> schools;
    private readonly Dictionary<string, ExpectedPerson> people;
    private readonly List<ExpectedGroup> groups;

    private Expectation(MunicipalitySnapshot source, ConnectionDescription connection)
    {
        this.source = source;
        this.connection = connection;
        tenant = connection.EntraTenantId;
        schools = Schools().ToDictionary(school => school.Id, StringComparer.Ordinal);
        people = People().ToDictionary(person => person.Id, StringComparer.Ordinal);
        groups = [.. Groups()];
    }

    public static IReadOnlyList<ExpectedObject> Of(MunicipalitySnapshot source, ConnectionDescription connection) =>
        [.. new Expectation(source, connection).Objects()];

    private IEnumerable<ExpectedObject> Objects()
    {
        foreach (var group in groups)
            Place(group);
        if (connection.OneSchoolPerPerson)
        {
            foreach (var person in people.Values)
                person.KeepOneSchool();
        }

        var organisation = tenant.ToString("D");
        yield return ExpectedContent.Organisation(organisation, connection.OrganisationName);
        foreach (var school in schools.Values)
            yield return ExpectedContent.SchoolUnit(school, organisation, connection.MunicipalityCode);
        foreach (var person in people.Values.Where(IsSent))
        {
            yield return ExpectedContent.User(person);
            foreach (var school in person.Employments)
                yield return ExpectedContent.Employment(WireIds.OfEmployment(school, person.Id), person.Id, school);
        }

        foreach (var group in groups)
        {
            foreach (var written in Written(group))
                yield return written;
        }
    }

    /// <summary>A school needs to be chosen, a name, and a confirmed code.</summary>
    private IEnumerable<ExpectedSchool> Schools() =>
        from school in source.Schools
        let id = WireIds.OfSchool(tenant, school.Id)
        where id is not null
        let name = PlainWords.Of(school.DisplayName)
        let code = connection.Codes.GetValueOrDefault(school.Id) ?? connection.Codes.GetValueOrDefault(id)
        where name is not null && code is not null && (connection.Schools is not { } chosen || Names(chosen, school.Id, id))
        select new ExpectedSchool(id, name, code);

    private IEnumerable<ExpectedPerson> People() =>
        from user in source.Users
        where user.AccountEnabled && !Same(user.UserType, "guest")
        let id = WireIds.OfPerson(tenant, user.Id)
        where id is not null && !Names(connection.ExcludedPersons, user.Id, id)
        select Person(user, id);

    private ExpectedPerson Person(SandboxUser user, string id)
    {
        var pupil = Same(user.PrimaryRole, "student");
        var teacher = TeacherRoles.Any(role => Same(user.PrimaryRole, role));
        var person = new ExpectedPerson(id)
        {
            GivenName = PlainWords.Of(user.GivenName),
            FamilyName = PlainWords.Of(user.Surname),
            UserName = PlainWords.Of(user.UserPrincipalName),
            Email = Email(user),
            IsPupil = pupil && connection.Students,
            IsTeacher = teacher && connection.Teachers,
            MayTeach = (pupil || teacher) && connection.Teachers,
            SchoolYear = connection.SchoolYear && pupil ? Year(user.Grade) : null,
        };
        foreach (var school in InScope(source.SchoolsByUser.GetValueOrDefault(user.Id)))
        {
            if (person.IsPupil)
                person.Enrolments.Add(school);
            if (person.IsTeacher)
                person.Employments.Add(school);
        }

        return person;
    }

    private string? Email(SandboxUser user)
    {
        if (!connection.Email && !connection.EmailNeeded)
            return null;
        return PlainWords.Of(user.Mail) ?? (connection.EmailFromUserName ? PlainWords.Of(user.UserPrincipalName) : null);
    }

    /// <summary>0–10; F and FSK are 0.</summary>
    private static int? Year(string? grade) => grade?.Trim().ToUpperInvariant() switch
    {
        "F" or "FSK" => 0,
        "0" or "1" or "2" or "3" or "4" or "5" or "6" or "7" or "8" or "9" or "10" => int.Parse(grade, System.Globalization.CultureInfo.InvariantCulture),
        _ => null,
    };

    private IEnumerable<ExpectedGroup> Groups() =>
        from item in source.Classes
        where connection.Groups != GroupChoice.None && !PlainWords.IsExpired(item.DisplayName) && !PlainWords.IsExpired(item.ExternalId)
        let id = WireIds.OfGroup(tenant, item.Id)
        where id is not null && !Names(connection.ExcludedGroups, item.Id, id)
        let name = PlainWords.Of(item.DisplayName)
        where name is not null
        let isClass = PlainWords.IsClassName(name)
        where isClass || connection.Groups == GroupChoice.All
        let owner = InScope(source.SchoolsByClass.GetValueOrDefault(item.Id)).Order(StringComparer.Ordinal).FirstOrDefault()
        where owner is not null
        let teachers = Persons(source.TeachersByClass.GetValueOrDefault(item.Id))
        select new ExpectedGroup(id, name, owner)
        {
            IsClass = isClass,
            Teachers = teachers,
            MembersOnly = Persons(source.MembersByClass.GetValueOrDefault(item.Id)).Except(teachers).ToHashSet(StringComparer.Ordinal),
        };

    /// <summary>What the group means for its people: teachers are employed at its school.</summary>
    private void Place(ExpectedGroup group)
    {
        foreach (var person in group.Teachers.Select(id => people[id]).Where(person => person.MayTeach))
        {
            person.Employments.Add(group.Owner);
            person.SchoolsOfGroups.Add(group.Owner);
        }

        foreach (var person in group.MembersOnly.Select(id => people[id]).Where(person => person.IsPupil))
            person.SchoolsOfGroups.Add(group.Owner);
    }

    /// <summary>At least one school, and all names. A name is never made from another.</summary>
    private bool IsSent(ExpectedPerson person) =>
        person.Enrolments.Count + person.Employments.Count > 0
        && person is { GivenName: not null, FamilyName: not null, UserName: not null }
        && (person.Email is not null || !connection.EmailNeeded);

    /// <summary>The group and its activity; nothing when nobody in it is sent.</summary>
    private IEnumerable<ExpectedObject> Written(ExpectedGroup group)
    {
        var students = group.MembersOnly.Select(id => people[id])
            .Where(person => IsSent(person) && person.Enrolments.Count > 0).Select(person => person.Id).ToList();
        var employments = group.Teachers.Select(id => people[id])
            .Where(person => IsSent(person) && person.MayTeach).Select(person => person.EmploymentFor(group.Owner)).OfType<string>().ToList();
        return students.Count + employments.Count == 0
            ? []
            : [ExpectedContent.StudentGroup(group, students), ExpectedContent.Activity(group, employments)];
    }

    private IEnumerable<string> InScope(IReadOnlyList<string>? sourceIds) =>
        (sourceIds ?? []).Select(id => WireIds.OfSchool(tenant, id)).OfType<string>().Where(schools.ContainsKey);

    private HashSet<string> Persons(IReadOnlyList<string>? sourceIds) =>
        (sourceIds ?? []).Select(id => WireIds.OfPerson(tenant, id)).OfType<string>().Where(people.ContainsKey).ToHashSet(StringComparer.Ordinal);

    private static bool Names(IReadOnlyCollection<string> names, string sourceId, string wireId) =>
        names.Contains(sourceId) || names.Contains(wireId, StringComparer.OrdinalIgnoreCase);

    private static bool Same(string? text, string word) => string.Equals(text?.Trim(), word, StringComparison.OrdinalIgnoreCase);
}
