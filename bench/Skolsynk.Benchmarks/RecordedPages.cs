using System.Collections.Concurrent;
using System.Net;
using System.Text.Json;

namespace Skolsynk.Benchmarks;

/// <summary>
/// Remembers each answer of Graph and gives it again from memory. The parts of a batch are remembered one by one, since no two reads
/// need to put them together alike.
/// </summary>
internal sealed class RecordedPages : DelegatingHandler
{
    private static readonly byte[] Begin = "{\"responses\":["u8.ToArray();
    private static readonly byte[] CloseOne = "}"u8.ToArray();
    private static readonly byte[] CloseAll = "]}"u8.ToArray();

    private readonly ConcurrentDictionary<string, byte[]> bodies = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<(Uri Target, byte[]? Asked)> calls = new();

    public RecordedPages()
        : base(new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.All })
    {
    }

    /// <summary>False: ask and remember; true: only give what is remembered.</summary>
    public bool Replaying { get; set; }

    public long Bytes => bodies.Values.Sum(body => (long)body.Length);

    /// <summary>The remembered pages by path, those inside batches included.</summary>
    public IReadOnlyList<(string Path, byte[] Body)> All => [.. bodies.Select(one => (one.Key, one.Value))];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        // Answers of a network come on threads of the pool too, so that one page is parsed beside another.
        await Task.Yield();
        var path = Relative(request.RequestUri!.PathAndQuery);
        var asked = request.Content is null ? null : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        if (!Replaying)
        {
            calls.Enqueue((request.RequestUri, asked));
            await Remember(await base.SendAsync(request, cancellationToken), path, asked);
        }

        return new HttpResponseMessage(HttpStatusCode.OK) { Content = asked is null ? new ByteArrayContent(bodies[path]) : Batch(asked) };
    }

    /// <summary>Makes all calls of the remembered read once more and only takes the bytes: what this stand-in for a network costs by itself.</summary>
    public async Task<long> Fetch(int inFlight)
    {
        using var http = new HttpClient(this, disposeHandler: false);
        var bytes = 0L;
        var buffer = new byte[64 << 10];
        await Parallel.ForEachAsync(calls, new ParallelOptions { MaxDegreeOfParallelism = inFlight }, async (call, cancellation) =>
        {
            using var request = new HttpRequestMessage(call.Asked is null ? HttpMethod.Get : HttpMethod.Post, call.Target);
            request.Content = call.Asked is null ? null : new ByteArrayContent(call.Asked);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            while (await body.ReadAsync(buffer, cancellation) is > 0 and var count)
                Interlocked.Add(ref bytes, count);
        });
        return bytes;
    }

    private async Task Remember(HttpResponseMessage response, string path, byte[]? asked)
    {
        response.EnsureSuccessStatusCode();
        var body = await response.Content.ReadAsByteArrayAsync();
        response.Dispose();
        if (asked is null)
        {
            bodies[path] = body;
            return;
        }

        var paths = Asked(asked).ToDictionary(one => one.Id, one => one.Path, StringComparer.Ordinal);
        foreach (var answer in JsonElement.Parse(body).GetProperty("responses").EnumerateArray())
        {
            if (answer.GetProperty("status").GetInt32() != 200)
                throw new InvalidOperationException("A part of a batch failed.");
            bodies[paths[answer.GetProperty("id").GetString()!]] = JsonSerializer.SerializeToUtf8Bytes(answer.GetProperty("body"));
        }
    }

    /// <summary>The answer to a batch, of the remembered bytes as they lie in memory.</summary>
    private SegmentedContent Batch(byte[] asked)
    {
        var segments = new List<ReadOnlyMemory<byte>> { Begin };
        foreach (var (id, path) in Asked(asked))
        {
            var head = $"{(segments.Count > 1 ? "," : "")}{{\"id\":\"{id}\",\"status\":200,\"body\":";
            segments.Add(System.Text.Encoding.ASCII.GetBytes(head));
            segments.Add(bodies[path]);
            segments.Add(CloseOne);
        }

        segments.Add(CloseAll);
        return new SegmentedContent(segments);
    }

    private static IEnumerable<(string Id, string Path)> Asked(byte[] batch)
    {
        using var json = JsonDocument.Parse(batch);
        foreach (var request in json.RootElement.GetProperty("requests").EnumerateArray())
            yield return (request.GetProperty("id").GetString()!, request.GetProperty("url").GetString()!);
    }

    private static string Relative(string path) => path.StartsWith("/v1.0", StringComparison.Ordinal) ? path[5..] : path;
}
