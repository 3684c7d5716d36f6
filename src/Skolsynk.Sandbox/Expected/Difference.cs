using System.Text.Json;
using System.Text.Json.Nodes;
using Skolsynk.Sandbox.Suppliers;

namespace Skolsynk.Sandbox.Expected;

internal enum DifferenceKind
{
    Missing,
    Surplus,
    Different,
}

/// <summary>One object that is not as expected.</summary>
/// <param name="Reason">Attribute names and ids; never a name or address.</param>
internal sealed record Divergence(DifferenceKind Kind, ScimEndpoint Endpoint, string Id, string Reason);

/// <summary>Compares what a supplier must hold with what it holds, object by object.</summary>
internal static class Difference
{
    public static IReadOnlyList<Divergence> Between(IEnumerable<ExpectedObject> expected, HeldObjects held) =>
        Between(expected, ScimEndpoints.All.SelectMany(held.All));

    public static IReadOnlyList<Divergence> Between(IEnumerable<ExpectedObject> expected, IEnumerable<ScimObject> held)
    {
        var found = new List<Divergence>();
        var rest = held.ToDictionary(one => (one.Endpoint, one.Id));
        foreach (var wanted in expected)
        {
            if (!rest.Remove((wanted.Endpoint, wanted.Id), out var there))
                found.Add(new(DifferenceKind.Missing, wanted.Endpoint, wanted.Id, "is expected and not there"));
            else if (Reasons(wanted.Content, JsonNode.Parse(there.Body), "").Take(5).ToList() is { Count: > 0 } reasons)
                found.Add(new(DifferenceKind.Different, wanted.Endpoint, wanted.Id, string.Join("; ", reasons)));
        }

        found.AddRange(rest.Keys.Select(key => new Divergence(DifferenceKind.Surplus, key.Endpoint, key.Id, "is there and not expected")));
        return [.. found.OrderBy(one => one.Endpoint).ThenBy(one => one.Id, StringComparer.Ordinal)];
    }

    private static IEnumerable<string> Reasons(JsonNode? wanted, JsonNode? there, string path) => (wanted, there) switch
    {
        (JsonObject a, JsonObject b) => a.Select(pair => pair.Key).Union(b.Select(pair => pair.Key))
            .SelectMany(name => Member(a, b, name, path)),
        (JsonArray a, JsonArray b) => Items(a, b, path),
        _ => JsonNode.DeepEquals(wanted, there) ? [] : [$"{path} differs"],
    };

    private static IEnumerable<string> Member(JsonObject wanted, JsonObject there, string name, string path)
    {
        var full = path.Length == 0 ? name : $"{path}.{name}";
        if (!there.TryGetPropertyValue(name, out var found))
            return [$"{full} is missing"];
        return wanted.TryGetPropertyValue(name, out var expected) ? Reasons(expected, found, full) : [$"{full} is not expected"];
    }

    /// <summary>Items are compared as a set; those that are references are named by their id.</summary>
    private static IEnumerable<string> Items(JsonArray wanted, JsonArray there, string path)
    {
        var expected = wanted.GroupBy(Key).ToDictionary(group => group.Key, group => group.Count());
        foreach (var item in there)
        {
            var key = Key(item);
            if (expected.TryGetValue(key, out var left) && left > 0)
                expected[key] = left - 1;
            else
                yield return $"{path} has {Shown(item)} too many";
        }

        foreach (var (key, _) in expected.Where(pair => pair.Value > 0))
            yield return $"{path} lacks {Shown(wanted.First(item => Key(item) == key))}";
    }

    /// <summary>A text that is the same for equal items: members in alphabetical order.</summary>
    private static string Key(JsonNode? node) => node switch
    {
        JsonObject item => "{" + string.Join(',', item.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Select(pair => JsonSerializer.Serialize(pair.Key) + ":" + Key(pair.Value))) + "}",
        JsonArray items => "[" + string.Join(',', items.Select(Key).Order(StringComparer.Ordinal)) + "]",
        null => "null",
        _ => node.GetValueKind() == JsonValueKind.String ? JsonSerializer.Serialize(node.GetValue<string>()) : node.ToJsonString(),
    };

    private static string Shown(JsonNode? item) =>
        item is JsonObject reference && reference["$ref"] is JsonValue target ? target.ToString() : "an item";
}
