namespace Skolsynk.Data;

/// <summary>
/// The version of everything that decides what a connection is owed. Raised in the transaction of every write that the pure
/// functions read (roster, scope, settings, codes, group rule, exclusions, profile); a pass is skipped only when it stands still.
/// </summary>
public static class InputVersions
{
    /// <summary>Raises all connections of a tenant.</summary>
    public static void Raise(Session session, TenantId tenant) => session.Execute(
        "UPDATE connection_state SET input_v = input_v + 1 WHERE tenant = @tenant", ("@tenant", tenant.Value));

    /// <summary>Raises all of them, and passes that are under way send no more of what they planned: somebody may have less now.</summary>
    public static void BreakOff(Session session, TenantId tenant) => session.Execute(
        "UPDATE connection_state SET input_v = input_v + 1, epoch = epoch + 1 WHERE tenant = @tenant", ("@tenant", tenant.Value));

    /// <inheritdoc cref="BreakOff(Session, TenantId)"/>
    public static void BreakOff(Session session, TenantId tenant, int connection)
    {
        Raise(session, tenant, connection);
        session.Execute("UPDATE connection_state SET epoch = epoch + 1 WHERE tenant = @tenant AND connection = @connection",
            ("@tenant", tenant.Value), ("@connection", connection));
    }

    /// <summary>
    /// Raises one connection, making its row when it is new. Somebody changed something of it, so a rest after a wrong key or address
    /// is over too.
    /// </summary>
    public static void Raise(Session session, TenantId tenant, int connection) => session.Execute(
        "INSERT INTO connection_state(tenant, connection, input_v, done_v, mapping, epoch, next_due, full_at, rest_until, rest_tries, rest_kind, at) "
        + "VALUES(@tenant, @connection, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0) "
        + "ON CONFLICT(tenant, connection) DO UPDATE SET input_v = connection_state.input_v + 1, rest_until = 0, rest_tries = 0, "
        + "rest_kind = 0, rest_detail = NULL",
        ("@tenant", tenant.Value), ("@connection", connection));
}
