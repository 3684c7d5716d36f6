using System.Buffers;
using System.Buffers.Text;
using System.IO.Hashing;
using System.Text.Json;

namespace Skolsynk.Ss12000.Scim2018;

/// <summary>
/// Writes one body at a time into the same buffer: members in the profile's order, no blanks, lower-case ids, never null. The same
/// values always give the same bytes, so a hash of them tells whether a supplier has the resource as it stands.
/// </summary>
internal sealed class Body : IDisposable
{
    private readonly ArrayBufferWriter<byte> buffer = new(4096);
    private readonly Utf8JsonWriter json;
    private char[] joined = new char[256];

    public Body() => json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = Names.Encoder, SkipValidation = true });

    public void Begin(Endpoint endpoint, Guid id)
    {
        buffer.ResetWrittenCount();
        json.Reset();
        json.WriteStartObject();
        json.WritePropertyName(Names.Schemas);
        json.WriteRawValue(Wire.SchemasOf(endpoint), skipInputValidation: true);
        Id(Names.ExternalId, id);
    }

    /// <summary>Closes the body; it is valid until the next <see cref="Begin"/>.</summary>
    public Resource End(Endpoint endpoint, Guid id)
    {
        json.WriteEndObject();
        json.Flush();
        return new Resource(endpoint, id, XxHash128.HashToUInt128(buffer.WrittenSpan), buffer.WrittenMemory);
    }

    public void Text(JsonEncodedText name, string value) => json.WriteString(name, value);

    public void Text(JsonEncodedText name, JsonEncodedText value) => json.WriteString(name, value);

    /// <summary>Two texts with something between, as one value.</summary>
    public void Joined(JsonEncodedText name, string first, string between, string second)
    {
        var length = first.Length + between.Length + second.Length;
        if (joined.Length < length)
            joined = new char[length * 2];
        first.CopyTo(joined);
        between.CopyTo(joined.AsSpan(first.Length));
        second.CopyTo(joined.AsSpan(first.Length + between.Length));
        json.WriteString(name, joined.AsSpan(0, length));
    }

    public void Number(JsonEncodedText name, int value) => json.WriteNumber(name, value);

    public void BeginObject(JsonEncodedText name) => json.WriteStartObject(name);

    public void BeginObject() => json.WriteStartObject();

    public void EndObject() => json.WriteEndObject();

    public void BeginArray(JsonEncodedText name) => json.WriteStartArray(name);

    public void EndArray() => json.WriteEndArray();

    public void Reference(JsonEncodedText name, Endpoint endpoint, Guid id)
    {
        json.WritePropertyName(name);
        Reference(endpoint, id);
    }

    /// <summary><c>{"value":"id","$ref":"Endpoint/id"}</c>; written as one piece, since most of all bytes are references.</summary>
    public void Reference(Endpoint endpoint, Guid id)
    {
        Span<byte> text = stackalloc byte[160];
        json.WriteRawValue(Wire.Reference(endpoint, id, text), skipInputValidation: true);
    }

    /// <summary>The two members of a reference, for an object that carries more of its own.</summary>
    public void ReferenceMembers(Endpoint endpoint, Guid id)
    {
        Id(Names.Value, id);
        Span<byte> text = stackalloc byte[80];
        json.WriteString(Names.Ref, Wire.RelativeUrl(endpoint, id, text));
    }

    public void Dispose() => json.Dispose();

    private void Id(JsonEncodedText name, Guid id)
    {
        Span<byte> text = stackalloc byte[36];
        Utf8Formatter.TryFormat(id, text, out _);
        json.WriteString(name, text);
    }
}
