using Skolsynk.Data;
using Skolsynk.Ss12000;

namespace Skolsynk.Deliveries;

/// <summary>What one supplier environment has confirmed of a connection, counted in the database.</summary>
/// <param name="LastAt">When anything was last confirmed, unix milliseconds; 0: never.</param>
public sealed record ReceiptCounts(IReadOnlyDictionary<(Endpoint Endpoint, ReceiptStatus Status), int> All, long LastAt)
{
    public int Confirmed(Endpoint endpoint) => All.GetValueOrDefault((endpoint, ReceiptStatus.Confirmed));

    public int Of(ReceiptStatus status) => All.Where(one => one.Key.Status == status).Sum(one => one.Value);

    public static ReceiptCounts Load(Session session, TenantId tenant, int connection)
    {
        var counts = new Dictionary<(Endpoint, ReceiptStatus), int>();
        long last = 0;
        session.Each(
            "SELECT s.endpoint, r.status, count(*), max(r.at) FROM receipt r JOIN resource s ON s.tenant = r.tenant AND s.rid = r.rid "
            + "WHERE r.tenant = @tenant AND r.connection = @connection GROUP BY s.endpoint, r.status",
            row =>
            {
                var status = (ReceiptStatus)row.GetInt16(1);
                counts[((Endpoint)row.GetInt16(0), status)] = (int)row.GetInt64(2);
                if (status is ReceiptStatus.Confirmed)
                    last = Math.Max(last, row.GetInt64(3));
            },
            ("@tenant", tenant.Value), ("@connection", connection));
        return new(counts, last);
    }
}
