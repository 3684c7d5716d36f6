using Skolsynk.Data;

namespace Skolsynk.Deliveries;

/// <summary>Another receiver stands in the place of the one that a connection's receipts are about, and has nothing of ours.</summary>
public static class NewReceiver
{
    /// <summary>
    /// A new generation: what the old receiver has confirmed says nothing of the new one. What is in flight to the old is broken off and not
    /// recorded. The old one keeps what it has. The transfer log stays: it tells what was sent then.
    /// </summary>
    public static void Begin(Session session, TenantId tenant, int connection)
    {
        InputVersions.Raise(session, tenant, connection);
        session.Execute(
            "UPDATE connection_state SET epoch = epoch + 1, done_v = 0, next_due = 0, full_at = 0 WHERE tenant = @tenant AND connection = @connection",
            ("@tenant", tenant.Value), ("@connection", connection));
        foreach (var table in new[] { "receipt", "refusal", "send_window", "hold_item", "hold", "removal", "leaving" })
        {
            session.Execute($"DELETE FROM {table} WHERE tenant = @tenant AND connection = @connection",
                ("@tenant", tenant.Value), ("@connection", connection));
        }
        Reconciliations.Save(session, tenant, connection, Reconciliation.Never with { ReadAfter = Reconciliations.Load(session, tenant, connection).ReadAfter });
    }
}
