using System.Data.Common;
using Skolsynk.Data;
using Skolsynk.Rosters;

namespace Skolsynk.Stores;

/// <summary>The tables of both brakes for bulk statements, and how a loss stands in them.</summary>
internal static class HoldTables
{
    private static readonly BulkColumn[] LossKey =
    [
        new("tenant", ColumnType.Int), new("connection", ColumnType.Int), new("kind", ColumnType.Short), new("src", ColumnType.Bytes),
        new("what", ColumnType.Short), new("place", ColumnType.Bytes),
    ];

    public static readonly BulkTable Items = new(
        "hold_item", LossKey, [new("number", ColumnType.Long), new("state", ColumnType.Short), new("until", ColumnType.Long)]);

    public static readonly BulkTable Removals = new("removal", LossKey, [new("at", ColumnType.Long), new("counted", ColumnType.Short)]);

    /// <summary>The columns of a loss, for <see cref="Loss(DbDataReader)"/>.</summary>
    public const string LossColumns = "what, kind, src, place";

    public static Loss Loss(DbDataReader row) => new(
        (LossKind)row.GetInt16(0), (EntityKind)row.GetInt16(1), Ids.FromBytes(row.GetFieldValue<byte[]>(2)), Ids.FromBytes(row.GetFieldValue<byte[]>(3)));

    public static object?[] Key(TenantId tenant, int connection, Loss loss) =>
        [tenant.Value, connection, (short)loss.Kind, Ids.ToBytes(loss.Id), (short)loss.What, Ids.ToBytes(loss.Of)];
}
