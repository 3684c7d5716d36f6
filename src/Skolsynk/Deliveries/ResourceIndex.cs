using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;
using Skolsynk.Stores;

namespace Skolsynk.Deliveries;

/// <summary>All numbered resources of a tenant, and which of them a supplier may still have; for finding what hangs on an entity.</summary>
public sealed class ResourceIndex
{
    private readonly Dictionary<(Endpoint, Guid), long> numbers = [];
    private readonly HashSet<long> open = [];
    private readonly IReadOnlyList<Guid> schools;
    private readonly IReadOnlyList<Guid> persons;
    private readonly IReadOnlyList<Guid> groups;

    private ResourceIndex(Session session, TenantId tenant)
    {
        schools = RosterStore.LoadSchoolIds(tenant, session);
        var index = RosterStore.LoadIndex(tenant, session).Index;
        persons = [.. index.Persons.Select(row => row.Id)];
        groups = [.. index.Groups.Select(row => row.Id)];
        session.Each("SELECT endpoint, ext, rid FROM resource WHERE tenant = @tenant",
            row => numbers[((Endpoint)row.GetInt16(0), Ids.FromBytes(row.GetFieldValue<byte[]>(1)))] = row.GetInt64(2), ("@tenant", tenant.Value));
        session.Each("SELECT DISTINCT rid FROM receipt WHERE tenant = @tenant", row => open.Add(row.GetInt64(0)), ("@tenant", tenant.Value));
        session.Each("SELECT rids FROM send_window WHERE tenant = @tenant",
            row => open.UnionWith(ReceiptStore.Rids(row.GetFieldValue<byte[]>(0))), ("@tenant", tenant.Value));
    }

    public static ResourceIndex Load(Session session, TenantId tenant) => new(session, tenant);

    /// <summary>
    /// The numbers of everything that is about an entity and about nothing that stays. Null: a supplier may still have some of it, or
    /// it may be in flight, so that nothing of it may be forgotten yet.
    /// </summary>
    public IReadOnlyList<long>? Closed(EntityKind kind, Guid id)
    {
        var own = Numbers(OwnOf(kind, id)).ToList();
        var others = kind is EntityKind.School && Numbers(AtSchool(id)).Any();
        return others || own.Exists(open.Contains) ? null : own;
    }

    /// <summary>These are forgotten; what hung on them too stands in nobody's way any more.</summary>
    public void Forget(IReadOnlyCollection<long> rids)
    {
        var gone = rids.ToHashSet();
        foreach (var key in numbers.Where(one => gone.Contains(one.Value)).Select(one => one.Key).ToList())
            numbers.Remove(key);
    }

    private IEnumerable<(Endpoint, Guid)> OwnOf(EntityKind kind, Guid id) => kind switch
    {
        EntityKind.Person => schools.Select(school => (Endpoint.Employments, DerivedIds.OfEmployment(school, id))).Prepend((Endpoint.Users, id)),
        EntityKind.Group => schools.Select(school => (Endpoint.Activities, DerivedIds.OfActivity(id, school))).Prepend((Endpoint.StudentGroups, id)),
        _ => [(Endpoint.SchoolUnits, id)],
    };

    /// <summary>A closed school's id stays as long as somebody's employment there is remembered: without it, it could not be found.</summary>
    private IEnumerable<(Endpoint, Guid)> AtSchool(Guid school) =>
        persons.Select(person => (Endpoint.Employments, DerivedIds.OfEmployment(school, person)))
            .Concat(groups.Select(group => (Endpoint.Activities, DerivedIds.OfActivity(group, school))));

    private IEnumerable<long> Numbers(IEnumerable<(Endpoint, Guid)> keys) =>
        keys.Where(numbers.ContainsKey).Select(key => numbers[key]);
}
