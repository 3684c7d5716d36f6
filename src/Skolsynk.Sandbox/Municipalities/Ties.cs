namespace Skolsynk.Sandbox.Municipalities;

/// <summary>
/// Pairs of ids, findable from both ends. Lists that have been handed out are never changed afterwards. Not thread-safe by
/// itself: <see cref="Municipality"/> guards it.
/// </summary>
internal sealed class Ties
{
    private readonly Dictionary<string, SortedIds> rightByLeft = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SortedIds> leftByRight = new(StringComparer.Ordinal);

    public IReadOnlyList<string> Of(string left) => rightByLeft.TryGetValue(left, out var ids) ? ids.Snapshot() : [];

    public IReadOnlyList<string> To(string right) => leftByRight.TryGetValue(right, out var ids) ? ids.Snapshot() : [];

    public bool Has(string left, string right) => rightByLeft.TryGetValue(left, out var ids) && ids.Has(right);

    public bool Add(string left, string right) =>
        Side(rightByLeft, left).Add(right) && Side(leftByRight, right).Add(left);

    public bool Remove(string left, string right)
    {
        if (!rightByLeft.TryGetValue(left, out var ids) || !ids.Remove(right))
            return false;
        leftByRight[right].Remove(left);
        return true;
    }

    public IReadOnlyDictionary<string, IReadOnlyList<string>> Copy() =>
        rightByLeft.Where(pair => pair.Value.Any).ToDictionary(pair => pair.Key, pair => pair.Value.Snapshot(), StringComparer.Ordinal);

    private static SortedIds Side(Dictionary<string, SortedIds> side, string id)
    {
        if (!side.TryGetValue(id, out var ids))
            side[id] = ids = new SortedIds();
        return ids;
    }

    private sealed class SortedIds
    {
        private readonly List<string> ids = new(1);
        private string[]? snapshot;

        public bool Any => ids.Count > 0;

        public bool Has(string id) => ids.BinarySearch(id, StringComparer.Ordinal) >= 0;

        public IReadOnlyList<string> Snapshot() => snapshot ??= [.. ids];

        public bool Add(string id)
        {
            var at = ids.BinarySearch(id, StringComparer.Ordinal);
            if (at >= 0)
                return false;
            ids.Insert(~at, id);
            snapshot = null;
            return true;
        }

        public bool Remove(string id)
        {
            var at = ids.BinarySearch(id, StringComparer.Ordinal);
            if (at < 0)
                return false;
            ids.RemoveAt(at);
            snapshot = null;
            return true;
        }
    }
}
