namespace Skolsynk.Rosters;

/// <summary>The comparison of what is stored with what the source says now. A pure function; both sides are sorted and merged.</summary>
public static class Changes
{
    public static RosterChanges Between(RosterIndex stored, Roster next)
    {
        using var codec = new RosterCodec();
        var entities = new List<EntityChange>();
        Merge(EntityKind.School, stored.Schools, next.Schools, school => school.Id, codec.Encode, entities);
        Merge(EntityKind.Person, stored.Persons, next.Persons, person => person.Id, codec.Encode, entities);
        Merge(EntityKind.Group, stored.Groups, next.Groups, group => group.Id, codec.Encode, entities);
        return new RosterChanges(entities, MembersBetween(stored, next));
    }

    private delegate ReadOnlySpan<byte> Encoder<T>(T entity);

    private static void Merge<T>(
        EntityKind kind, IReadOnlyList<IndexRow> stored, IReadOnlyList<T> next, Func<T, Guid> idOf, Encoder<T> encode,
        List<EntityChange> changes)
    {
        int i = 0, j = 0;
        while (i < stored.Count || j < next.Count)
        {
            var order = i == stored.Count ? 1 : j == next.Count ? -1 : Ids.Compare(stored[i].Id, idOf(next[j]));
            if (order < 0)
            {
                if (!stored[i].Gone) changes.Add(RemovedOf(kind, stored[i]));
                i++;
                continue;
            }
            var body = encode(next[j]);
            var hash = RosterCodec.Hash(body);
            if (order > 0)
                changes.Add(new EntityChange(ChangeKind.Created, kind, idOf(next[j]), 0, hash, body.ToArray()));
            else if (stored[i].Gone || stored[i].Hash != hash)
                changes.Add(new EntityChange(
                    stored[i].Gone ? ChangeKind.Returned : ChangeKind.Updated, kind, stored[i].Id, stored[i].Oid, hash, body.ToArray()));
            j++;
            if (order == 0) i++;
        }
    }

    private static EntityChange RemovedOf(EntityKind kind, IndexRow row) =>
        new(ChangeKind.Removed, kind, row.Id, row.Oid, row.Hash, ReadOnlyMemory<byte>.Empty);

    private static List<Group> MembersBetween(RosterIndex stored, Roster next)
    {
        var changed = new List<Group>();
        var columns = new ColumnHash(stored.Persons);
        var i = 0;
        foreach (var group in next.Groups)
        {
            while (i < stored.Groups.Count && Ids.Compare(stored.Groups[i].Id, group.Id) < 0) i++;
            var known = i < stored.Groups.Count && stored.Groups[i].Id == group.Id && !stored.Groups[i].Gone;
            if (!known || columns.Of(group.Members) is not { } hash || hash != stored.Groups[i].Members) changed.Add(group);
        }
        return changed;
    }
}
