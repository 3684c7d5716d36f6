using Skolsynk.Rosters;

namespace Skolsynk.Suppliers;

/// <summary>The groups in scope and who of their members is there.</summary>
internal sealed class GroupSelection
{
    private readonly IReadOnlyList<Group> groups;
    private readonly SchoolSelection schools;
    private readonly PersonSelection persons;
    private readonly bool oneSchool;
    private readonly GroupsTaken taken;
    private readonly HashSet<Guid> excluded;

    // Reused from group to group.
    private readonly List<Guid> students = [];
    private readonly List<Guid> teachers = [];

    public GroupSelection(IReadOnlyList<Group> groups, ScopeInput input, SchoolSelection schools, PersonSelection persons)
    {
        this.groups = Sorting.ById(groups, group => group.Id);
        this.schools = schools;
        this.persons = persons;
        oneSchool = input.Profile.SchoolsPerPerson == SchoolsPerPerson.One;
        taken = (GroupsTaken)Math.Min((int)input.Profile.Groups, (int)input.Settings.Groups);
        excluded = [.. input.Settings.ExcludedGroups];
    }

    /// <summary>
    /// Where the persons' groups place them, sorted by person: for each teacher, and for each pupil too where only one school a
    /// person is taken and the groups decide which.
    /// </summary>
    public List<SchoolOfPerson> SchoolsByPerson()
    {
        var found = new List<SchoolOfPerson>();
        for (var i = 0; i < groups.Count; i++)
        {
            if (Hindrance(groups[i]) is null)
                AddSchools(groups[i].Members, schools.Smallest(groups[i].Schools)!.Value, found);
        }

        found.Sort(static (a, b) => a.Person.CompareTo(b.Person));
        return found;
    }

    /// <param name="selected">By place; null where the person is not sent.</param>
    public List<ScopedGroup> Select(ScopedPerson?[] selected, List<NotSent> notSent)
    {
        var result = new List<ScopedGroup>(groups.Count);
        for (var i = 0; i < groups.Count; i++)
        {
            var group = groups[i];
            var reason = Hindrance(group);
            if (reason is null)
                reason = Gather(group.Members, selected) ? null : NotSentReason.GroupEmpty;
            if (reason is null)
                result.Add(Scoped(group));
            else
                notSent.Add(new NotSent(EntityKind.Group, group.Id, reason.Value));
        }

        return result;
    }

    private void AddSchools(IReadOnlyList<Membership> members, int owner, List<SchoolOfPerson> found)
    {
        for (var i = 0; i < members.Count; i++)
        {
            var (id, role) = members[i];
            if (role == MemberRole.Student && !oneSchool)
                continue;
            if (persons.PlaceOf(id) is { } place && persons.MayBe(role, place))
                found.Add(new SchoolOfPerson(place, owner, role));
        }
    }

    /// <summary>Members are there in the role that they have here: who is no pupil in scope is no pupil of a group.</summary>
    private bool Gather(IReadOnlyList<Membership> members, ScopedPerson?[] selected)
    {
        students.Clear();
        teachers.Clear();
        for (var i = 0; i < members.Count; i++)
        {
            var (id, role) = members[i];
            if (persons.PlaceOf(id) is not { } place || selected[place] is not { } person)
                continue;
            if (role == MemberRole.Student && person.EnrolledAt.Count > 0)
                students.Add(id);
            else if (role == MemberRole.Teacher && person.EmployedAt.Count > 0)
                teachers.Add(id);
        }

        return students.Count > 0 || teachers.Count > 0;
    }

    private ScopedGroup Scoped(Group group) => new()
    {
        Id = group.Id,
        Name = group.Name!,
        Kind = group.Kind,
        Owner = schools.IdOf(schools.Smallest(group.Schools)!.Value),
        Students = Sorting.ById(students.ToArray(), id => id),
        Teachers = Sorting.ById(teachers.ToArray(), id => id),
    };

    private NotSentReason? Hindrance(Group group)
    {
        if (excluded.Contains(group.Id))
            return NotSentReason.Excluded;
        if (taken == GroupsTaken.None || (taken == GroupsTaken.Classes && group.Kind != GroupKind.Class))
            return NotSentReason.GroupKindNotTaken;
        if (group.Schools.Count == 0)
            return NotSentReason.NoSchool;
        if (schools.Smallest(group.Schools) is null)
            return NotSentReason.NoSchoolInScope;
        return string.IsNullOrWhiteSpace(group.Name) ? NotSentReason.GroupWithoutName : null;
    }
}
