using System.Text.Json;

namespace Skolsynk.Deliveries;

/// <summary>
/// Reads a SCIM list response (RFC 7644 §3.4.2) piece by piece, so that a list of any length needs the memory of one object. Throws
/// <see cref="JsonException"/> for what is no JSON.
/// </summary>
/// <param name="each">Gets each resource; it is valid only during the call.</param>
internal sealed class ListParser(Action<JsonElement> each)
{
    private JsonReaderState state;
    private bool inResources;
    private string? name;

    /// <summary>How many there are, by the supplier's word; null: it has not said.</summary>
    public long? Total { get; private set; }

    /// <summary>Resources so far.</summary>
    public long Received { get; private set; }

    /// <summary>The response has come to its end.</summary>
    public bool IsWhole { get; private set; }

    /// <returns>How many of the bytes are done with; the others are to be handed in again, with more after them.</returns>
    public int Parse(ReadOnlySpan<byte> bytes)
    {
        try
        {
            return ParsePart(bytes);
        }
        catch (InvalidOperationException broken)
        {
            throw new JsonException("A string that is no text.", broken);
        }
    }

    private int ParsePart(ReadOnlySpan<byte> bytes)
    {
        var reader = new Utf8JsonReader(bytes, isFinalBlock: false, state);
        var done = reader;
        while (!IsWhole && (inResources ? Resource(ref reader) : Token(ref reader)))
            done = reader;
        state = done.CurrentState;
        return (int)done.BytesConsumed;
    }

    /// <returns>False: it is not all there yet.</returns>
    private bool Resource(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            return false;
        if (reader.TokenType is JsonTokenType.EndArray)
        {
            inResources = false;
            return true;
        }
        if (!JsonDocument.TryParseValue(ref reader, out var document))
            return false;
        using (document)
        {
            Received++;
            each(document.RootElement);
        }
        return true;
    }

    private bool Token(ref Utf8JsonReader reader)
    {
        if (!reader.Read())
            return false;
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                name = reader.GetString();
                return true;
            case JsonTokenType.StartArray when IsNamed("Resources"):
                inResources = true;
                return true;
            case JsonTokenType.StartArray or JsonTokenType.StartObject when reader.CurrentDepth > 0:
                return reader.TrySkip();
            case JsonTokenType.StartArray:
                throw new JsonException("A list response is an object.");
            case JsonTokenType.Number when IsNamed("totalResults") && reader.TryGetInt64(out var total):
                Total = total;
                return true;
            case JsonTokenType.EndObject:
                IsWhole = true;
                return true;
            default:
                return reader.CurrentDepth > 0 || reader.TokenType is JsonTokenType.StartObject ? true : throw new JsonException("A list response is an object.");
        }
    }

    private bool IsNamed(string wanted) => string.Equals(name, wanted, StringComparison.OrdinalIgnoreCase);
}
