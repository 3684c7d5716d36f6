using System.Text;

namespace Skolsynk.Tests.App;

/// <summary>Looks for texts of a person where none of them may be: byte by byte, in whatever encoding they could stand.</summary>
internal static class Canary
{
    /// <summary>Which of the texts stand in which of the database's files.</summary>
    public static IReadOnlyList<string> InFiles(string database, params string?[] texts)
    {
        var folder = Path.GetDirectoryName(database)!;
        return [.. Directory.GetFiles(folder, Path.GetFileName(database) + "*")
            .SelectMany(file => In(File.ReadAllBytes(file), texts).Select(text => $"{Path.GetFileName(file)}: {text}"))];
    }

    public static IReadOnlyList<string> In(byte[] bytes, params string?[] texts) =>
        [.. texts.OfType<string>().Where(text => Encodings(text).Any(pattern => bytes.AsSpan().IndexOf(pattern) >= 0))];

    private static IEnumerable<byte[]> Encodings(string text) =>
        [Encoding.UTF8.GetBytes(text), Encoding.Unicode.GetBytes(text), Encoding.Latin1.GetBytes(text)];
}

/// <summary>Keeps every byte that leaves for a supplier.</summary>
internal sealed class WireTap(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private readonly MemoryStream sent = new();

    public byte[] Sent
    {
        get
        {
            lock (sent)
                return sent.ToArray();
        }
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var head = Encoding.UTF8.GetBytes($"{request.Method} {request.RequestUri} {request.Headers}\n");
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        lock (sent)
        {
            sent.Write(head);
            sent.Write(body);
        }
        return await base.SendAsync(request, cancellationToken);
    }
}
