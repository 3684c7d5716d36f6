using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Ss12000.Scim2018;
using Skolsynk.Stores;
using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries;

/// <summary>How far a connection is in step.</summary>
/// <param name="InScope">Resources that the supplier should have.</param>
/// <param name="Confirmed">Of those, confirmed.</param>
/// <param name="Refused">Of those, refused by the supplier; tried again by themselves.</param>
/// <param name="ToDelete">Resources that the supplier still has and should not.</param>
public sealed record DeliveryCounts(int InScope, int Confirmed, int Refused, int ToDelete)
{
    /// <summary>Not sent yet, or sent and not known to have arrived, or waiting for what they refer to.</summary>
    public int Waiting => InScope - Confirmed - Refused;

    /// <summary>Counts by the scope as it stands now; reads the tenant's whole roster.</summary>
    public static DeliveryCounts Of(Session session, ConnectionDetails connection)
    {
        var scope = Scope.Select(RosterStore.Load(connection.Tenant, session).Roster, connection.Scope);
        return Of(new Mapping(scope), ReceiptStore.Load(session, connection.Tenant, connection.Id));
    }

    internal static DeliveryCounts Of(Mapping mapping, ReceiptBook book)
    {
        var wanted = PassInput.Endpoints.SelectMany(endpoint => mapping.Ids(endpoint).Select(id => (endpoint, id))).ToHashSet();
        int Count(ReceiptStatus status) => wanted.Count(key =>
            book.NumberOf(key.endpoint, key.id) is { } rid && book.ReceiptOf(rid) is { } receipt && receipt.Status == status);
        var toDelete = book.All().Count(one => !wanted.Contains((one.Endpoint, one.Id))
            && (one.Receipt.IsThere || one.Receipt.Status is ReceiptStatus.Uncertain));
        return new(wanted.Count, Count(ReceiptStatus.Confirmed), Count(ReceiptStatus.Refused), toDelete);
    }

    /// <summary>What is not sent, by kind and reason, as the last pass recorded it.</summary>
    public static IReadOnlyList<(EntityKind Kind, NotSentReason Reason, int Count)> NotSent(Session session, TenantId tenant, int connection) =>
        session.Query(
            "SELECT kind, reason, count(*) FROM not_sent WHERE tenant = @tenant AND connection = @connection GROUP BY kind, reason ORDER BY kind, reason",
            row => ((EntityKind)row.GetInt16(0), (NotSentReason)row.GetInt16(1), (int)row.GetInt64(2)),
            ("@tenant", tenant.Value), ("@connection", connection));

    /// <summary>Receipts by status, without asking what is in scope: quick.</summary>
    public static IReadOnlyDictionary<ReceiptStatus, int> ByStatus(Session session, TenantId tenant, int connection) => session.Query(
        "SELECT status, count(*) FROM receipt WHERE tenant = @tenant AND connection = @connection GROUP BY status",
        row => (Status: (ReceiptStatus)row.GetInt16(0), Count: (int)row.GetInt64(1)),
        ("@tenant", tenant.Value), ("@connection", connection)).ToDictionary(one => one.Status, one => one.Count);
}
