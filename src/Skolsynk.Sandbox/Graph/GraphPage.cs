using System.Text.Json;
using Skolsynk.Sandbox.Faults;

namespace Skolsynk.Sandbox.Graph;

/// <summary>Writes one object, with or without an oddity.</summary>
internal delegate void WriteItem<in T>(Utf8JsonWriter json, T item, Selection select, Oddity odd);

/// <summary>
/// One page of a list that is sorted by id. The skip token holds the last id of the page before, so a list that changes while it
/// is read gives no object twice, but may miss one that moved: as the real one.
/// </summary>
internal static class GraphPage
{
    public static GraphAnswer Of<T>(
        GraphCall call, GraphQuery query, IReadOnlyList<T> items, Func<T, string> idOf, PageContent<T> content)
    {
        var faults = content.Faults;
        if (faults.Any(FaultKind.HalfPageChain) && query.SkipToken is not null)
            return GraphAnswer.Error(500, "InternalServerError", "An internal server error has occurred.");
        var from = First(items, idOf, query.After);
        var count = faults.Any(FaultKind.EmptySource) ? 0 : Math.Min(query.Top, items.Count - from);
        var isEmptied = faults.Any(FaultKind.EmptyPages) && query.Round % 2 == 0 && count > 0;
        var next = isEmptied
            ? GraphQuery.TokenOf(query.After, query.Round + 1)
            : Next(query, faults, count, count > 0 ? idOf(items[from + count - 1]) : query.After);
        return GraphAnswer.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("@odata.context", $"{call.Root}/$metadata#{content.Context}");
            if (NextLink(call, query, faults, next) is { } link)
                json.WriteString("@odata.nextLink", link);
            json.WriteStartArray("value");
            for (var i = from; i < from + count && !isEmptied; i++)
                WriteOne(json, items[i], query.Select, content, isFirst: i == from, isThird: i % 3 == 0);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    private static void WriteOne<T>(Utf8JsonWriter json, T item, Selection select, PageContent<T> content, bool isFirst, bool isThird)
    {
        var odd = new Oddity(
            isFirst && content.Faults.Any(FaultKind.MillionCharacterName) ? Oddity.MillionCharacters : null,
            isThird && content.Faults.Any(FaultKind.UnknownValues));
        content.Write(json, item, select, odd);
        if (content.Faults.Any(FaultKind.DuplicateIds))
            content.Write(json, item, select, odd);
    }

    /// <summary>The token of the next page, null at the end. A full page always has a next one, though that may be empty.</summary>
    private static string? Next(GraphQuery query, FaultSet faults, int count, string? last)
    {
        if (faults.Any(FaultKind.EndlessPages))
            return GraphQuery.TokenOf(query.After, 0);
        if (faults.Any(FaultKind.RepeatedPages) && query.Round % 2 == 0 && count > 0)
            return GraphQuery.TokenOf(query.After, query.Round + 1);
        return count == query.Top ? GraphQuery.TokenOf(last, 0) : null;
    }

    private static string? NextLink(GraphCall call, GraphQuery query, FaultSet faults, string? token)
    {
        var isForeign = faults.Any(FaultKind.ForeignNextLink);
        if (token is null && !isForeign)
            return null;
        var root = isForeign ? "https://graph.attacker.example/v1.0" : call.Root;
        return $"{root}/{call.Path}?{(query.Kept.Length > 0 ? query.Kept + "&" : "")}$skiptoken={token ?? GraphQuery.TokenOf(null, 0)}";
    }

    private static int First<T>(IReadOnlyList<T> items, Func<T, string> idOf, string? after)
    {
        if (after is null)
            return 0;
        var (low, high) = (0, items.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (string.CompareOrdinal(idOf(items[middle]), after) <= 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }
}

/// <summary>What stands on a page.</summary>
/// <param name="Context">The tail of <c>@odata.context</c>.</param>
internal sealed record PageContent<T>(string Context, WriteItem<T> Write, FaultSet Faults);
