using Skolsynk.Rosters;
using Skolsynk.Suppliers;

namespace Skolsynk.Tests.Suppliers;

/// <summary>A roster and what one connection may have of it, said by names; the ids follow the order in which things are said.</summary>
internal sealed class Town
{
    private readonly List<School> schools = [];
    private readonly List<Person> persons = [];
    private readonly List<Group> groups = [];
    private readonly Dictionary<Guid, string> codes = [];

    public ScopeSettings Settings { get; set; } = new() { AllSchools = true };

    public CapabilityProfile Profile { get; set; } = new();

    public Roster Roster => new(schools, persons, groups);

    public ScopeInput Input => new()
    {
        OrganisationId = new Guid("2f4d8e16-90ab-4c37-a5e2-71d3b8c06f94"),
        OrganisationName = "Norrboda kommun",
        MunicipalityCode = "9999",
        SchoolUnitCodes = codes,
        Settings = Settings,
        Profile = Profile,
    };

    public Guid School(string? name, string? code = "99999901")
    {
        var id = Id(1, schools.Count);
        schools.Add(new School { Id = id, Name = name });
        if (code is not null)
            codes[id] = code;
        return id;
    }

    public Guid Pupil(string name, params Guid[] at) => Person(PersonRole.Student, name, at);

    public Guid Teacher(string name, params Guid[] at) => Person(PersonRole.Teacher, name, at);

    public Guid Person(PersonRole role, string name, params Guid[] at)
    {
        var id = Id(2, persons.Count);
        persons.Add(new Person
        {
            Id = id,
            GivenName = name,
            FamilyName = "Ek",
            UserName = $"{name}@edu.norrboda.example",
            Mail = $"{name}.ek@norrboda.example",
            Role = role,
            Schools = at,
            SchoolYear = role == PersonRole.Student ? 7 : null,
        });
        return id;
    }

    public void Change(Guid person, Func<Person, Person> change)
    {
        var place = persons.FindIndex(one => one.Id == person);
        persons[place] = change(persons[place]);
    }

    public Guid Class(string? name, Guid at, Guid[] pupils, params Guid[] teachers) => Group(GroupKind.Class, name, [at], pupils, teachers);

    public Guid Group(GroupKind kind, string? name, Guid[] at, Guid[] pupils, params Guid[] teachers)
    {
        var id = Id(3, groups.Count);
        var members = pupils.Select(one => new Membership(one, MemberRole.Student))
            .Concat(teachers.Select(one => new Membership(one, MemberRole.Teacher)));
        groups.Add(new Group
        {
            Id = id,
            Name = name,
            Kind = kind,
            Schools = at,
            Members = [.. members.OrderBy(one => Ids.AsNumber(one.Person))],
        });
        return id;
    }

    public ScopedRoster Select() => Scope.Select(Roster, Input);

    public NotSentReason? WhyNot(Guid id) => Select().NotSent.Cast<NotSent?>().SingleOrDefault(one => one!.Value.Id == id)?.Reason;

    public ScopedPerson Sent(Guid person) => Select().Persons.Single(one => one.Id == person);

    public ScopedGroup SentGroup(Guid group) => Select().Groups.Single(one => one.Id == group);

    private static Guid Id(int kind, int number) => new($"{kind:x8}-0000-4000-8000-{number + 1:x12}");
}
