namespace Skolsynk.Data;

/// <summary>
/// The tables of who works with a tenant and what they did, which no ORM touches; as <see cref="HotTables"/> one text for both databases. A
/// published version is never edited.
/// </summary>
internal static class AccessTables
{
    /// <summary>
    /// Accounts with the role that they were given; what they did, a chain of hashes per tenant; its two ends: the latest entry, and the
    /// last of those that have been forgotten for their age.
    /// </summary>
    private const string V1 = """
        CREATE TABLE account(tenant integer NOT NULL, id {bytes} NOT NULL, name text NOT NULL, user_name text NOT NULL, role smallint NOT NULL,
          protects smallint NOT NULL, given_by {bytes} NOT NULL, given_at bigint NOT NULL, global_at bigint NOT NULL, signed_in_at bigint NOT NULL,
          PRIMARY KEY(tenant, id)){rows};

        CREATE TABLE audit_entry(tenant integer NOT NULL, number bigint NOT NULL, at bigint NOT NULL, actor {bytes} NOT NULL, role smallint NOT NULL,
          origin smallint NOT NULL, event smallint NOT NULL, concerns text NOT NULL, before text NOT NULL, after text NOT NULL, hash {bytes} NOT NULL,
          PRIMARY KEY(tenant, number)){rows};

        CREATE INDEX audit_entry_at ON audit_entry(tenant, at);

        CREATE TABLE audit_head(tenant integer NOT NULL PRIMARY KEY, number bigint NOT NULL, hash {bytes} NOT NULL, forgotten bigint NOT NULL,
          forgotten_hash {bytes} NOT NULL);
        """;

    internal static string SqliteV1 { get; } = TableText.ForSqlite(V1);

    internal static string PostgresV1 { get; } = TableText.ForPostgres(V1);
}
