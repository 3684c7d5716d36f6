using System.Buffers.Text;
using System.Text;

namespace Skolsynk.Ss12000.Scim2018;

/// <summary>Byte texts that every body repeats.</summary>
internal static class Wire
{
    private const int IdLength = 36;

    private static readonly byte[]?[] EndpointNames = Table(endpoint => endpoint.ToString());

    private static readonly byte[]?[] Schemas = Table(SchemasText);

    /// <summary>The value of <c>schemas</c>, a JSON array.</summary>
    public static ReadOnlySpan<byte> SchemasOf(Endpoint endpoint) => Schemas[(int)endpoint];

    /// <summary><c>Endpoint/id</c>, relative to the supplier's base address.</summary>
    public static ReadOnlySpan<byte> RelativeUrl(Endpoint endpoint, Guid id, Span<byte> into)
    {
        var length = Append(EndpointNames[(int)endpoint], into, 0);
        length = Append("/"u8, into, length);
        Utf8Formatter.TryFormat(id, into[length..], out _);
        return into[..(length + IdLength)];
    }

    /// <summary>A reference object.</summary>
    public static ReadOnlySpan<byte> Reference(Endpoint endpoint, Guid id, Span<byte> into)
    {
        var length = Append("{\"value\":\""u8, into, 0);
        Utf8Formatter.TryFormat(id, into[length..], out _);
        length = Append("\",\"$ref\":\""u8, into, length + IdLength);
        length += RelativeUrl(endpoint, id, into[length..]).Length;
        return into[..Append("\"}"u8, into, length)];
    }

    private static int Append(ReadOnlySpan<byte> text, Span<byte> into, int at)
    {
        text.CopyTo(into[at..]);
        return at + text.Length;
    }

    private static string SchemasText(Endpoint endpoint)
    {
        var core = endpoint == Endpoint.Users ? $"\"{Names.CoreUser}\"," : "";
        return $"[{core}\"{Names.SchemaPrefix}{TypeName(endpoint)}\"]";
    }

    private static string TypeName(Endpoint endpoint) =>
        endpoint == Endpoint.Activities ? "Activity" : endpoint.ToString()[..^1];

    private static byte[]?[] Table(Func<Endpoint, string> textOf)
    {
        var table = new byte[]?[Enum.GetValues<Endpoint>().Max(endpoint => (int)endpoint) + 1];
        foreach (var endpoint in Enum.GetValues<Endpoint>())
            table[(int)endpoint] = Encoding.UTF8.GetBytes(textOf(endpoint));
        return table;
    }
}
