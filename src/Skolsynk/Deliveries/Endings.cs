using Skolsynk.Data;
using Skolsynk.Stores;
using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries;

/// <summary>How a connection ends; the numbers are kept in the database.</summary>
public enum EndingKind : short
{
    /// <summary>It does not.</summary>
    None = 0,

    /// <summary>What the supplier has stays there.</summary>
    KeepAtSupplier = 1,

    /// <summary>What the supplier has is deleted there first, for at most a day; only ids are kept for that.</summary>
    DeleteAtSupplier = 2,
}

/// <summary>
/// Ends connections. From the first transaction on nothing of a connection is sent but the deletes that were asked for, and nothing
/// late is recorded; what told of it is erased.
/// </summary>
public static class Endings
{
    /// <summary>Deletes at a supplier are tried no longer than this; then what it has stays there, and the receipt says so.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(24);

    /// <summary>The first step. False: there is no such connection. It may be taken again, to change one's mind about the deletes.</summary>
    public static bool Begin(Session session, TenantId tenant, int connection, EndingKind kind)
    {
        if (ConnectionStore.Load(session, tenant, connection) is null)
            return false;
        Enter(session, tenant, connection, kind);
        return Again(session, tenant, connection, kind);
    }

    /// <summary>The first step of an ending that the journal has.</summary>
    internal static bool Again(Session session, TenantId tenant, int connection, EndingKind kind)
    {
        if (ConnectionStore.Load(session, tenant, connection) is not { } details)
            return false;
        var state = ConnectionStates.Load(session, tenant, connection);
        InputVersions.Raise(session, tenant, connection);
        session.Execute(
            "UPDATE connection_state SET ending = @ending, ending_at = @now, epoch = epoch + 1, urgent = 0 WHERE tenant = @tenant AND connection = @connection",
            ("@ending", (short)kind), ("@now", session.Now), ("@tenant", tenant.Value), ("@connection", connection));
        using (var context = session.Context(tenant))
        {
            context.Set<Connection>().Single(row => row.Id == connection).Paused = false;
            context.SaveChanges();
        }
        if (state?.Ending is null or EndingKind.None)
            Erasures.Begin(tenant, session, ErasureCause.Connection, Subject(details), 0, Held(session, tenant, connection));
        ReceiptStore.OnlyIds(session, tenant, connection);
        return true;
    }

    /// <summary>Erases what a connection has done; what is needed to delete at the supplier stays.</summary>
    public static Task EraseHistory(Database database, TenantId tenant, int connection, CancellationToken cancellation) =>
        TenantTables.Erase(database, tenant, connection, TenantTables.History, cancellation);

    /// <summary>The last step: nothing is left of the connection but the receipt of its ending.</summary>
    public static async Task Finish(Database database, TenantId tenant, int connection, CancellationToken cancellation)
    {
        await database.Write(session =>
        {
            session.Execute(
                "UPDATE connection_state SET ending = @keep, epoch = epoch + 1 WHERE tenant = @tenant AND connection = @connection",
                ("@keep", (short)EndingKind.KeepAtSupplier), ("@tenant", tenant.Value), ("@connection", connection));
            if (ConnectionStore.Load(session, tenant, connection) is { } details)
                Erasures.Finish(tenant, session, ErasureCause.Connection, Subject(details), Held(session, tenant, connection));
        }, cancellation);
        await TenantTables.Erase(database, tenant, connection, [.. TenantTables.History, .. TenantTables.Connections], cancellation);
    }

    /// <summary>The supplier has nothing of it: what told of the connection is erased within the hour.</summary>
    public static void Abandon(Session session, TenantId tenant, int connection)
    {
        Enter(session, tenant, connection, EndingKind.KeepAtSupplier);
        session.Execute(
            "UPDATE connection_state SET ending = @keep, ending_at = @now, epoch = epoch + 1 WHERE tenant = @tenant AND connection = @connection",
            ("@keep", (short)EndingKind.KeepAtSupplier), ("@now", session.Now), ("@tenant", tenant.Value), ("@connection", connection));
    }

    private static void Enter(Session session, TenantId tenant, int connection, EndingKind kind) => JournalState.Enter(
        session, JournalKind.Connection, tenant, entry => entry with { Connection = connection, Detail = (short)kind });

    /// <summary>Whether something of a connection may be in flight at this moment.</summary>
    public static bool HasWindows(Session session, TenantId tenant, int connection) => session.Scalar<int>(
        "SELECT count(*) FROM send_window WHERE tenant = @tenant AND connection = @connection",
        ("@tenant", tenant.Value), ("@connection", connection)) > 0;

    public static bool IsEnding(Session session, TenantId tenant, int connection) => session.Scalar<int>(
        "SELECT ending FROM connection_state WHERE tenant = @tenant AND connection = @connection",
        ("@tenant", tenant.Value), ("@connection", connection)) != (int)EndingKind.None;

    /// <summary>Objects that the supplier has or may have.</summary>
    public static long Held(Session session, TenantId tenant, int connection) => session.Scalar<long>(
        "SELECT count(*) FROM receipt WHERE tenant = @tenant AND connection = @connection AND NOT (status = @refused AND hash IS NULL)",
        ("@tenant", tenant.Value), ("@connection", connection), ("@refused", (short)ReceiptStatus.Refused));

    /// <summary>What the receipt of its ending calls it.</summary>
    public static string Subject(ConnectionDetails details) =>
        $"{details.TenantKey} → {details.Supplier.Key}, {details.Environment.Kind} ({details.Id})";
}
