namespace Skolsynk.Data;

/// <summary>What the portal's addresses and its pages about one object need, which no ORM touches; as <see cref="HotTables"/>. A published version is never edited.</summary>
internal static class AddressTables
{
    /// <summary>
    /// The key under which a tenant's ids stand in addresses; and the way to what was sent of one resource, which the pages about it and the
    /// purge go.
    /// </summary>
    private const string V1 = """
        CREATE TABLE address_key(tenant integer NOT NULL PRIMARY KEY, key {bytes} NOT NULL);

        CREATE INDEX transfer_log_of ON transfer_log(tenant, rid);
        """;

    internal static string SqliteV1 { get; } = TableText.ForSqlite(V1);

    internal static string PostgresV1 { get; } = TableText.ForPostgres(V1);
}
