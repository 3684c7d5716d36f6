using System.Text.Json;
using Skolsynk.Rosters;

namespace Skolsynk.Tests.Rosters;

/// <summary>A stored roster in memory: the plainest thing to which changes can be applied.</summary>
internal sealed class MemoryRoster
{
    private readonly Dictionary<(EntityKind Kind, Guid Id), (long Oid, UInt128 Hash, byte[] Body, bool Gone)> rows = [];
    private readonly Dictionary<Guid, byte[]> columns = [];
    private long lastOid;

    public RosterIndex Index => new(Rows(EntityKind.School), Rows(EntityKind.Person), Rows(EntityKind.Group));

    public Roster Roster => new(
        [.. Live(EntityKind.School).Select(row => RosterCodec.DecodeSchool(row.Id, row.Body))],
        [.. Live(EntityKind.Person).Select(row => RosterCodec.DecodePerson(row.Id, row.Body))],
        [.. Live(EntityKind.Group).Select(row => RosterCodec.DecodeGroup(row.Id, row.Body, MembersOf(row.Id)))]);

    public long OidOf(EntityKind kind, Guid id) => rows[(kind, id)].Oid;

    public MemoryRoster Apply(RosterChanges changes)
    {
        foreach (var change in changes.Entities)
        {
            var key = (change.Kind, change.Id);
            if (change.What == ChangeKind.Removed) rows[key] = rows[key] with { Gone = true };
            else rows[key] = (change.What == ChangeKind.Created ? ++lastOid : change.Oid, change.Hash, change.Body.ToArray(), false);
        }
        foreach (var group in changes.Members)
            columns[group.Id] = MemberColumn.Encode(
                [.. group.Members.Select(member => new StoredMember(OidOf(EntityKind.Person, member.Person), member.Role)).OrderBy(member => member.Oid)]);
        return this;
    }

    /// <summary>A roster as text, to be compared.</summary>
    public static string Text(Roster roster) => JsonSerializer.Serialize(roster);

    /// <summary>One entity as text, to be compared.</summary>
    public static string Line<T>(T entity) => JsonSerializer.Serialize(entity);

    private IndexRow[] Rows(EntityKind kind) => RosterGen.Sorted(
        rows.Where(row => row.Key.Kind == kind).Select(row => new IndexRow(
            row.Key.Id, row.Value.Oid, row.Value.Hash, row.Value.Gone, kind == EntityKind.Group ? MemberColumn.Hash(columns[row.Key.Id]) : default)),
        row => row.Id);

    private (Guid Id, byte[] Body)[] Live(EntityKind kind) => RosterGen.Sorted(
        rows.Where(row => row.Key.Kind == kind && !row.Value.Gone).Select(row => (row.Key.Id, row.Value.Body)), row => row.Id);

    private Membership[] MembersOf(Guid group)
    {
        var persons = rows.Where(row => row.Key.Kind == EntityKind.Person).ToDictionary(row => row.Value.Oid, row => row.Key.Id);
        return RosterGen.Sorted(
            MemberColumn.Decode(columns[group]).Select(member => new Membership(persons[member.Oid], member.Role)), member => member.Person);
    }
}
