using System.Text.Json;
using Skolsynk.Sandbox.Entra;
using Skolsynk.Sandbox.Faults;
using Skolsynk.Sandbox.Tenants;

namespace Skolsynk.Sandbox.Graph;

/// <summary><c>POST /$batch</c>: at most twenty calls, answered in an order of chance, each with its own status and headers.</summary>
public sealed class GraphBatch(GraphApi api, FaultBoard board)
{
    public const int MaxRequests = 20;

    private readonly Lock gate = new();
    private readonly Random random = new(20);

    public GraphAnswer Answer(Tenant tenant, AccessToken token, string root, JsonDocument body)
    {
        if (!body.RootElement.TryGetProperty("requests", out var list) || list.ValueKind != JsonValueKind.Array)
            return GraphAnswer.Error(400, "BadRequest", "Invalid batch payload format.");
        if (list.GetArrayLength() > MaxRequests)
            return GraphAnswer.Error(400, "BadRequest", $"Number of batch request steps exceeds the maximum value of {MaxRequests}.");
        var inner = new List<InnerRequest>();
        foreach (var item in list.EnumerateArray())
        {
            if (InnerRequest.Read(item) is not { } request || inner.Exists(known => known.Id == request.Id))
                return GraphAnswer.Error(400, "BadRequest", "Each batch step needs an unused id, a method and a url.");
            inner.Add(request);
        }

        var answers = inner.Select(request => (request.Id, Answer: AnswerInner(tenant, token, root, request))).ToArray();
        lock (gate)
            random.Shuffle(answers);
        return Compose(answers);
    }

    private GraphAnswer AnswerInner(Tenant tenant, AccessToken token, string root, InnerRequest request)
    {
        if (request.Method != "GET")
            return GraphAnswer.Error(405, "Request_BadRequest", "Only GET is answered here.");
        var version = root[(root.LastIndexOf('/') + 1)..];
        var faults = board.Meet($"{version}/{request.Path}", tenant.Id, insideBatch: true);
        return api.Answer(tenant, token, new GraphCall(root, request.Path, request.Query), new FaultSet(faults));
    }

    private static GraphAnswer Compose((string Id, GraphAnswer Answer)[] answers) => GraphAnswer.Json(json =>
    {
        json.WriteStartObject();
        json.WriteStartArray("responses");
        foreach (var (id, answer) in answers)
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteNumber("status", answer.Status);
            json.WriteStartObject("headers");
            json.WriteString("Cache-Control", "no-cache");
            json.WriteString("Content-Type", "application/json");
            if (answer.RetryAfter is not null)
                json.WriteString("Retry-After", answer.RetryAfter);
            if (answer.Location is not null)
                json.WriteString("Location", answer.Location);
            json.WriteEndObject();
            json.WritePropertyName("body");
            if (answer.Body.Span is [(byte)'{', ..])
                json.WriteRawValue(answer.Body.Span, skipInputValidation: true);
            else
                json.WriteStringValue(answer.Body.Span);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    });

    private sealed record InnerRequest(string Id, string Method, string Path, string Query)
    {
        public static InnerRequest? Read(JsonElement item)
        {
            if (Text(item, "id") is not { Length: > 0 } id || Text(item, "method") is not { } method || Text(item, "url") is not { } url)
                return null;
            var question = url.IndexOf('?', StringComparison.Ordinal);
            var path = question < 0 ? url : url[..question];
            return new InnerRequest(id, method.ToUpperInvariant(), path.TrimStart('/'), question < 0 ? "" : url[(question + 1)..]);
        }

        private static string? Text(JsonElement item, string name) =>
            item.ValueKind == JsonValueKind.Object && item.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
    }
}
