using Skolsynk.Data;

namespace Skolsynk.Deliveries;

/// <summary>Why a connection rests; the numbers are kept in the database.</summary>
public enum RestKind : short
{
    None = 0,

    /// <summary>401 or 403: the key is wrong.</summary>
    Unauthorized = 1,

    /// <summary>The address or the settings are wrong, or too much was refused to be a property of the objects.</summary>
    Misconfigured = 2,

    /// <summary>The supplier asked for patience (429, 503 with Retry-After) longer than a pass waits.</summary>
    Throttled = 3,

    /// <summary>No answer; the lane rests and so does the connection.</summary>
    Unreachable = 4,

    /// <summary>It has to be compared with what the supplier has before anything is sent, and that could not be done.</summary>
    NotReconciled = 5,
}

/// <summary>Where a connection stands.</summary>
/// <param name="InputV">Version of everything that decides what is owed.</param>
/// <param name="DoneV">The version that the last whole pass was made for; 0: none yet.</param>
/// <param name="Mapping">Number of the mapping of that pass.</param>
/// <param name="Epoch">Fencing number of the connection; raised by ending, erasing, purge and protected marks.</param>
/// <param name="NextDue">When a refusal is to be tried again, unix milliseconds; 0: none waits.</param>
/// <param name="FullAt">When the last whole pass ended.</param>
/// <param name="RestUntil">Nothing is sent before; 0: it does not rest.</param>
public sealed record ConnectionState(
    long InputV, long DoneV, int Mapping, long Epoch, long NextDue, long FullAt, long RestUntil, int RestTries, RestKind Rest, string? RestDetail)
{
    /// <summary>No rest is longer, milliseconds; one that seems to be began before the clock was set back.</summary>
    internal const long LongestRest = 2 * 60 * 60 * 1000;

    public EndingKind Ending { get; init; }

    /// <summary>The removal of a protected person is before it.</summary>
    public bool IsUrgent { get; init; }

    public bool RestsAt(long now) => RestUntil > now && RestUntil <= now + LongestRest;
}

/// <summary>Reads and writes <see cref="ConnectionState"/>.</summary>
public static class ConnectionStates
{
    public static ConnectionState? Load(Session session, TenantId tenant, int connection) => session.Query(
        "SELECT input_v, done_v, mapping, epoch, next_due, full_at, rest_until, rest_tries, rest_kind, rest_detail, ending, urgent FROM connection_state "
        + "WHERE tenant = @tenant AND connection = @connection",
        row => new ConnectionState(row.GetInt64(0), row.GetInt64(1), row.GetInt32(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5),
            row.GetInt64(6), row.GetInt32(7), (RestKind)row.GetInt16(8), row.IsDBNull(9) ? null : row.GetString(9))
        {
            Ending = (EndingKind)row.GetInt16(10),
            IsUrgent = row.GetInt16(11) == 1,
        },
        ("@tenant", tenant.Value), ("@connection", connection)).SingleOrDefault();

    /// <summary>
    /// Whether what was begun under this epoch may still be recorded; locks the row for this transaction. Not when somebody was erased,
    /// or the connection ended.
    /// </summary>
    internal static bool IsCurrent(Session session, ConnectionKey key) => key.Epoch == session.Scalar<long>(
        "SELECT epoch FROM connection_state WHERE tenant = @tenant AND connection = @connection" + session.ForShare,
        ("@tenant", key.Tenant.Value), ("@connection", key.Connection));

    /// <summary>Whoever changes what a connection sends, after looking at what it sends, waits here for the others; until the transaction ends.</summary>
    public static void Lock(Session session, TenantId tenant, int connection) => session.Execute(
        "UPDATE connection_state SET epoch = epoch WHERE tenant = @tenant AND connection = @connection",
        ("@tenant", tenant.Value), ("@connection", connection));

    /// <summary>Whether deliveries are made for it at all; locks the row for this transaction.</summary>
    internal static bool IsDelivered(Session session, TenantId tenant, int connection) => session.Scalar<short?>(
        "SELECT ending FROM connection_state WHERE tenant = @tenant AND connection = @connection" + session.ForShare,
        ("@tenant", tenant.Value), ("@connection", connection)) is { } ending && (EndingKind)ending is not EndingKind.KeepAtSupplier;

