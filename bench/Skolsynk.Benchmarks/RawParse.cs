using System.Text.Json;
using System.Text.Json.Serialization;

namespace Skolsynk.Benchmarks;

/// <summary>The raw limit of reading: source-generated JSON from the same bytes to records with the same fields, one thread, nothing else.</summary>
internal static class RawParse
{
    /// <summary>Items found.</summary>
    public static int All(IReadOnlyList<(string Path, byte[] Body)> pages)
    {
        var items = 0;
        foreach (var (_, body) in pages)
            items += JsonSerializer.Deserialize(body, ParsedJson.Default.ParsedPage)?.Value?.Count ?? 1;
        return items;
    }
}

internal sealed record ParsedPage(List<ParsedItem>? Value, [property: JsonPropertyName("@odata.nextLink")] string? Next);

/// <summary>A school, a user, a class or a member: all fields that the reader asks for.</summary>
internal sealed record ParsedItem(
    string Id, string? PrimaryRole, bool? AccountEnabled, string? GivenName, string? Surname, string? Mail, string? UserPrincipalName,
    string? UserType, ParsedStudent? Student, string? DisplayName, string? SchoolNumber, string? ExternalId, string? ExternalSource,
    string? ClassCode, string? Grade);

internal sealed record ParsedStudent(string? Grade);

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(ParsedPage))]
internal sealed partial class ParsedJson : JsonSerializerContext;
