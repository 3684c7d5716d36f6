using System.Data.Common;
using Skolsynk.Rosters;

namespace Skolsynk.Stores;

/// <summary>Gathers rows of bodies and member columns, in any order, into a roster.</summary>
internal sealed class RosterBodies
{
    private readonly List<School> schools = [];
    private readonly List<Person> persons = [];
    private readonly List<(Guid Id, long Oid, byte[] Body)> groups = [];
    private readonly Dictionary<long, StoredMember[]> columns = [];
    private readonly Dictionary<long, Guid> personIds = [];

    /// <summary>A row of kind, id, surrogate and body.</summary>
    public void Add(DbDataReader row)
    {
        var id = Ids.FromBytes(row.GetFieldValue<byte[]>(1));
        var oid = row.GetInt64(2);
        var body = row.GetFieldValue<byte[]>(3);
        switch ((EntityKind)row.GetInt16(0))
        {
            case EntityKind.School:
                schools.Add(RosterCodec.DecodeSchool(id, body));
                break;
            case EntityKind.Person:
                persons.Add(RosterCodec.DecodePerson(id, body));
                personIds.Add(oid, id);
                break;
            default:
                groups.Add((id, oid, body));
                break;
        }
    }

    /// <summary>A row of surrogate and member column.</summary>
    public void AddMembers(DbDataReader row) => AddMembers(row.GetInt64(0), MemberColumn.Decode(row.GetFieldValue<byte[]>(1)));

    public void AddMembers(long oid, StoredMember[] members) => columns.Add(oid, members);

    /// <param name="everyPerson">Surrogate → id of every person; null: those whose rows were added are all.</param>
    public Roster Roster(IReadOnlyDictionary<long, Guid>? everyPerson)
    {
        var ids = everyPerson ?? personIds;
        return new Roster(
            Sorted(schools, school => school.Id),
            Sorted(persons, person => person.Id),
            Sorted(groups.ConvertAll(row => RosterCodec.DecodeGroup(row.Id, row.Body, MembersOf(row.Oid, ids))), group => group.Id));
    }

    /// <summary>Members whose person is there: the column of a group that is gone may name persons who were purged.</summary>
    private Membership[] MembersOf(long oid, IReadOnlyDictionary<long, Guid> ids)
    {
        if (!columns.TryGetValue(oid, out var column)) return [];
        var members = new List<Membership>();
        foreach (var member in column)
            if (ids.TryGetValue(member.Oid, out var person)) members.Add(new Membership(person, member.Role));
        return Sorted(members, member => member.Person);
    }

    private static T[] Sorted<T>(List<T> items, Func<T, Guid> idOf)
    {
        var keys = new UInt128[items.Count];
        for (var i = 0; i < keys.Length; i++) keys[i] = Ids.AsNumber(idOf(items[i]));
        var sorted = items.ToArray();
        Array.Sort(keys, sorted);
        return sorted;
    }
}
