namespace Skolsynk.Data;

/// <summary>
/// The tables of what people have decided, which no ORM touches; as <see cref="HotTables"/> one text for both databases. A published
/// version is never edited.
/// </summary>
internal static class DecisionTables
{
    /// <summary>Accounts that go on as an earlier one's person, and who decided what on holds: no id of a person in the latter.</summary>
    private const string V1 = """
        CREATE TABLE person_alias(tenant integer NOT NULL, src {bytes} NOT NULL, person {bytes} NOT NULL, at bigint NOT NULL,
          PRIMARY KEY(tenant, src)){rows};

        CREATE INDEX person_alias_person ON person_alias(tenant, person);

        CREATE TABLE hold_decision(tenant integer NOT NULL, number bigint NOT NULL, hold bigint NOT NULL, connection integer NOT NULL,
          cause smallint NOT NULL, answer smallint NOT NULL, items integer NOT NULL, fingerprint text NOT NULL, decided_by text NOT NULL,
          at bigint NOT NULL, until bigint NOT NULL, PRIMARY KEY(tenant, number)){rows};
        """;

    /// <summary>How the group of protected persons stood when it was last read; accepted -1: nobody has said that it may shrink.</summary>
    private const string V2 = """
        CREATE TABLE protected_group(tenant integer NOT NULL PRIMARY KEY, problem smallint NOT NULL, at bigint NOT NULL, read_at bigint NOT NULL,
          found integer NOT NULL, accepted integer NOT NULL, blocked integer NOT NULL);
        """;

    /// <summary>Who has left a connection's scope and is removed at the supplier only after a time, by number of the resource.</summary>
    private const string V3 = """
        CREATE TABLE leaving(tenant integer NOT NULL, connection integer NOT NULL, rid bigint NOT NULL, since bigint NOT NULL,
          PRIMARY KEY(tenant, connection, rid)){rows};
        """;

    /// <summary>Why somebody approved what a brake held.</summary>
    internal const string V4 = "ALTER TABLE hold_decision ADD COLUMN reason smallint NOT NULL DEFAULT 0";

    internal static string SqliteV3 { get; } = TableText.ForSqlite(V3);

    internal static string PostgresV3 { get; } = TableText.ForPostgres(V3);

    internal static string SqliteV1 { get; } = TableText.ForSqlite(V1);

    internal static string PostgresV1 { get; } = TableText.ForPostgres(V1);

    internal static string SqliteV2 { get; } = TableText.ForSqlite(V2);

    internal static string PostgresV2 { get; } = TableText.ForPostgres(V2);
}
