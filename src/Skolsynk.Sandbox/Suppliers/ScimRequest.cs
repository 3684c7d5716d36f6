using System.Text.Json;

namespace Skolsynk.Sandbox.Suppliers;

/// <summary>One request as it came, its body read to the end.</summary>
internal sealed class ScimRequest
{
    public required string Method { get; init; }

    /// <summary>The path after the base, without the leading slash.</summary>
    public required string Path { get; init; }

    /// <summary>Null: no resource type of that name.</summary>
    public ScimEndpoint? Endpoint { get; private init; }

    /// <summary>The id in the URL; null when there is none.</summary>
    public string? Id { get; private init; }

    public string? ContentType { get; private init; }

    public string? Key { get; private init; }

    public int StartIndex { get; private init; }

    public int? PageSize { get; private init; }

    public byte[] Body { get; private init; } = [];

    /// <summary>The id in the URL, else in the body.</summary>
    public string? ObjectId => Id ?? TopLevel("externalId");

    public string? UserName => TopLevel("userName");

    public static async Task<ScimRequest> ReadAsync(HttpContext context, string path, string authHeader)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var query = context.Request.Query;
        return new()
        {
            Method = context.Request.Method,
            Path = path,
            Endpoint = ScimEndpoints.Find(slash < 0 ? path : path[..slash]),
            Id = slash < 0 ? null : path[(slash + 1)..],
            ContentType = context.Request.ContentType,
            Key = context.Request.Headers[authHeader],
            StartIndex = int.TryParse(query["startIndex"], out var start) ? Math.Max(1, start) : 1,
            PageSize = int.TryParse(query["count"], out var count) ? Math.Max(0, count) : null,
            Body = await BodyAsync(context.Request, context.RequestAborted),
        };
    }

    private static async Task<byte[]> BodyAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is { } length)
        {
            if (length == 0)
                return [];
            var body = new byte[length];
            await request.Body.ReadExactlyAsync(body, cancellationToken);
            return body;
        }

        using var gathered = new MemoryStream();
        await request.Body.CopyToAsync(gathered, cancellationToken);
        return gathered.ToArray();
    }

    /// <summary>A string at the top of the body, read without building a document; null when it is not there.</summary>
    private string? TopLevel(string name)
    {
        if (Body.Length == 0)
            return null;
        try
        {
            var reader = new Utf8JsonReader(Body);
            while (reader.Read())
            {
                if (reader.CurrentDepth == 1 && reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals(name))
                    return reader.Read() && reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            }
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return null;
        }

        return null;
    }
}