    /// <summary>
    /// The connections, of all tenants, whose pass would not be skipped now and that do not rest; the same rule as
    /// <see cref="PassInput.MaySkip"/>, asked once for a lane instead of once for each connection. The week's comparison with a supplier comes with the daily look; one
    /// that somebody asks for raises the input.
    /// </summary>
    internal static HashSet<(int Tenant, int Connection)> Due(Session session, int mapping) =>
        [.. session.Query(
            "SELECT s.tenant, s.connection FROM connection_state s WHERE s.ending <> @kept "
            + "AND (s.rest_until <= @now OR s.rest_until > @latest) AND (s.input_v <> s.done_v "
            + "OR s.mapping <> @mapping OR (s.next_due > 0 AND s.next_due <= @now) OR s.full_at <= @full OR s.full_at > @now "
            + "OR EXISTS (SELECT 1 FROM send_window w WHERE w.tenant = s.tenant AND w.connection = s.connection))",
            row => (row.GetInt32(0), row.GetInt32(1)),
            ("@kept", (short)EndingKind.KeepAtSupplier), ("@now", session.Now), ("@latest", session.Now + ConnectionState.LongestRest), ("@mapping", mapping), ("@full", session.Now - PassInput.FullEvery))];

    /// <summary>The connections that have a protected person's removal before them; they go at once, whoever else has to wait.</summary>
    internal static HashSet<(int Tenant, int Connection)> Urgent(Session session) =>
        [.. session.Query("SELECT tenant, connection FROM connection_state WHERE urgent = 1", row => (row.GetInt32(0), row.GetInt32(1)))];

    /// <summary>No removal of a protected person is owed any more.</summary>
    internal static void Calm(Session session, ConnectionKey key) => session.Execute(
        "UPDATE connection_state SET urgent = 0 WHERE tenant = @tenant AND connection = @connection AND epoch = @epoch",
        ("@tenant", key.Tenant.Value), ("@connection", key.Connection), ("@epoch", key.Epoch));

    /// <summary>The pass for this input is whole: everything in scope is confirmed or waits for its retry.</summary>
    public static void Done(Session session, TenantId tenant, int connection, long inputV, int mapping, long nextDue) => session.Execute(
        "UPDATE connection_state SET done_v = @done, mapping = @mapping, next_due = @due, full_at = @now, at = @now, "
        + "rest_until = 0, rest_tries = 0, rest_kind = 0, rest_detail = NULL WHERE tenant = @tenant AND connection = @connection",
        ("@done", inputV), ("@mapping", mapping), ("@due", nextDue), ("@now", session.Now), ("@tenant", tenant.Value), ("@connection", connection));

    /// <summary>
    /// A pass begins: until its end is recorded another one is due, whatever the versions say, or a crash would leave what is
    /// uncertain to the daily pass.
    /// </summary>
    public static void Begun(Session session, TenantId tenant, int connection) => session.Execute(
        "UPDATE connection_state SET next_due = 1 WHERE tenant = @tenant AND connection = @connection",
        ("@tenant", tenant.Value), ("@connection", connection));

    /// <summary>The pass was broken off: another one is due at that time, whatever the versions say.</summary>
    public static void DueAgain(Session session, TenantId tenant, int connection, long at) => session.Execute(
        "UPDATE connection_state SET next_due = @due, at = @now WHERE tenant = @tenant AND connection = @connection",
        ("@due", at), ("@now", session.Now), ("@tenant", tenant.Value), ("@connection", connection));

    /// <summary>The connection rests after <paramref name="tries"/> turned-down tries in a row.</summary>
    public static void Rest(Session session, TenantId tenant, int connection, RestKind kind, int tries, TimeSpan wait, string? detail) =>
        session.Execute(
            "UPDATE connection_state SET rest_until = @until, rest_tries = @tries, rest_kind = @kind, rest_detail = @detail, at = @now "
            + "WHERE tenant = @tenant AND connection = @connection",
            ("@until", session.Now + (long)wait.TotalMilliseconds), ("@tries", tries), ("@kind", (short)kind), ("@detail", detail),
            ("@now", session.Now), ("@tenant", tenant.Value), ("@connection", connection));
}
