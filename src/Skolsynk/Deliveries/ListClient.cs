using System.Text.Json;
using Skolsynk.Ss12000;

namespace Skolsynk.Deliveries;

/// <summary>One page of a list, as far as it came.</summary>
/// <param name="Answer">Its status; 0 when none came.</param>
/// <param name="Total">How many there are, by the supplier's word.</param>
/// <param name="Received">Objects that were handed on.</param>
/// <param name="Problem">Why it is no whole page, in Swedish; null: it is.</param>
internal sealed record ListPage(SupplierAnswer Answer, long? Total, long Received, string? Problem);

/// <summary>
/// Asks a supplier what it has (EGIL profile §7). Streamed: the answer may be as long as all municipalities of the country, but no object in it longer
/// than <see cref="LargestObject"/>, nor the page than <see cref="LargestPage"/>, nor the list than <see cref="LongestList"/>.
/// </summary>
internal sealed class ListClient(ScimClient client)
{
    public const int LargestObject = 8 * 1024 * 1024;

    public const long LargestPage = 1024L * 1024 * 1024;

    /// <summary>Objects of one list: all pupils and teachers of the country and then some. Whoever compares remembers something of each.</summary>
    public const long LongestList = 2_000_000;

    public static readonly TimeSpan LongestPage = TimeSpan.FromMinutes(10);

    /// <param name="from">How many were received before; the first page is asked for without parameters.</param>
    public Task<ListPage> Page(Receiver receiver, Endpoint endpoint, long from, Action<JsonElement> each, CancellationToken cancellation)
    {
        var path = from == 0 ? $"{endpoint}" : $"{endpoint}?startIndex={from + 1}";
        var parser = new ListParser(each);
        return client.Get(receiver, path, LongestPage, async (answer, body, stop) =>
        {
            var problem = answer.Status == 200 ? await Read(body, parser, LongestList - from, stop) : null;
            return new ListPage(answer, parser.Total, parser.Received, problem);
        }, broken => new ListPage(broken, parser.Total, parser.Received, "svaret bröts"), cancellation);
    }

    private static async Task<string?> Read(Stream body, ListParser parser, long most, CancellationToken cancellation)
    {
        var buffer = new byte[64 * 1024];
        var (filled, all) = (0, 0L);
        while (true)
        {
            if (filled == buffer.Length)
            {
                if (buffer.Length >= LargestObject)
                    return "ett objekt är för stort";
                Array.Resize(ref buffer, buffer.Length * 2);
            }
            var read = await body.ReadAsync(buffer.AsMemory(filled), cancellation);
            all += read;
            filled += read;
            int done;
            try
            {
                done = parser.Parse(buffer.AsSpan(0, filled));
            }
            catch (JsonException)
            {
                return "svaret är ingen lista";
            }
            if (parser.Received > most)
                return "listan är för stor";
            if (parser.IsWhole)
                return null;
            if (read == 0)
                return "svaret bröts";
            if (all > LargestPage)
                return "listan är för stor";
            buffer.AsSpan(done, filled - done).CopyTo(buffer);
            filled -= done;
        }
    }
}
