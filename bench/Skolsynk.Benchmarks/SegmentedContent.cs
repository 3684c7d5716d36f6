using System.Net;

namespace Skolsynk.Benchmarks;

/// <summary>Bytes of several places, one after another, without a copy of them all.</summary>
internal sealed class SegmentedContent(IReadOnlyList<ReadOnlyMemory<byte>> segments) : HttpContent
{
    protected override Task<Stream> CreateContentReadStreamAsync() => Task.FromResult<Stream>(new Segments(segments));

    protected override async Task SerializeToStreamAsync(Stream stream, TransportContext? context)
    {
        foreach (var segment in segments)
            await stream.WriteAsync(segment);
    }

    protected override bool TryComputeLength(out long length)
    {
        length = segments.Sum(segment => (long)segment.Length);
        return true;
    }

    private sealed class Segments(IReadOnlyList<ReadOnlyMemory<byte>> segments) : Stream
    {
        private int segment;
        private int taken;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override int Read(Span<byte> buffer)
        {
            var read = 0;
            while (read < buffer.Length && segment < segments.Count)
            {
                var left = segments[segment].Span[taken..];
                var count = Math.Min(left.Length, buffer.Length - read);
                left[..count].CopyTo(buffer[read..]);
                read += count;
                taken += count;
                if (count == left.Length)
                    (segment, taken) = (segment + 1, 0);
            }

            return read;
        }

        public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) => new(Read(buffer.Span));

        public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();
    }
}
