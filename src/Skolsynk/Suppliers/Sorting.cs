using Skolsynk.Rosters;

namespace Skolsynk.Suppliers;

/// <summary>
/// Rosters come sorted, and then nothing is copied; one that does not is sorted here, so that the result never depends on the
/// order of the input.
/// </summary>
internal static class Sorting
{
    public static IReadOnlyList<T> ById<T>(IReadOnlyList<T> list, Func<T, Guid> idOf)
    {
        for (var i = 1; i < list.Count; i++)
        {
            if (Ids.Compare(idOf(list[i - 1]), idOf(list[i])) > 0)
                return [.. list.OrderBy(item => Ids.AsNumber(idOf(item)))];
        }

        return list;
    }
}
