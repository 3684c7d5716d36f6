namespace Skolsynk.Rosters;

/// <summary>A list in the order of its ids, each id once, and where each id stands in it.</summary>
internal sealed class SortedById<T>
{
    private readonly Dictionary<Guid, int> places;

    /// <summary>The first of several with one id is kept, and the others are noted.</summary>
    public SortedById(List<T> items, Func<T, Guid> idOf, EntityKind kind, Notes notes)
    {
        places = new Dictionary<Guid, int>(items.Count);
        var keys = new UInt128[items.Count];
        var kept = new T[items.Count];
        var count = 0;
        var inOrder = true;
        foreach (var item in items)
        {
            var id = idOf(item);
            if (places.TryAdd(id, count))
            {
                keys[count] = Ids.AsNumber(id);
                inOrder &= count == 0 || keys[count - 1] < keys[count];
                kept[count++] = item;
            }
            else
            {
                notes.Findings.Add(new Finding(FindingKind.Repeated, kind, id, Field.Id));
            }
        }
        // A source whose ids are GUIDs is read in their order already.
        if (!inOrder) Array.Sort(keys, kept, 0, count);
        Items = count == kept.Length ? kept : kept[..count];
        for (var i = 0; !inOrder && i < count; i++) places[idOf(Items[i])] = i;
    }

    public T[] Items { get; }

    /// <summary>The place of an id in <see cref="Items"/>, or -1.</summary>
    public int IndexOf(Guid id) => places.TryGetValue(id, out var place) ? place : -1;
}
