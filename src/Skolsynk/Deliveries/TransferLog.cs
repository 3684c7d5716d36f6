using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;

namespace Skolsynk.Deliveries;

/// <summary>A line of the transfer log: what was sent of which resource, when, and how it ended. Names are not in it.</summary>
/// <param name="At">Unix milliseconds by the database's clock.</param>
/// <param name="Fields">Mask of the attributes that were sent.</param>
/// <param name="Http">Status of the answer; 0: there was none.</param>
public sealed record Transfer(long At, Endpoint Endpoint, Guid Id, DeliveryAction Action, int Fields, Outcome Outcome, int Http);

/// <summary>Reads the transfer log of one connection.</summary>
public static class TransferLog
{
    /// <summary>Calendar months that is kept what was sent and when.</summary>
    public const int Months = 24;

    /// <summary>Takes away what is older than that.</summary>
    public static void Forget(Session session, TenantId tenant) => session.Execute(
        "DELETE FROM transfer_log WHERE tenant = @tenant AND at < @before", ("@tenant", tenant.Value),
        ("@before", DateTimeOffset.FromUnixTimeMilliseconds(session.Now).AddMonths(-Months).ToUnixTimeMilliseconds()));

    /// <summary>What was sent of one resource, to whichever supplier; the newest first.</summary>
    public static IReadOnlyList<(int Connection, long At, DeliveryAction Action, Outcome Outcome)> Of(Session session, TenantId tenant, long rid, int most) => session.Query(
        "SELECT connection, at, action, outcome FROM transfer_log WHERE tenant = @tenant AND rid = @rid ORDER BY at DESC, number DESC LIMIT @most",
        row => (row.GetInt32(0), row.GetInt64(1), (DeliveryAction)row.GetInt16(2), (Outcome)row.GetInt16(3)),
        ("@tenant", tenant.Value), ("@rid", rid), ("@most", most));

    /// <summary>The oldest first.</summary>
    public static IReadOnlyList<Transfer> Load(Session session, TenantId tenant, int connection) => session.Query(
        "SELECT l.at, r.endpoint, r.ext, l.action, l.fields, l.outcome, l.http FROM transfer_log l "
        + "JOIN resource r ON r.tenant = l.tenant AND r.rid = l.rid WHERE l.tenant = @tenant AND l.connection = @connection ORDER BY l.number",
        row => new Transfer(row.GetInt64(0), (Endpoint)row.GetInt16(1), Ids.FromBytes(row.GetFieldValue<byte[]>(2)), (DeliveryAction)row.GetInt16(3),
            row.GetInt32(4), (Outcome)row.GetInt16(5), row.GetInt32(6)),
        ("@tenant", tenant.Value), ("@connection", connection));
}
