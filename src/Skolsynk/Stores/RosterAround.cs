using Skolsynk.Data;
using Skolsynk.Rosters;

namespace Skolsynk.Stores;

/// <summary>
/// The part of a roster that decides about one person, group or school: <c>Scope.Select</c> says of it the same as of the whole. All schools;
/// the person with her groups; or the group with its members and all of theirs. Of every group only those members are there who are in the part.
/// </summary>
public static class RosterAround
{
    public static Roster Load(TenantId tenant, Session session, EntityKind kind, Guid id)
    {
        var bodies = new RosterBodies();
        session.Each(
            "SELECT e.kind, e.src, e.oid, b.body FROM entity e JOIN entity_body b ON b.tenant = e.tenant AND b.oid = e.oid "
            + "WHERE e.tenant = @tenant AND e.kind = 1 AND e.gone_v IS NULL",
            bodies.Add, ("@tenant", tenant.Value));
        var persons = new Dictionary<long, Guid>();
        if (kind is not EntityKind.School)
        {
            var columns = Columns(tenant, session);
            persons = kind is EntityKind.Person ? Oids(tenant, session, id) : Members(tenant, session, id, columns);
            var groups = columns.Where(one => one.Value.Members.Any(member => persons.ContainsKey(member.Oid))).Select(one => one.Value.Id)
                .Concat(kind is EntityKind.Group ? [id] : []).Distinct().ToList();
            Add(tenant, session, bodies, EntityKind.Person, persons.Values);
            foreach (var oid in Add(tenant, session, bodies, EntityKind.Group, groups))
                if (columns.TryGetValue(oid, out var column)) bodies.AddMembers(oid, column.Members);
        }
        return bodies.Roster(persons);
    }

    /// <summary>Member columns of the groups that are there, by surrogate.</summary>
    private static Dictionary<long, (Guid Id, StoredMember[] Members)> Columns(TenantId tenant, Session session)
    {
        var columns = new Dictionary<long, (Guid, StoredMember[])>();
        session.Each(
            "SELECT e.src, e.oid, m.members FROM entity e JOIN class_member m ON m.tenant = e.tenant AND m.oid = e.oid "
            + "WHERE e.tenant = @tenant AND e.kind = 3 AND e.gone_v IS NULL",
            row => columns.Add(row.GetInt64(1), (Ids.FromBytes(row.GetFieldValue<byte[]>(0)), MemberColumn.Decode(row.GetFieldValue<byte[]>(2)))),
            ("@tenant", tenant.Value));
        return columns;
    }

    private static Dictionary<long, Guid> Oids(TenantId tenant, Session session, Guid person) => session.Query(
        "SELECT e.oid FROM entity e WHERE e.tenant = @tenant AND e.kind = 2 AND e.src = @src AND e.gone_v IS NULL AND " + RosterStore.NotProtected,
        row => row.GetInt64(0), ("@tenant", tenant.Value), ("@src", Ids.ToBytes(person))).ToDictionary(oid => oid, _ => person);

    private static Dictionary<long, Guid> Members(
        TenantId tenant, Session session, Guid group, Dictionary<long, (Guid Id, StoredMember[] Members)> columns)
    {
        var wanted = columns.Values.Where(one => one.Id == group).SelectMany(one => one.Members).Select(member => member.Oid).ToHashSet();
        var persons = new Dictionary<long, Guid>();
        if (wanted.Count == 0)
            return persons;
        session.Each(
            "SELECT e.oid, e.src FROM entity e WHERE e.tenant = @tenant AND e.kind = 2 AND e.gone_v IS NULL AND " + RosterStore.NotProtected,
            row =>
            {
                if (wanted.Contains(row.GetInt64(0))) persons.Add(row.GetInt64(0), Ids.FromBytes(row.GetFieldValue<byte[]>(1)));
            },
            ("@tenant", tenant.Value));
        return persons;
    }

    /// <returns>Surrogates of what is there.</returns>
    private static List<long> Add(TenantId tenant, Session session, RosterBodies bodies, EntityKind kind, IEnumerable<Guid> ids) => SqlList.Query(
        session, tenant,
        $"SELECT e.kind, e.src, e.oid, b.body FROM entity e JOIN entity_body b ON b.tenant = e.tenant AND b.oid = e.oid "
        + $"WHERE e.tenant = @tenant AND e.kind = {(short)kind} AND e.src IN ({{0}}) AND e.gone_v IS NULL",
        ids, Ids.ToBytes,
        row =>
        {
            bodies.Add(row);
            return row.GetInt64(2);
        });
}
