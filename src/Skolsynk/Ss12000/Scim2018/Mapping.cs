using Skolsynk.Suppliers;

namespace Skolsynk.Ss12000.Scim2018;

/// <summary>
/// A roster in scope as SS 12000:2018 resources, after the EGIL profile. Pure: the same scope and the same confirmed resources give
/// the same bytes. Being in scope and being renderable are two things: a resource that refers to something that the supplier does
/// not have yet, or has refused, is in <see cref="Ids"/> but not rendered. It waits, and must not be deleted.
/// </summary>
public sealed class Mapping
{
    /// <summary>Rises with every release that changes ids or bytes; never falls. The golden files hold what it stands for.</summary>
    public const int Number = 1;

    private readonly ScopedRoster roster;
    private readonly EmploymentIndex employments;
    private readonly List<Activity> activities;

    public Mapping(ScopedRoster roster)
    {
        this.roster = roster;
        employments = new EmploymentIndex(roster.Persons);
        activities = [.. roster.Groups.Select(group => new Activity(DerivedIds.OfActivity(group.Id, group.Owner), group))];
        activities.Sort(static (a, b) => Rosters.Ids.Compare(a.Id, b.Id));
    }

    /// <summary>
    /// The external ids of all that is in scope, in sending order, whether it can be rendered at the moment or not. What a supplier
    /// has of this connection and is not among them is owed a delete; nothing else is.
    /// </summary>
    public IEnumerable<Guid> Ids(Endpoint endpoint) => endpoint switch
    {
        Endpoint.Organisations => [roster.OrganisationId],
        Endpoint.SchoolUnits => roster.Schools.Select(school => school.Id),
        Endpoint.Users => Persons().Select(person => person.Id),
        Endpoint.Employments => employments.All.Select(employment => employment.Id),
        Endpoint.StudentGroups => roster.Groups.Select(group => group.Id),
        Endpoint.Activities => activities.Select(activity => activity.Id),
        _ => [],
    };

    /// <summary>Every external id of <see cref="Ids"/> with what it tells of: the person of an Employment, the group of an Activity, else itself.</summary>
    public IEnumerable<(Guid Id, Guid Of)> Subjects(Endpoint endpoint) => endpoint switch
    {
        Endpoint.Employments => employments.All.Select(employment => (employment.Id, employment.User)),
        Endpoint.Activities => activities.Select(activity => (activity.Id, activity.Group.Id)),
        _ => Ids(endpoint).Select(id => (id, id)),
    };

    /// <summary>
    /// The resources that can be sent now, in sending order: pupils before other users, otherwise by id. A body is valid only until
    /// the next resource is taken.
    /// </summary>
    /// <param name="confirmed">Whether the supplier has confirmed that resource; a body refers to no other.</param>
    public IEnumerable<Resource> Render(Endpoint endpoint, Func<Endpoint, Guid, bool> confirmed) => endpoint switch
    {
        Endpoint.Organisations => Each([roster], confirmed, static (to, one) => to.Organisation(one)),
        Endpoint.SchoolUnits => Each(roster.Schools, confirmed, (to, school) => to.SchoolUnit(school, roster)),
        Endpoint.Users => Each(Persons(), confirmed, static (to, person) => to.User(person)),
        Endpoint.Employments => Each(employments.All, confirmed, static (to, employment) => to.Employment(employment)),
        Endpoint.StudentGroups => Each(roster.Groups, confirmed, static (to, group) => to.StudentGroup(group)),
        Endpoint.Activities => Each(activities, confirmed, (to, activity) => to.Activity(activity, employments)),
        _ => [],
    };

    /// <summary>The user name of a person in scope; null: no such person is in scope.</summary>
    public string? UserNameOf(Guid userId)
    {
        var (from, to) = (0, roster.Persons.Count - 1);
        while (from <= to)
        {
            var middle = (from + to) / 2;
            var order = Rosters.Ids.Compare(roster.Persons[middle].Id, userId);
            if (order == 0)
                return roster.Persons[middle].UserName;
            (from, to) = order < 0 ? (middle + 1, to) : (from, middle - 1);
        }

        return null;
    }

    private IEnumerable<ScopedPerson> Persons() =>
        roster.Persons.Where(person => person.EnrolledAt.Count > 0).Concat(roster.Persons.Where(person => person.EnrolledAt.Count == 0));

    private static IEnumerable<Resource> Each<T>(
        IEnumerable<T> items, Func<Endpoint, Guid, bool> confirmed, Func<Rendering, T, Resource?> render)
    {
        using var rendering = new Rendering(confirmed);
        foreach (var item in items)
        {
            if (render(rendering, item) is { } resource)
                yield return resource;
        }
    }
}
