namespace Skolsynk.Data;

/// <summary>Tables that no ORM touches are written once for both databases: what differs stands in braces.</summary>
internal static class TableText
{
    public static string ForSqlite(string text) => text.Replace("{bytes}", "blob", StringComparison.Ordinal)
        .Replace("{rows}", " WITHOUT ROWID", StringComparison.Ordinal);

    public static string ForPostgres(string text) => text.Replace("{bytes}", "bytea", StringComparison.Ordinal)
        .Replace("{rows}", "", StringComparison.Ordinal);
}
