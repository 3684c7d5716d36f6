using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace Skolsynk.Rosters;

/// <summary>Identifiers: comparing in the order in which both databases keep them, and name-based UUIDs (RFC 9562, version 5).</summary>
public static class Ids
{
    /// <summary>Namespace for ids of sources that are no GUIDs. Never changes.</summary>
    private static readonly Guid SourceNamespace = new("5b0c3b1e-6a5e-5d0a-9a44-0e5a7c1f2d11");

    /// <summary>
    /// The id of a source object: the GUID itself, or else a version 5 UUID with the tenant and the kind in its name, so that two
    /// tenants whose sources number their objects alike never meet at a supplier.
    /// </summary>
    public static Guid Of(Guid entraTenantId, EntityKind kind, string sourceId) =>
        Guid.TryParseExact(sourceId, "D", out var id)
            ? id
            : NameBased(SourceNamespace, $"{entraTenantId:D}/{(short)kind}/{sourceId}");

    /// <summary>The version 5 UUID (SHA-1) of a name in a namespace.</summary>
    public static Guid NameBased(Guid space, string name)
    {
        var count = Encoding.UTF8.GetByteCount(name);
        Span<byte> input = count <= 256 ? stackalloc byte[16 + count] : new byte[16 + count];
        space.TryWriteBytes(input, bigEndian: true, out _);
        Encoding.UTF8.GetBytes(name, input[16..]);
        Span<byte> hash = stackalloc byte[20];
#pragma warning disable CA5350 // RFC 9562 prescribes SHA-1 for version 5; nothing is protected by it.
        SHA1.HashData(input, hash);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] & 0x0F) | 0x50);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true);
    }

    /// <summary>Big-endian byte order: the order of SQLite's BLOB and PostgreSQL's bytea.</summary>
    public static int Compare(Guid a, Guid b) => AsNumber(a).CompareTo(AsNumber(b));

    /// <summary>The id as an unsigned number whose order is <see cref="Compare"/>.</summary>
    public static UInt128 AsNumber(Guid id)
    {
        Span<byte> bytes = stackalloc byte[16];
        id.TryWriteBytes(bytes, bigEndian: true, out _);
        return BinaryPrimitives.ReadUInt128BigEndian(bytes);
    }

    /// <summary>The 16 bytes under which an id is kept.</summary>
    public static byte[] ToBytes(Guid id) => id.ToByteArray(bigEndian: true);

    public static Guid FromBytes(ReadOnlySpan<byte> bytes) => new(bytes, bigEndian: true);
}
