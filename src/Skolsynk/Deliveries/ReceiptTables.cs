using Skolsynk.Data;

namespace Skolsynk.Deliveries;

/// <summary>The hot tables of deliveries, as bulk statements see them.</summary>
internal static class ReceiptTables
{
    private static readonly BulkColumn Tenant = new("tenant", ColumnType.Int);
    private static readonly BulkColumn Connection = new("connection", ColumnType.Int);
    private static readonly BulkColumn Rid = new("rid", ColumnType.Long);

    public static readonly BulkTable Resource = new("resource",
        [Tenant, Rid], [new("endpoint", ColumnType.Short), new("ext", ColumnType.Bytes)]);

    public static readonly BulkTable Receipt = new("receipt",
        [Tenant, Connection, Rid], [new("at", ColumnType.Long), new("status", ColumnType.Short), new("hash", ColumnType.Bytes)]);

    public static readonly BulkTable Refusal = new("refusal",
        [Tenant, Connection, Rid],
        [
            new("tries", ColumnType.Int), new("next_at", ColumnType.Long), new("hash", ColumnType.Bytes), new("http", ColumnType.Int),
            new("code", ColumnType.Text), new("detail", ColumnType.Text),
        ]);

    public static readonly BulkTable Window = new("send_window",
        [Tenant, Connection, new("number", ColumnType.Long)],
        [new("lane", ColumnType.Int), new("epoch", ColumnType.Long), new("rids", ColumnType.Bytes)]);

    public static readonly BulkTable Transfer = new("transfer_log",
        [Tenant, Connection, new("number", ColumnType.Long)],
        [
            new("at", ColumnType.Long), Rid, new("action", ColumnType.Short), new("fields", ColumnType.Int),
            new("outcome", ColumnType.Short), new("http", ColumnType.Int),
        ]);

    public static readonly BulkTable NotSent = new("not_sent",
        [Tenant, Connection, new("kind", ColumnType.Short), new("src", ColumnType.Bytes)], [new("reason", ColumnType.Short)]);

    public static byte[] HashBytes(UInt128 hash)
    {
        var bytes = new byte[16];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt128BigEndian(bytes, hash);
        return bytes;
    }

    public static UInt128 HashOf(byte[] bytes) => System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(bytes);
}
