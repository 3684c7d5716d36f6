namespace Skolsynk.Data;

/// <summary>
/// The tables of the hot path, which no ORM touches. One text for both databases: <c>{bytes}</c> and <c>{rows}</c> stand for what
/// differs. A published version is never edited; a change is a new version in a new migration.
/// </summary>
internal static class HotTables
{
    /// <summary>
    /// Primary keys begin with the tenant (locality, isolation, erasing as one range, the key to shard by); only leases, which
    /// belong to processes, do not. Times are unix milliseconds. Hashes are XxHash128, 16 bytes big-endian.
    /// </summary>
    private const string V1 = """
        CREATE TABLE counter(tenant integer NOT NULL, name smallint NOT NULL, next bigint NOT NULL, PRIMARY KEY(tenant, name)){rows};

        CREATE TABLE lease(kind smallint NOT NULL, id integer NOT NULL, owner text NOT NULL, epoch bigint NOT NULL, until bigint NOT NULL,
          PRIMARY KEY(kind, id)){rows};

        CREATE TABLE roster(tenant integer NOT NULL PRIMARY KEY, version bigint NOT NULL, canon integer NOT NULL, at bigint NOT NULL);

        CREATE TABLE entity(tenant integer NOT NULL, kind smallint NOT NULL, src {bytes} NOT NULL, oid bigint NOT NULL, hash {bytes} NOT NULL,
          gone_v bigint, gone_at bigint, PRIMARY KEY(tenant, kind, src)){rows};

        CREATE TABLE entity_body(tenant integer NOT NULL, oid bigint NOT NULL, body {bytes} NOT NULL, PRIMARY KEY(tenant, oid)){rows};

        CREATE TABLE class_member(tenant integer NOT NULL, oid bigint NOT NULL, hash {bytes} NOT NULL, n integer NOT NULL, members {bytes} NOT NULL,
          PRIMARY KEY(tenant, oid)){rows};

        CREATE TABLE sync_run(tenant integer NOT NULL, run bigint NOT NULL, started bigint NOT NULL, ended bigint NOT NULL, outcome smallint NOT NULL,
          failure smallint, schools integer NOT NULL, persons integer NOT NULL, groups integer NOT NULL, created integer NOT NULL,
          updated integer NOT NULL, removed integer NOT NULL, members_changed integer NOT NULL, held integer NOT NULL, calls integer NOT NULL,
          bytes bigint NOT NULL, detail text, PRIMARY KEY(tenant, run)){rows};

        CREATE TABLE resource(tenant integer NOT NULL, rid bigint NOT NULL, endpoint smallint NOT NULL, ext {bytes} NOT NULL,
          PRIMARY KEY(tenant, rid), UNIQUE(tenant, endpoint, ext));

        CREATE TABLE receipt(tenant integer NOT NULL, connection integer NOT NULL, rid bigint NOT NULL, at bigint NOT NULL, status smallint NOT NULL,
          hash {bytes}, PRIMARY KEY(tenant, connection, rid)){rows};

        CREATE TABLE refusal(tenant integer NOT NULL, connection integer NOT NULL, rid bigint NOT NULL, tries integer NOT NULL,
          next_at bigint NOT NULL, hash {bytes}, http integer NOT NULL, code text, detail text, PRIMARY KEY(tenant, connection, rid)){rows};

        CREATE TABLE send_window(tenant integer NOT NULL, connection integer NOT NULL, number bigint NOT NULL, lane integer NOT NULL,
          epoch bigint NOT NULL, rids {bytes} NOT NULL, PRIMARY KEY(tenant, connection, number)){rows};

        CREATE TABLE connection_state(tenant integer NOT NULL, connection integer NOT NULL, input_v bigint NOT NULL, done_v bigint NOT NULL,
          mapping integer NOT NULL, epoch bigint NOT NULL, next_due bigint NOT NULL, full_at bigint NOT NULL, rest_until bigint NOT NULL,
          rest_tries integer NOT NULL, rest_kind smallint NOT NULL, rest_detail text, at bigint NOT NULL, PRIMARY KEY(tenant, connection)){rows};

        CREATE TABLE transfer_log(tenant integer NOT NULL, connection integer NOT NULL, number bigint NOT NULL, at bigint NOT NULL,
          rid bigint NOT NULL, action smallint NOT NULL, fields integer NOT NULL, outcome smallint NOT NULL, http integer NOT NULL,
          PRIMARY KEY(tenant, connection, number)){rows};

        CREATE TABLE not_sent(tenant integer NOT NULL, connection integer NOT NULL, kind smallint NOT NULL, src {bytes} NOT NULL,
          reason smallint NOT NULL, PRIMARY KEY(tenant, connection, kind, src)){rows};
        """;

    /// <summary>
    /// Holds of both brakes, and what the limits let through; connection 0 is the source. Ids and kinds only: rows of a person go
    /// with the person.
    /// </summary>
    private const string V2 = """
        CREATE TABLE hold(tenant integer NOT NULL, number bigint NOT NULL, connection integer NOT NULL, cause smallint NOT NULL,
          place {bytes} NOT NULL, opened bigint NOT NULL, at bigint NOT NULL, PRIMARY KEY(tenant, number),
          UNIQUE(tenant, connection, cause, place)){rows};

        CREATE TABLE hold_item(tenant integer NOT NULL, connection integer NOT NULL, kind smallint NOT NULL, src {bytes} NOT NULL,
          what smallint NOT NULL, place {bytes} NOT NULL, number bigint NOT NULL, state smallint NOT NULL, until bigint NOT NULL,
          PRIMARY KEY(tenant, connection, kind, src, what, place)){rows};

        CREATE TABLE removal(tenant integer NOT NULL, connection integer NOT NULL, kind smallint NOT NULL, src {bytes} NOT NULL,
          what smallint NOT NULL, place {bytes} NOT NULL, at bigint NOT NULL, counted smallint NOT NULL,
          PRIMARY KEY(tenant, connection, kind, src, what, place)){rows};
        """;

    internal static string SqliteV1 { get; } = TableText.ForSqlite(V1);

    internal static string PostgresV1 { get; } = TableText.ForPostgres(V1);

    internal static string SqliteV2 { get; } = TableText.ForSqlite(V2);

    internal static string PostgresV2 { get; } = TableText.ForPostgres(V2);
}
