using Microsoft.EntityFrameworkCore;
using Skolsynk.Data;

namespace Skolsynk.Suppliers;

/// <summary>What an administrator does with a connection; each in the caller's transaction, and raising its version where it must.</summary>
public static class ConnectionSettings
{
    /// <summary>A new connection: a draft that has neither key nor school and sends nothing; or the one that is there.</summary>
    public static int Add(Session session, TenantId tenant, int environment)
    {
        using var context = session.Context(tenant);
        if (context.Set<Connection>().AsNoTracking().FirstOrDefault(one => one.EnvironmentId == environment) is { } known)
            return known.Id;
        var id = (int)session.Mint(tenant, Counter.Connection);
        context.Add(new Connection { TenantId = tenant.Value, Id = id, EnvironmentId = environment, Scope = new ScopeSettings(), Paused = true });
        context.Add(new ConnectionStart { TenantId = tenant.Value, ConnectionId = id });
        context.SaveChanges();
        InputVersions.Raise(session, tenant, id);
        return id;
    }

    public static void SetKey(Session session, SealedSecrets secrets, TenantId tenant, int connection, string key) => Change(session, tenant, connection, (row, start) =>
    {
        row.SealedKey = secrets.Seal(tenant, connection, key);
        start.KeyAt = Now(session);
        start.KeyTail = key.Length >= 12 ? key[^4..] : null;
        start.KeyAcceptedAt = null;
    });

    /// <summary>The supplier has accepted the present key.</summary>
    public static void KeyAccepted(Session session, TenantId tenant, int connection) =>
        Note(session, tenant, connection, start => start.KeyAcceptedAt = Now(session));

    /// <summary>Settings whose preview was approved.</summary>
    public static void SetScope(Session session, TenantId tenant, int connection, ScopeSettings scope) =>
        Change(session, tenant, connection, (row, _) => row.Scope = scope);

    public static void Start(Session session, TenantId tenant, int connection) => Change(session, tenant, connection, (row, start) =>
    {
        row.Paused = false;
        start.StartedAt ??= Now(session);
        start.PausedUntil = null;
    });

    /// <param name="until">The day on which it ends by itself.</param>
    public static void Pause(Session session, TenantId tenant, int connection, DateOnly until) => Change(session, tenant, connection, (row, start) =>
    {
        row.Paused = true;
        start.StartedAt ??= Now(session);
        start.PausedUntil = until;
    });

    /// <summary>Ends the pauses whose day has come; how many. The operator's query, over all tenants.</summary>
    public static int ResumeDue(Session session, DateOnly today)
    {
        using var context = session.Context();
        var connections = context.Set<Connection>().IgnoreQueryFilters();
        var due = context.Set<ConnectionStart>().IgnoreQueryFilters().AsNoTracking().Where(one => one.PausedUntil != null && one.PausedUntil <= today
            && connections.Any(its => its.TenantId == one.TenantId && its.Id == one.ConnectionId)).ToList();
        foreach (var start in due)
            Start(session, new TenantId(start.TenantId), start.ConnectionId);
        return due.Count;
    }

    /// <summary>One that ends is changed by nobody any more: a pause would leave what it has at the supplier.</summary>
    private static void Change(Session session, TenantId tenant, int connection, Action<Connection, ConnectionStart> change)
    {
        if (session.Scalar<long>("SELECT count(*) FROM connection_state WHERE tenant = @tenant AND connection = @connection AND ending <> 0",
            ("@tenant", tenant.Value), ("@connection", connection)) > 0)
            return;
        using var context = session.Context(tenant);
        change(context.Set<Connection>().Single(one => one.Id == connection), StartOf(context, tenant, connection));
        context.SaveChanges();
        InputVersions.BreakOff(session, tenant, connection);
    }

    private static void Note(Session session, TenantId tenant, int connection, Action<ConnectionStart> change)
    {
        using var context = session.Context(tenant);
        change(StartOf(context, tenant, connection));
        context.SaveChanges();
    }

    /// <summary>A connection that the operator made is started already.</summary>
    private static ConnectionStart StartOf(SkolsynkContext context, TenantId tenant, int connection)
    {
        if (context.Set<ConnectionStart>().FirstOrDefault(one => one.ConnectionId == connection) is { } known)
            return known;
        var start = new ConnectionStart { TenantId = tenant.Value, ConnectionId = connection, StartedAt = DateTimeOffset.UnixEpoch };
        context.Add(start);
        return start;
    }

    private static DateTimeOffset Now(Session session) => DateTimeOffset.FromUnixTimeMilliseconds(session.Now);
}
