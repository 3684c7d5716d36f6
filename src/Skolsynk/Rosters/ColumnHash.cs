namespace Skolsynk.Rosters;

/// <summary>The hash that a group's member column would have, as long as all its members are stored.</summary>
internal sealed class ColumnHash
{
    private readonly Dictionary<Guid, long> oids;
    private StoredMember[] members = new StoredMember[64];
    private byte[] column = new byte[1024];

    public ColumnHash(IReadOnlyList<IndexRow> persons)
    {
        oids = new Dictionary<Guid, long>(persons.Count);
        foreach (var person in persons) oids.Add(person.Id, person.Oid);
    }

    /// <summary>Null when a member has no surrogate yet: then the column is another one in any case.</summary>
    public UInt128? Of(IReadOnlyList<Membership> memberships)
    {
        if (memberships.Count > members.Length)
        {
            members = new StoredMember[memberships.Count];
            column = new byte[1 + (memberships.Count * 10)];
        }
        for (var i = 0; i < memberships.Count; i++)
        {
            if (!oids.TryGetValue(memberships[i].Person, out var oid)) return null;
            members[i] = new StoredMember(oid, memberships[i].Role);
        }
        var used = members.AsSpan(0, memberships.Count);
        used.Sort(static (a, b) => a.Oid.CompareTo(b.Oid));
        return MemberColumn.Hash(column.AsSpan(0, MemberColumn.Write(used, column)));
    }
}
