using Skolsynk.Data;
using Skolsynk.Ss12000;

namespace Skolsynk.Deliveries;

/// <summary>What was sent to a supplier in one hour, counted.</summary>
/// <param name="From">When the hour began.</param>
public sealed record TransferSum(DateTimeOffset From, Endpoint Endpoint, DeliveryAction Action, Outcome Outcome, int Count);

/// <summary>The transfer log of one connection in hours; read from its end, so many lines at a time.</summary>
public static class TransferSums
{
    /// <summary>Lines of the log that one page sums up.</summary>
    private const int Piece = 20_000;

    private const long Hour = 60 * 60 * 1000;

    /// <param name="before">Number of the line before which it goes on; null: from the newest.</param>
    /// <returns>The newest hour first; and where the next page goes on, null: there is no more.</returns>
    public static (IReadOnlyList<TransferSum> Sums, long? Next) Load(Session session, TenantId tenant, int connection, long? before)
    {
        (string, object?)[] of = [("@tenant", tenant.Value), ("@connection", connection), ("@before", before ?? long.MaxValue)];
        var last = session.Scalar<long>("SELECT max(number) FROM transfer_log WHERE tenant = @tenant AND connection = @connection AND number < @before", of);
        if (last == 0)
            return ([], null);
        var sums = session.Query(
            "SELECT t.at / 3600000, s.endpoint, t.action, t.outcome, count(*) FROM transfer_log t JOIN resource s ON s.tenant = t.tenant AND s.rid = t.rid "
            + "WHERE t.tenant = @tenant AND t.connection = @connection AND t.number < @before AND t.number > @from GROUP BY t.at / 3600000, s.endpoint, t.action, t.outcome",
            row => new TransferSum(DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(0) * Hour), (Endpoint)row.GetInt16(1), (DeliveryAction)row.GetInt16(2),
                (Outcome)row.GetInt16(3), (int)row.GetInt64(4)),
            [.. of, ("@from", last - Piece)]);
        var more = session.Scalar<long>("SELECT count(*) FROM (SELECT 1 FROM transfer_log WHERE tenant = @tenant AND connection = @connection AND number <= @from LIMIT 1) one",
            [of[0], of[1], ("@from", last - Piece)]) > 0;
        return ([.. sums.OrderByDescending(one => one.From).ThenBy(one => one.Endpoint).ThenBy(one => one.Action).ThenBy(one => one.Outcome)], more ? last - Piece + 1 : null);
    }
}
