using System.Runtime.InteropServices;
using Skolsynk.Rosters;

namespace Skolsynk.Suppliers;

/// <summary>The persons in scope. Persons are known by their place in the list sorted by id.</summary>
internal sealed class PersonSelection
{
    private readonly IReadOnlyList<Person> persons;
    private readonly Dictionary<Guid, int> places;
    private readonly HashSet<Guid> excluded;
    private readonly ScopeInput input;
    private readonly SchoolSelection schools;

    // Reused from person to person.
    private readonly List<int> enrolled = [];
    private readonly List<int> employed = [];

    public PersonSelection(IReadOnlyList<Person> persons, ScopeInput input, SchoolSelection schools)
    {
        this.persons = Sorting.ById(persons, person => person.Id);
        this.input = input;
        this.schools = schools;
        excluded = [.. input.Settings.ExcludedPersons];
        places = new Dictionary<Guid, int>(persons.Count);
        for (var i = 0; i < persons.Count; i++)
            places.Add(this.persons[i].Id, i);
    }

    /// <summary>The person's place; null: not in the roster.</summary>
    public int? PlaceOf(Guid id) => places.TryGetValue(id, out var place) ? place : null;

    /// <summary>Whether the person may have that role in a group here, as far as role, settings and exclusion say.</summary>
    public bool MayBe(MemberRole role, int place)
    {
        var person = persons[place];
        return !excluded.Contains(person.Id) && role switch
        {
            MemberRole.Student => person.Role == PersonRole.Student && input.Settings.Students,
            _ => person.Role != PersonRole.Other && input.Settings.Teachers,
        };
    }

    /// <summary>The selected persons by place; null where the person is not sent.</summary>
    /// <param name="schoolsByPerson">Sorted by person.</param>
    public ScopedPerson?[] Select(List<SchoolOfPerson> schoolsByPerson, List<NotSent> notSent)
    {
        var all = CollectionsMarshal.AsSpan(schoolsByPerson);
        var selected = new ScopedPerson?[persons.Count];
        var from = 0;
        for (var place = 0; place < selected.Length; place++)
        {
            var to = from;
            while (to < all.Length && all[to].Person == place)
                to++;

            Place(persons[place], all[from..to]);
            if (Hindrance(persons[place]) is { } reason)
                notSent.Add(new NotSent(EntityKind.Person, persons[place].Id, reason));
            else
                selected[place] = Scoped(persons[place]);
            from = to;
        }

        return selected;
    }

    /// <summary>Finds where the person is a pupil and where she teaches.</summary>
    private void Place(Person person, ReadOnlySpan<SchoolOfPerson> byGroups)
    {
        enrolled.Clear();
        employed.Clear();
        if (person.Role == PersonRole.Other || excluded.Contains(person.Id))
            return;
        if (person.Role == PersonRole.Student && input.Settings.Students)
            schools.Numbers(person.Schools, enrolled);
        if (person.Role == PersonRole.Teacher && input.Settings.Teachers)
            schools.Numbers(person.Schools, employed);
        foreach (var school in byGroups)
        {
            if (school.Role == MemberRole.Teacher && !employed.Contains(school.School))
                employed.Add(school.School);
        }

        employed.Sort();
        if (input.Profile.SchoolsPerPerson == SchoolsPerPerson.One)
            KeepOne(byGroups);
    }

    /// <summary>The school with most of the person's groups, then the smallest id; who is a pupil anywhere stays a pupil.</summary>
    private void KeepOne(ReadOnlySpan<SchoolOfPerson> byGroups)
    {
        var candidates = enrolled.Count > 0 ? enrolled : employed;
        var kept = -1;
        var most = -1;
        foreach (var candidate in candidates)
        {
            var groups = 0;
            foreach (var school in byGroups)
                groups += school.School == candidate ? 1 : 0;
            if (groups > most)
                (kept, most) = (candidate, groups);
        }

        enrolled.RemoveAll(school => school != kept);
        employed.RemoveAll(school => school != kept);
    }

    private NotSentReason? Hindrance(Person person)
    {
        if (excluded.Contains(person.Id))
            return NotSentReason.Excluded;
        if (person.Role == PersonRole.Other)
            return NotSentReason.NoRole;
        if (enrolled.Count == 0 && employed.Count == 0)
            return NowhereBecause(person);
        if (string.IsNullOrWhiteSpace(person.GivenName) || string.IsNullOrWhiteSpace(person.FamilyName))
            return NotSentReason.NameMissing;
        if (string.IsNullOrWhiteSpace(person.UserName))
            return NotSentReason.UserNameMissing;
        return input.Profile.EmailNeeded && EmailOf(person) is null ? NotSentReason.EmailMissing : null;
    }

    private NotSentReason NowhereBecause(Person person)
    {
        var chosen = person.Role == PersonRole.Student ? input.Settings.Students : input.Settings.Teachers;
        if (!chosen)
            return NotSentReason.RoleNotChosen;
        return person.Schools.Count == 0 ? NotSentReason.NoSchool : NotSentReason.NoSchoolInScope;
    }

    private ScopedPerson Scoped(Person person) => new()
    {
        Id = person.Id,
        UserName = person.UserName!,
        GivenName = person.GivenName!,
        FamilyName = person.FamilyName!,
        Email = EmailOf(person),
        EnrolledAt = schools.IdsOf(enrolled),
        EmployedAt = schools.IdsOf(employed),
        SchoolYear = input.Settings.SchoolYear && enrolled.Count > 0 ? person.SchoolYear : null,
    };

    private string? EmailOf(Person person)
    {
        if (!input.Settings.Email && !input.Profile.EmailNeeded)
            return null;
        if (!string.IsNullOrWhiteSpace(person.Mail))
            return person.Mail;
        return input.Settings.EmailFromUserName ? person.UserName : null;
    }
}

/// <summary>A group ties a person (by place) to the school (by number) that owns it; one for each group.</summary>
internal readonly record struct SchoolOfPerson(int Person, int School, MemberRole Role);
