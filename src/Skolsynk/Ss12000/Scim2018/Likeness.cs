using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace Skolsynk.Ss12000.Scim2018;

/// <summary>
/// A body as far as two receivers' ways of showing it can be compared: a hash of each attribute that we send, whatever the order of members and
/// of references, and without what a receiver adds (<c>id</c>, <c>meta</c>, <c>display</c>, <c>$ref</c>, attributes of its own). An attribute that is not
/// shown says nothing: receivers lose some, and show some only one by one. A value; pure.
/// </summary>
public sealed class Likeness
{
    private static readonly string Extension = Names.UserExtension.Value;

    private readonly ulong?[] attributes;

    private Likeness(ulong?[] attributes) => this.attributes = attributes;

    /// <param name="body">One of ours, or an object as a receiver lists it.</param>
    public static Likeness Of(Endpoint endpoint, JsonElement body) => new(endpoint switch
    {
        Endpoint.Organisations => [Text(body, "displayName")],
        Endpoint.SchoolUnits => [Text(body, "displayName"), Text(body, "schoolUnitCode"), References(body, "organisation"), Text(body, "municipalityCode")],
        Endpoint.Users => User(body),
        Endpoint.Employments => [Text(body, "employmentRole"), References(body, "employedAt"), References(body, "user")],
        Endpoint.StudentGroups =>
            [Text(body, "displayName"), Text(body, "studentGroupType"), References(body, "owner"), References(body, "studentMemberships")],
        Endpoint.Activities => [Text(body, "displayName"), References(body, "owner"), References(body, "groups"), References(body, "teachers")],
        _ => [],
    });

    /// <summary>Some attribute that both show is not the same.</summary>
    public bool Differs(Likeness other) =>
        attributes.Zip(other.attributes).Any(pair => pair is { First: { } mine, Second: { } theirs } && mine != theirs);

    private static ulong?[] User(JsonElement body)
    {
        var name = Member(body, "name");
        var extension = Member(body, Extension);
        return
        [
            Text(body, "userName"), Text(body, "displayName"), Text(name, "familyName"), Text(name, "givenName"), References(body, "emails"),
            References(extension, "enrolments"), SchoolYears(extension),
        ];
    }

    private static JsonElement Member(JsonElement of, string name) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var member) ? member : default;

    private static ulong? Text(JsonElement of, string name) =>
        Member(of, name) is { ValueKind: JsonValueKind.String } text ? Hash(text.GetString()!) : null;

    /// <summary>One reference or several: their <c>value</c>s, in any order.</summary>
    private static ulong? References(JsonElement of, string name) => Member(of, name) switch
    {
        { ValueKind: JsonValueKind.Array } all => Sum(all, Value),
        { ValueKind: JsonValueKind.Object } one when Value(one) is not 0 and var value => Mixed(value),
        _ => null,
    };

    /// <summary>Null where no enrolment shows its year.</summary>
    private static ulong? SchoolYears(JsonElement extension)
    {
        var enrolments = Member(extension, "enrolments");
        static bool HasYear(JsonElement one) => Member(one, "schoolYear").ValueKind is JsonValueKind.Number;
        return enrolments.ValueKind is JsonValueKind.Array && enrolments.EnumerateArray().Any(HasYear)
            ? Sum(enrolments, one => Value(one) * 31 + (HasYear(one) ? Hash(Member(one, "schoolYear").GetRawText()) : 0))
            : null;
    }

    private static ulong Sum(JsonElement array, Func<JsonElement, ulong> of)
    {
        var sum = 0UL;
        foreach (var one in array.EnumerateArray())
            sum += Mixed(of(one));
        return sum;
    }

    private static ulong Value(JsonElement one) => one.ValueKind switch
    {
        JsonValueKind.String => Hash(one.GetString()!),
        _ => Member(one, "value") is { ValueKind: JsonValueKind.String } value ? Hash(value.GetString()!) : 0,
    };

    /// <summary>Ids count without regard to case.</summary>
    private static ulong Hash(string text) =>
        XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(Guid.TryParseExact(text, "D", out var id) ? $"{id:D}" : text));

    /// <summary>So that the sum of several tells which they are.</summary>
    private static ulong Mixed(ulong hash)
    {
        hash = (hash ^ (hash >> 30)) * 0xbf58476d1ce4e5b9;
        hash = (hash ^ (hash >> 27)) * 0x94d049bb133111eb;
        return hash ^ (hash >> 31);
    }
}
