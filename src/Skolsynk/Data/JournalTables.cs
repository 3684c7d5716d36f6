namespace Skolsynk.Data;

/// <summary>
/// What the database knows of the journal, and how each connection stands compared with what its supplier has; as
/// <see cref="HotTables"/> one text for both databases. A published version is never edited.
/// </summary>
internal static class JournalTables
{
    private const string V1 = """
        CREATE TABLE journal_state(one smallint NOT NULL PRIMARY KEY, identity {bytes} NOT NULL, epoch bigint NOT NULL);

        CREATE TABLE journal_done(entry {bytes} NOT NULL PRIMARY KEY, at bigint NOT NULL){rows};

        CREATE TABLE reconciliation(tenant integer NOT NULL, connection integer NOT NULL, wanted smallint NOT NULL, read_after bigint NOT NULL,
          since bigint NOT NULL, at bigint NOT NULL, outcome smallint NOT NULL, listed bigint NOT NULL, missing bigint NOT NULL,
          different bigint NOT NULL, strange bigint NOT NULL, others bigint NOT NULL, detail text, PRIMARY KEY(tenant, connection)){rows};
        """;

    internal static string SqliteV1 { get; } = TableText.ForSqlite(V1);

    internal static string PostgresV1 { get; } = TableText.ForPostgres(V1);
}
