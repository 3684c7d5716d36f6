using Skolsynk.Data;
using Skolsynk.Rosters;

namespace Skolsynk.Stores;

/// <summary>The stored roster and its version, which rises by one with every commit that changes something; 0: nothing was stored yet.</summary>
public sealed record StoredRoster(long Version, Roster Roster);

/// <summary>What is compared of the stored roster, and the version that it is of.</summary>
public sealed record StoredIndex(long Version, RosterIndex Index);

/// <summary>Reads the roster of one tenant.</summary>
public static class RosterStore
{
    /// <summary>The number of the last commit; 0 when there was none.</summary>
    public static long Version(TenantId tenant, Session session) =>
        session.Scalar<long>("SELECT version FROM roster WHERE tenant = @tenant", ("@tenant", tenant.Value));

    /// <summary>Ids, surrogates and hashes, gone ones included.</summary>
    public static StoredIndex LoadIndex(TenantId tenant, Session session)
    {
        var columns = new Dictionary<long, UInt128>();
        session.Each(
            "SELECT oid, hash FROM class_member WHERE tenant = @tenant",
            row => columns.Add(row.GetInt64(0), RosterTables.ToHash(row.GetFieldValue<byte[]>(1))),
            ("@tenant", tenant.Value));
        List<IndexRow> schools = [], persons = [], groups = [];
        session.Each(
            "SELECT kind, src, oid, hash, gone_v FROM entity WHERE tenant = @tenant ORDER BY kind, src",
            row =>
            {
                var kind = (EntityKind)row.GetInt16(0);
                var oid = row.GetInt64(2);
                var entry = new IndexRow(
                    Ids.FromBytes(row.GetFieldValue<byte[]>(1)), oid, RosterTables.ToHash(row.GetFieldValue<byte[]>(3)),
                    !row.IsDBNull(4), columns.GetValueOrDefault(oid));
                (kind == EntityKind.School ? schools : kind == EntityKind.Person ? persons : groups).Add(entry);
            },
            ("@tenant", tenant.Value));
        return new StoredIndex(Version(tenant, session), new RosterIndex(schools, persons, groups));
    }

    /// <summary>The whole roster, without what is gone and without protected persons.</summary>
    public static StoredRoster Load(TenantId tenant, Session session)
    {
        var bodies = new RosterBodies();
        session.Each(
            "SELECT e.kind, e.src, e.oid, b.body FROM entity e JOIN entity_body b ON b.tenant = e.tenant AND b.oid = e.oid "
            + "WHERE e.tenant = @tenant AND e.gone_v IS NULL AND " + NotProtected,
            bodies.Add, ("@tenant", tenant.Value));
        session.Each("SELECT oid, members FROM class_member WHERE tenant = @tenant", bodies.AddMembers, ("@tenant", tenant.Value));
        return new StoredRoster(Version(tenant, session), bodies.Roster(null));
    }

    /// <summary>
    /// The stored form of all that the changes touch: what is updated or removed, and groups with other members. What is created
    /// or comes back is not in it.
    /// </summary>
    public static Roster LoadTouched(TenantId tenant, Session session, RosterIndex index, RosterChanges changes)
    {
        if (changes.IsEmpty) return Roster.Empty;
        var groups = index.Groups.ToDictionary(row => row.Id);
        var oids = changes.Entities.Where(change => change.What is ChangeKind.Updated or ChangeKind.Removed).Select(change => change.Oid)
            .Concat(changes.Members.Where(group => groups.TryGetValue(group.Id, out var row) && !row.Gone).Select(group => groups[group.Id].Oid))
            .Distinct().ToList();
        return LoadByOid(tenant, session, oids, index.Persons.ToDictionary(row => row.Oid, row => row.Id));
    }

    /// <summary>A row of <c>entity</c> called e that is no protected person, nor anybody who has had an account that is.</summary>
    internal const string NotProtected = "NOT (e.kind = 2 AND (EXISTS("
        + "SELECT 1 FROM protected_person p WHERE p.tenant = e.tenant AND p.src = e.src) OR EXISTS("
        + "SELECT 1 FROM person_alias a JOIN protected_person p ON p.tenant = a.tenant AND p.src = a.src WHERE a.tenant = e.tenant AND a.person = e.src)))";

