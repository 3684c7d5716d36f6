namespace Skolsynk.Data;

/// <summary>
/// The tables of protection, purge and ending, which no ORM touches; as <see cref="HotTables"/> one text for both databases. A
/// published version is never edited.
/// </summary>
internal static class RetentionTables
{
    private const string V1 = """
        CREATE TABLE protected_person(tenant integer NOT NULL, src {bytes} NOT NULL, origin smallint NOT NULL, at bigint NOT NULL,
          waits smallint NOT NULL, PRIMARY KEY(tenant, src, origin)){rows};

        CREATE TABLE erasure(tenant integer NOT NULL, number bigint NOT NULL, cause smallint NOT NULL, subject text NOT NULL, began bigint NOT NULL,
          ended bigint NOT NULL, persons bigint NOT NULL, receipts bigint NOT NULL, deleted bigint NOT NULL, remained bigint NOT NULL,
          PRIMARY KEY(tenant, number)){rows};

        CREATE TABLE job_run(job smallint NOT NULL PRIMARY KEY, at bigint NOT NULL);

        ALTER TABLE connection_state ADD COLUMN urgent smallint NOT NULL DEFAULT 0;
        ALTER TABLE connection_state ADD COLUMN ending smallint NOT NULL DEFAULT 0;
        ALTER TABLE connection_state ADD COLUMN ending_at bigint NOT NULL DEFAULT 0;
        """;

    /// <summary>Persons who were marked late, by id, and what each supplier had of them; 0: not yet, or purged.</summary>
    private const string V2 = """
        CREATE TABLE late_mark(tenant integer NOT NULL, id {bytes} NOT NULL, src {bytes} NOT NULL, at bigint NOT NULL, opened bigint NOT NULL,
          closed bigint NOT NULL, PRIMARY KEY(tenant, id)){rows};

        CREATE TABLE late_mark_part(tenant integer NOT NULL, id {bytes} NOT NULL, connection integer NOT NULL, since bigint NOT NULL,
          fields integer NOT NULL, confirmed bigint NOT NULL, PRIMARY KEY(tenant, id, connection)){rows};
        """;

    internal static string SqliteV2 { get; } = TableText.ForSqlite(V2);

    internal static string PostgresV2 { get; } = TableText.ForPostgres(V2);

    internal static string SqliteV1 { get; } = TableText.ForSqlite(V1);

    internal static string PostgresV1 { get; } = TableText.ForPostgres(V1);
}
