using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Skolsynk.Sandbox.Suppliers;

/// <summary>Answers that show what is held.</summary>
internal static class ScimList
{
    /// <summary>
    /// The list of a resource type. With an id in the URL it is the list of a type that nobody knows, so empty: that quirk of the
    /// reference receiver is kept so that no client comes to rely on reading one object.
    /// </summary>
    public static ScimAnswer Of(HeldObjects objects, ScimRequest request, SupplierProfile profile)
    {
        IReadOnlyList<ScimObject> all = request.Id is null ? objects.All(request.Endpoint!.Value) : [];
        var from = Math.Min(all.Count, request.StartIndex - 1);
        var size = Math.Min(profile.PageSize ?? all.Count, request.PageSize ?? all.Count);
        var to = profile.PageSize is null ? all.Count : Math.Min(all.Count, from + size);
        if (profile.PageSize is null)
            from = 0;
        return new(200)
        {
            Body = Json(all, from, to, profile.PageSize is not null),
            ContentType = profile.Echo == Echo.ResourceWithId ? "application/scim+json" : ScimAnswer.Plain,
        };
    }

    /// <summary>The stored bytes with <c>id</c> put in first.</summary>
    public static byte[] WithId(ScimObject held)
    {
        var brace = held.Body.AsSpan().IndexOf((byte)'{');
        return [.. Encoding.UTF8.GetBytes($"{{\"id\":\"{held.Id}\","), .. held.Body.AsSpan(brace + 1)];
    }

    private static byte[] Json(IReadOnlyList<ScimObject> all, int from, int to, bool paged)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(buffer);
        json.WriteStartObject();
        json.WriteStartArray("schemas");
        json.WriteStringValue("urn:ietf:params:scim:api:messages:2.0:ListResponse");
        json.WriteEndArray();
        json.WriteNumber("totalResults", all.Count);
        if (paged)
        {
            json.WriteNumber("startIndex", from + 1);
            json.WriteNumber("itemsPerPage", to - from);
        }

        if (!paged || to > from)
        {
            json.WriteStartArray("Resources");
            for (var i = from; i < to; i++)
                json.WriteRawValue(WithId(all[i]), skipInputValidation: true);
            json.WriteEndArray();
        }

        json.WriteEndObject();
        json.Flush();
        return buffer.WrittenSpan.ToArray();
    }
}