    /// <summary>Whom <see cref="NotProtected"/> leaves out, for those who go through everybody.</summary>
    internal static HashSet<Guid> Protected(TenantId tenant, Session session) => [.. session.Query(
        "SELECT p.src FROM protected_person p WHERE p.tenant = @tenant UNION "
        + "SELECT a.person FROM person_alias a JOIN protected_person p ON p.tenant = a.tenant AND p.src = a.src WHERE a.tenant = @tenant",
        row => Ids.FromBytes(row.GetFieldValue<byte[]>(0)), ("@tenant", tenant.Value))];

    /// <summary>
    /// Schools, persons and groups by their ids, those that are gone included as long as they are not purged; protected persons never, not even
    /// those who are not erased yet.
    /// </summary>
    public static Roster LoadBodies(TenantId tenant, Session session, IReadOnlyCollection<Guid> ids)
    {
        var persons = new Dictionary<long, Guid>();
        session.Each(
            "SELECT oid, src FROM entity WHERE tenant = @tenant AND kind = 2",
            row => persons.Add(row.GetInt64(0), Ids.FromBytes(row.GetFieldValue<byte[]>(1))),
            ("@tenant", tenant.Value));
        return LoadByOid(tenant, session, Oids(tenant, session, ids), persons);
    }

    /// <summary>As <see cref="LoadBodies"/>, groups without their members.</summary>
    public static Roster LoadBare(TenantId tenant, Session session, IReadOnlyCollection<Guid> ids) => LoadByOid(
        tenant, session, Oids(tenant, session, ids), new Dictionary<long, Guid>());

    private static List<long> Oids(TenantId tenant, Session session, IReadOnlyCollection<Guid> ids) => SqlList.Query(
        session, tenant, "SELECT e.oid FROM entity e WHERE e.tenant = @tenant AND e.kind IN (1, 2, 3) AND e.src IN ({0}) AND " + NotProtected, ids, Ids.ToBytes,
        row => row.GetInt64(0));

    /// <summary>Ids of all schools that were ever stored and not purged.</summary>
    public static IReadOnlyList<Guid> LoadSchoolIds(TenantId tenant, Session session) => session.Query(
        "SELECT src FROM entity WHERE tenant = @tenant AND kind = 1", row => Ids.FromBytes(row.GetFieldValue<byte[]>(0)), ("@tenant", tenant.Value));

    /// <summary>The schools alone, without what is gone; by id.</summary>
    public static IReadOnlyList<School> LoadSchools(TenantId tenant, Session session) => session.Query(
        "SELECT e.src, b.body FROM entity e JOIN entity_body b ON b.tenant = e.tenant AND b.oid = e.oid "
        + "WHERE e.tenant = @tenant AND e.kind = 1 AND e.gone_v IS NULL ORDER BY e.src",
        row => RosterCodec.DecodeSchool(Ids.FromBytes(row.GetFieldValue<byte[]>(0)), row.GetFieldValue<byte[]>(1)),
        ("@tenant", tenant.Value));

    /// <summary>User names of persons who are gone and not yet purged: a new account may take one over.</summary>
    public static IReadOnlyDictionary<Guid, string> LoadGoneUserNames(TenantId tenant, Session session)
    {
        var names = new Dictionary<Guid, string>();
        session.Each(
            "SELECT e.src, b.body FROM entity e JOIN entity_body b ON b.tenant = e.tenant AND b.oid = e.oid "
            + "WHERE e.tenant = @tenant AND e.kind = 2 AND e.gone_v IS NOT NULL",
            row =>
            {
                var person = RosterCodec.DecodePerson(Ids.FromBytes(row.GetFieldValue<byte[]>(0)), row.GetFieldValue<byte[]>(1));
                if (person.UserName is { } name) names.Add(person.Id, name);
            },
            ("@tenant", tenant.Value));
        return names;
    }

    private static Roster LoadByOid(TenantId tenant, Session session, IReadOnlyCollection<long> oids, IReadOnlyDictionary<long, Guid> persons)
    {
        var bodies = new RosterBodies();
        foreach (var chunk in oids.Chunk(SqlList.Chunk))
        {
            var parameters = SqlList.Parameters(tenant, chunk, oid => oid);
            session.Each(
                "SELECT e.kind, e.src, e.oid, b.body FROM entity_body b JOIN entity e ON e.tenant = b.tenant AND e.oid = b.oid "
                + $"WHERE b.tenant = @tenant AND b.oid IN ({SqlList.Names(chunk.Length)})",
                bodies.Add, parameters);
            session.Each(
                $"SELECT oid, members FROM class_member WHERE tenant = @tenant AND oid IN ({SqlList.Names(chunk.Length)})",
                bodies.AddMembers, parameters);
        }
        return bodies.Roster(persons);
    }
}
