namespace Skolsynk.Sandbox.Municipalities;

/// <summary>Objects by id, with a list sorted by id. A list that has been handed out is never changed afterwards.</summary>
internal sealed class Register<T>(Func<T, string> idOf) where T : class
{
    private readonly Dictionary<string, T> byId = new(StringComparer.Ordinal);
    private T[]? sorted;

    public int Count => byId.Count;

    public T? Find(string id) => byId.GetValueOrDefault(id);

    public bool Has(string id) => byId.ContainsKey(id);

    /// <summary>Adds or replaces; false when exactly this already stood there.</summary>
    public bool Put(T item)
    {
        var id = idOf(item);
        if (byId.TryGetValue(id, out var known) && known.Equals(item))
            return false;
        byId[id] = item;
        sorted = null;
        return true;
    }

    public bool Remove(string id)
    {
        if (!byId.Remove(id))
            return false;
        sorted = null;
        return true;
    }

    public IReadOnlyList<T> Sorted()
    {
        if (sorted is null)
        {
            sorted = [.. byId.Values];
            Array.Sort(sorted, (a, b) => string.CompareOrdinal(idOf(a), idOf(b)));
        }

        return sorted;
    }
}
