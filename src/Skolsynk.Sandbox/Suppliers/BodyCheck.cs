using System.Text.Json;

namespace Skolsynk.Sandbox.Suppliers;

/// <summary>
/// Reads one body strictly after <see cref="ScimSchema"/>. The first thing that is wrong ends the check; its text names attributes,
/// never values.
/// </summary>
internal sealed class BodyCheck
{
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false };

    private readonly List<ScimReference> references = [];
    private readonly ScimEndpoint endpoint;
    private string? error;
    private string id = "";
    private string? userName;
    private string? groupType;

    private BodyCheck(ScimEndpoint endpoint) => this.endpoint = endpoint;

    /// <summary>The object, or null and what is wrong with it.</summary>
    public static (ScimObject? Object, string? Error) Read(ScimEndpoint endpoint, byte[] body)
    {
        var check = new BodyCheck(endpoint);
        try
        {
            using var document = JsonDocument.Parse(body, Options);
            check.Members(document.RootElement, ScimSchema.AttributesOf(endpoint), "");
        }
        catch (JsonException problem)
        {
            return (null, $"The body is not JSON (line {problem.LineNumber + 1}, byte {problem.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            return (null, "The body is not JSON: a string is not Unicode.");
        }

        return check.error is null ? (check.Result(body), null) : (null, check.error);
    }

    private ScimObject Result(byte[] body) => new(endpoint, id, body)
    {
        UserName = userName,
        GroupType = groupType,
        References = [.. references],
    };

    private void Members(JsonElement element, ReadOnlySpan<ScimAttribute> attributes, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Refuse(path, "must be an object");
            return;
        }

        var required = 0;
        foreach (var property in element.EnumerateObject())
        {
            if (Find(attributes, property.Name) is not { } attribute)
            {
                Refuse(path + Shown(property.Name), "is not an attribute of this resource type");
                return;
            }

            required += attribute.Required ? 1 : 0;
            Value(property.Value, attribute, path + attribute.Name);
        }

        if (error is null && required < Required(attributes))
            Missing(element, attributes, path);
    }

    private void Missing(JsonElement element, ReadOnlySpan<ScimAttribute> attributes, string path)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Required && !element.TryGetProperty(attribute.Name, out _))
                Refuse(path + attribute.Name, "is required");
        }
    }

    private void Value(JsonElement value, ScimAttribute attribute, string path)
    {
        if (value.ValueKind == JsonValueKind.Null)
            Refuse(path, "must not be null");
        else if (attribute.Kind is AttributeKind.Text or AttributeKind.Uuid or AttributeKind.ScopedName
            or AttributeKind.EightDigits or AttributeKind.FourDigits)
            Text(value, attribute, path);
        else if (attribute.Kind is AttributeKind.SchoolYear or AttributeKind.Boolean or AttributeKind.Forbidden)
            Scalar(value, attribute, path);
        else
            Structure(value, attribute, path);
    }

    private void Text(JsonElement value, ScimAttribute attribute, string path)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Refuse(path, "must be a string");
            return;
        }

        var text = value.GetString()!;
        if (Fault(text, attribute) is { } fault)
            Refuse(path, fault);
        else if (path == "externalId")
            id = text;
        else if (path == "userName")
            userName = text;
        else if (path == "studentGroupType")
            groupType = text;
    }

    private static string? Fault(string text, ScimAttribute attribute) => attribute.Kind switch
    {
        AttributeKind.Uuid when !IsUuid(text) => "must be a lower-case UUID with dashes",
        AttributeKind.EightDigits when text.Length != 8 || !text.All(char.IsAsciiDigit) => "must be 8 digits",
        AttributeKind.FourDigits when text.Length != 4 || !text.All(char.IsAsciiDigit) => "must be 4 digits",
        AttributeKind.ScopedName when text.IndexOf('@') is var at && (at < 1 || at == text.Length - 1) => "must be local@scope",
        _ when string.IsNullOrWhiteSpace(text) => "must not be empty",
        _ when attribute.Codes is { } codes && !codes.Contains(text) => "has a value outside its code list",
        _ => null,
    };

    private void Scalar(JsonElement value, ScimAttribute attribute, string path)
    {
        if (attribute.Kind == AttributeKind.Forbidden)
            Refuse(path, "is not taken here");
        else if (attribute.Kind == AttributeKind.Boolean && value.ValueKind is not (JsonValueKind.True or JsonValueKind.False))
            Refuse(path, "must be true or false");
        else if (attribute.Kind == AttributeKind.SchoolYear
            && (value.ValueKind != JsonValueKind.Number || !value.TryGetInt32(out var year) || year is < 0 or > 10))
            Refuse(path, "must be an integer from 0 to 10");
    }

    private void Structure(JsonElement value, ScimAttribute attribute, string path)
    {
        switch (attribute.Kind)
        {
            case AttributeKind.Object when value.ValueKind == JsonValueKind.Object && !value.EnumerateObject().Any():
                Refuse(path, "must be left out when it is empty");
                break;
            case AttributeKind.Object:
                Members(value, attribute.Members, path + ".");
                break;
            case AttributeKind.Reference:
                Reference(value, attribute, path);
                break;
            case var _ when value.ValueKind != JsonValueKind.Array:
                Refuse(path, "must be an array");
                break;
            case AttributeKind.Schemas:
                Schemas(value, path);
                break;
            default:
                Items(value, attribute, path);
                break;
        }
    }

    private void Items(JsonElement array, ScimAttribute attribute, string path)
    {
        var seen = new HashSet<string>();
        foreach (var item in array.EnumerateArray())
        {
            if (error is not null)
                return;
            if (attribute.Kind == AttributeKind.Texts)
                Text(item, attribute with { Kind = AttributeKind.Text }, path + "[]");
            else if (attribute.Kind == AttributeKind.Objects)
                Members(item, attribute.Members, path + "[].");
            else if (Reference(item, attribute, path) is { } target && !seen.Add(target))
                Refuse(path, "has the same reference twice");
        }
    }

    private string? Reference(JsonElement value, ScimAttribute attribute, string path)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Refuse(path, "must be a reference {value, $ref}");
            return null;
        }

        Members(value, [.. ReferenceMembers, .. attribute.Members], path + ".");
        if (error is not null)
            return null;
        var target = value.GetProperty("value").GetString()!;
        if (value.GetProperty("$ref").GetString() != $"{attribute.Target.Name()}/{target}")
            Refuse(path + ".$ref", $"must be {attribute.Target.Name()}/ and the value");
        references.Add(new(attribute.Name, attribute.Target, target));
        return target;
    }

    private static readonly ScimAttribute[] ReferenceMembers =
        [new("value", AttributeKind.Uuid, true), new("$ref", AttributeKind.Text, true)];

    private void Schemas(JsonElement value, string path)
    {
        var found = value.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.String ? item.GetString() : null).ToList();
        var wanted = ScimSchema.SchemasOf(endpoint);
        if (found.Count != wanted.Length || !wanted.All(found.Contains))
            Refuse(path, "must be " + string.Join(" and ", wanted));
    }

    /// <summary>36 characters, dashes in their places, lower-case hexadecimal digits elsewhere.</summary>
    public static bool IsUuid(string text) => Guid.TryParseExact(text, "D", out var parsed) && parsed.ToString("D") == text;

    private static ScimAttribute? Find(ReadOnlySpan<ScimAttribute> attributes, string name)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Name == name)
                return attribute;
        }

        return null;
    }

    private static int Required(ReadOnlySpan<ScimAttribute> attributes)
    {
        var count = 0;
        foreach (var attribute in attributes)
            count += attribute.Required ? 1 : 0;
        return count;
    }

    /// <summary>A name that nobody knows may be anything: only what looks like an attribute's name is repeated.</summary>
    private static string Shown(string name) =>
        name.Length <= 80 && name.All(sign => char.IsAsciiLetterOrDigit(sign) || sign is ':' or '.' or '$' or '_') ? name : "(unnamed)";

    private void Refuse(string path, string reason) => error ??= $"{endpoint.Name()}: {(path.Length == 0 ? "the body" : path.TrimEnd('.'))} {reason}.";
}
