using Skolsynk.Data;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;
using Skolsynk.Stores;
using Skolsynk.Tenants;

namespace Skolsynk.Deliveries;

/// <summary>The resources of persons who are protected, of those whose removal is decided and of those who wait for it.</summary>
internal sealed record MarkedResources(ProtectedResources Removed, ProtectedResources Waiting)
{
    public static readonly MarkedResources None = new(new(new HashSet<Guid>(), []), new(new HashSet<Guid>(), []));

    public static MarkedResources Load(Session session, TenantId tenant)
    {
        var marked = ProtectedPersons.Load(session, tenant);
        var schools = marked.All.Count == 0 ? [] : RosterStore.LoadSchoolIds(tenant, session);
        return new(new(marked.All.Except(marked.Waiting).ToHashSet(), schools), new(marked.Waiting, schools));
    }
}

/// <summary>Which resources are about protected persons: their Users, and their Employments at whatever school.</summary>
internal sealed class ProtectedResources(IReadOnlySet<Guid> persons, IReadOnlyCollection<Guid> schools)
{
    private readonly HashSet<Guid> employments = [.. Employments(persons, schools)];

    public bool Contains(Endpoint endpoint, Guid id) => endpoint switch
    {
        Endpoint.Users => persons.Contains(id),
        Endpoint.Employments => employments.Contains(id),
        _ => false,
    };

    public static IEnumerable<Guid> Employments(IEnumerable<Guid> persons, IReadOnlyCollection<Guid> schools) =>
        persons.SelectMany(person => schools.Select(school => DerivedIds.OfEmployment(school, person)));
}
