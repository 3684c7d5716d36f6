using System.Buffers;
using System.Text;
using System.Text.Json;

namespace Skolsynk.Sandbox.Graph;

/// <summary>An answer of Graph: status, body, and the headers that matter.</summary>
public sealed record GraphAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    public string? RetryAfter { get; init; }

    public string? Location { get; init; }

    public static GraphAnswer Json(Action<Utf8JsonWriter> write, int status = 200)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer, Writing))
            write(json);
        return new GraphAnswer(status, buffer.WrittenMemory);
    }

    /// <summary>Graph's error body.</summary>
    public static GraphAnswer Error(int status, string code, string message) => Json(
        json =>
        {
            json.WriteStartObject();
            json.WriteStartObject("error");
            json.WriteString("code", code);
            json.WriteString("message", message);
            json.WriteStartObject("innerError");
            json.WriteString("request-id", Guid.CreateVersion7());
            json.WriteEndObject();
            json.WriteEndObject();
            json.WriteEndObject();
        },
        status);

    public static GraphAnswer NotFound() => Error(
        404, "Request_ResourceNotFound", "Resource does not exist or one of its queried reference-property objects are not present.");

    public static GraphAnswer BadRequest(string message) => Error(400, "Request_BadRequest", message);

    public override string ToString() => $"{Status} {Encoding.UTF8.GetString(Body.Span)}";

    private static JsonWriterOptions Writing => new()
    {
        // Graph writes letters as they are.
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        SkipValidation = true,
    };
}
