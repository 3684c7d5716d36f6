using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Skolsynk.Tests.Deliveries;

/// <summary>A server below HTTP: takes one request a connection, and writes whatever bytes it is told to until nobody reads them.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<string> requests = new();
    private readonly Task accepting;
    private long sent;

    public RawServer(Func<Stream, Task> answer)
    {
        listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/");
        accepting = Accepting(answer);
    }

    public Uri Address { get; }

    /// <summary>Method and path of what came, in order.</summary>
    public IReadOnlyList<string> Requests => [.. requests];

    /// <summary>Bytes that went out.</summary>
    public long Sent => Interlocked.Read(ref sent);

    private async Task Accepting(Func<Stream, Task> answer)
    {
        var answering = new List<Task>();
        try
        {
            while (true)
                answering.Add(Answer(await listener.AcceptTcpClientAsync(), answer));
        }
        catch (Exception end) when (end is SocketException or InvalidOperationException)
        {
            await Task.WhenAll(answering);
        }
    }

    private async Task Answer(TcpClient client, Func<Stream, Task> answer)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                if (await ReadRequest(stream) is { } request)
                {
                    requests.Enqueue(request);
                    await answer(new Counted(stream, this));
                }
            }
            catch (IOException)
            {
                // The other side has had enough.
            }
        }
    }

    private static async Task<string?> ReadRequest(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, leaveOpen: true);
        var first = await reader.ReadLineAsync();
        var length = 0;
        while (await reader.ReadLineAsync() is { Length: > 0 } line)
        {
            if (line.StartsWith("Content-Length:", StringComparison.OrdinalIgnoreCase))
                length = int.Parse(line["Content-Length:".Length..], System.Globalization.CultureInfo.InvariantCulture);
        }
        for (var read = 0; read < length; read++)
            if (reader.Read() < 0) return null;
        return first?[..first.LastIndexOf(' ')];
    }

    public async ValueTask DisposeAsync()
    {
        listener.Stop();
        await accepting.WaitAsync(TimeSpan.FromSeconds(10));
    }

    private sealed class Counted(Stream inner, RawServer server) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override async ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            await inner.WriteAsync(buffer, cancellationToken);
            Interlocked.Add(ref server.sent, buffer.Length);
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => inner.Write(buffer, offset, count);
    }
}
