using Skolsynk.Data;

namespace Skolsynk.Deliveries;

/// <summary>One connection as the writer sees it: its rows, and the epoch under which its answers count.</summary>
public readonly record struct ConnectionKey(TenantId Tenant, int Connection, long Epoch);

/// <summary>How an attempt ended, for the transfer log; the numbers are kept in the database.</summary>
public enum Outcome : short
{
    /// <summary>The supplier's 2xx is recorded; for a delete also its 404.</summary>
    Confirmed = 1,
    Refused = 2,

    /// <summary>May have been applied; owed again.</summary>
    Uncertain = 3,
}

/// <summary>What is to be recorded of one delivery: how its rows stand from now on, and a line of the transfer log.</summary>
/// <param name="Receipt">Null: no row (it is not there and nothing is open).</param>
/// <param name="Refusal">Null: no row.</param>
/// <param name="Logged">Null: no line (it was never sent, or a refusal is taken back).</param>
/// <param name="Kept">It was not sent: its rows stay as they are, whatever they are by now; the rest says nothing.</param>
public sealed record Settlement(long Rid, Receipt? Receipt, Refusal? Refusal, LoggedAttempt? Logged, bool Kept = false)
{
    /// <summary>There is no row of a refusal, so none needs to be deleted.</summary>
    public bool NeverRefused { get; init; }
}

/// <summary>A line of the transfer log. <paramref name="Fields"/> is the mask of attribute names that were sent.</summary>
public sealed record LoggedAttempt(DeliveryAction Action, int Fields, Outcome Outcome, int Http);

/// <summary>An open window: resources that may be in flight. Its row goes in the transaction that records the last of them.</summary>
public sealed class SendWindow(ConnectionKey connection, IReadOnlyList<long> rids)
{
    public ConnectionKey Connection { get; } = connection;

    public IReadOnlyList<long> Rids { get; } = rids;

    /// <summary>Given when the row is written.</summary>
    internal long Number { get; set; }

    internal int Open { get; set; } = rids.Count;
}
