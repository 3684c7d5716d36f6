using System.Text;
using System.Text.Json;
using Skolsynk.Deliveries;
using Skolsynk.Portal.Frame;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;

namespace Skolsynk.Portal.Previews;

/// <summary>An object as it would stand at the supplier: a readable list of what is in it, and its bytes as text.</summary>
/// <param name="Hash">Of the bytes, as a receipt has it.</param>
internal sealed record Payload(Endpoint Endpoint, Guid Id, UInt128 Hash, IReadOnlyList<(string What, string Value)> Lines, string Json)
{
    /// <summary>More of it is not shown.</summary>
    private const int Longest = 20_000;

    /// <summary>What the supplier gets of a row; rendered by the functions that deliver, from that row alone.</summary>
    public static IReadOnlyList<Payload> Of(MadePreview made, PreviewRow row)
    {
        var after = made.Effect.After;
        var persons = row.Kind is PreviewKind.Groups
            ? (MadePreview.Group(after, row.Id)?.Teachers ?? []).Select(id => MadePreview.Person(after, id)).OfType<Skolsynk.Suppliers.ScopedPerson>().ToList()
            : MadePreview.Person(after, row.Id) is { } person ? [person] : [];
        var mapping = new Mapping(after with
        {
            Persons = persons,
            Groups = MadePreview.Group(after, row.Id) is { } group ? [group] : [],
            Schools = MadePreview.School(after, row.Id) is { } school ? [school] : [],
        });
        Endpoint[] endpoints = row.Kind switch
        {
            PreviewKind.Schools => [Endpoint.SchoolUnits],
            PreviewKind.Groups => [Endpoint.StudentGroups, Endpoint.Activities],
            _ => [Endpoint.Users, Endpoint.Employments],
        };
        return [.. endpoints.SelectMany(endpoint => mapping.Render(endpoint, (_, _) => true).Select(resource => Of(made, resource)))];
    }

    private static Payload Of(MadePreview made, Resource resource)
    {
        using var body = JsonDocument.Parse(resource.Body.ToArray());
        var lines = new List<(string, string)>();
        foreach (var member in body.RootElement.EnumerateObject().Where(one => one.Name != "schemas"))
            Read(made, member.Name, member.Value, lines);
        var text = Encoding.UTF8.GetString(resource.Body.Span);
        return new(resource.Endpoint, resource.ExternalId, resource.Hash, lines, text.Length > Longest ? text[..Longest] + "…" : text);
    }

    private static void Read(MadePreview made, string name, JsonElement value, List<(string, string)> lines)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object when value.TryGetProperty("value", out var of):
                lines.Add((WordOf(name), Referred(made, of.GetString()) + (value.TryGetProperty("schoolYear", out var year) ? $", årskurs {year}" : "")));
                break;
            case JsonValueKind.Object:
                foreach (var member in value.EnumerateObject())
                    Read(made, member.Name, member.Value, lines);
                break;
            case JsonValueKind.Array when name == "studentMemberships":
                lines.Add((WordOf(name), Text.Number(value.GetArrayLength())));
                break;
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray())
                    Read(made, name, item, lines);
                break;
            default:
                lines.Add((WordOf(name), value.ToString()));
                break;
        }
    }

    /// <summary>A school by its name; whatever else is referred to by its id.</summary>
    private static string Referred(MadePreview made, string? value) =>
        Guid.TryParse(value, out var id) && made.Schools.TryGetValue(id, out var school) ? school : value ?? "–";

    private static string WordOf(string name) => name switch
    {
        "externalId" => "Id",
        "userName" => "Inloggningsnamn",
        "displayName" => "Namn",
        "familyName" => "Efternamn",
        "givenName" => "Förnamn",
        "emails" => "E-postadress",
        "enrolments" => "Inskriven vid",
        "schoolYear" => "Årskurs",
        "schoolUnitCode" => "Skolenhetskod",
        "municipalityCode" => "Kommunkod",
        "organisation" => "Huvudman",
        "owner" => "Skola",
        "studentGroupType" => "Typ av grupp",
        "studentMemberships" => "Antal elever",
        "employedAt" => "Anställd vid",
        "employmentRole" => "Roll",
        "user" => "Person",
        "groups" => "Grupp",
        "teachers" => "Lärare (anställning)",
        _ => name,
    };
}
