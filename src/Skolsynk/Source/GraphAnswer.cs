using System.Buffers;

namespace Skolsynk.Source;

/// <summary>One answer of Graph, read to its last byte into a borrowed buffer; dispose it when its body has been taken.</summary>
internal sealed class GraphAnswer(int status, byte[] buffer, int length) : IDisposable
{
    public int Status => status;

    public ReadOnlyMemory<byte> Body => buffer.AsMemory(0, length);

    public void Dispose() => ArrayPool<byte>.Shared.Return(buffer);

    /// <summary>Reads a body into a buffer that grows; <paramref name="received"/> hears of each piece and of all so far, and throws when it is too much.</summary>
    public static async Task<GraphAnswer> Read(HttpResponseMessage response, Action<int, int> received, CancellationToken cancellationToken)
    {
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Clamp(response.Content.Headers.ContentLength ?? 0, 16 << 10, 4 << 20));
        var length = 0;
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
            while (await stream.ReadAsync(buffer.AsMemory(length), cancellationToken) is > 0 and var count)
            {
                received(count, length += count);
                if (length == buffer.Length)
                    buffer = Grown(buffer);
            }
            return new GraphAnswer((int)response.StatusCode, buffer, length);
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static byte[] Grown(byte[] full)
    {
        var larger = ArrayPool<byte>.Shared.Rent(full.Length * 2);
        full.CopyTo(larger, 0);
        ArrayPool<byte>.Shared.Return(full);
        return larger;
    }
}
