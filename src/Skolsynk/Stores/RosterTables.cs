using System.Buffers.Binary;
using Skolsynk.Data;

namespace Skolsynk.Stores;

/// <summary>The tables of the roster for bulk statements, and how a hash stands in them.</summary>
internal static class RosterTables
{
    public static readonly BulkTable Entities = new(
        "entity",
        [new("tenant", ColumnType.Int), new("kind", ColumnType.Short), new("src", ColumnType.Bytes)],
        [new("oid", ColumnType.Long), new("hash", ColumnType.Bytes), new("gone_v", ColumnType.Long), new("gone_at", ColumnType.Long)]);

    public static readonly BulkTable Bodies = new(
        "entity_body",
        [new("tenant", ColumnType.Int), new("oid", ColumnType.Long)],
        [new("body", ColumnType.Bytes)]);

    public static readonly BulkTable Members = new(
        "class_member",
        [new("tenant", ColumnType.Int), new("oid", ColumnType.Long)],
        [new("hash", ColumnType.Bytes), new("n", ColumnType.Int), new("members", ColumnType.Bytes)]);

    public static byte[] ToBytes(UInt128 hash)
    {
        var bytes = new byte[16];
        BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        return bytes;
    }

    public static UInt128 ToHash(byte[] bytes) => BinaryPrimitives.ReadUInt128BigEndian(bytes);
}
