using Skolsynk.Data;
using Skolsynk.Rosters;

namespace Skolsynk.Stores;

/// <summary>What somebody answered; the numbers are kept in the database.</summary>
public enum HoldAnswer : short
{
    /// <summary>It may be lost; of a succession: the new account is another person's.</summary>
    Approved = 1,
    Kept = 2,

    /// <summary>Of a succession: the new account is the same person's.</summary>
    SamePerson = 3,
}

/// <summary>Why somebody approved; the numbers are kept in the database.</summary>
public enum HoldReason : short
{
    /// <summary>Not told.</summary>
    None = 0,
    SchoolYear = 1,
    SchoolClosed = 2,
    Corrected = 3,
    Other = 4,
}

/// <summary>One decision on a hold, as it is shown afterwards. Of whom it was taken is not kept.</summary>
/// <param name="Connection">0: the source's.</param>
/// <param name="Items">How many things it covered.</param>
/// <param name="By">Who took it; empty: not known.</param>
/// <param name="At">Unix milliseconds, as <paramref name="Until"/>, which is 0 unless kept.</param>
public sealed record HoldDecision(
    long Number, long Hold, int Connection, HoldCause Cause, HoldAnswer Answer, int Items, string Fingerprint, string By, long At, long Until)
{
    public HoldReason Reason { get; init; }
}

/// <summary>Who decided what on holds, and when. Outlives the hold; goes with the connection or the tenant.</summary>
public static class DecisionLog
{
    private const string Columns = "number, hold, connection, cause, answer, items, fingerprint, decided_by, at, until, reason";

    internal static void Add(TenantId tenant, Session session, StoredHold hold, HoldAnswer answer, int items, string by, long until = 0, HoldReason reason = HoldReason.None) => session.Execute(
        $"INSERT INTO hold_decision(tenant, {Columns}) VALUES(@tenant, @number, @hold, @connection, @cause, @answer, @items, @fingerprint, @by, @now, @until, @reason)",
        ("@tenant", tenant.Value), ("@number", session.Mint(tenant, Counter.Decision)), ("@hold", hold.Number), ("@connection", hold.Connection),
        ("@cause", (short)hold.Place.Cause), ("@answer", (short)answer), ("@items", items), ("@fingerprint", hold.Fingerprint), ("@by", by),
        ("@now", session.Now), ("@until", until), ("@reason", (short)reason));

    /// <summary>The latest decisions, the newest first.</summary>
    public static IReadOnlyList<HoldDecision> Latest(TenantId tenant, Session session, int count) => session.Query(
        $"SELECT {Columns} FROM hold_decision WHERE tenant = @tenant ORDER BY number DESC LIMIT @count",
        row => new HoldDecision(row.GetInt64(0), row.GetInt64(1), row.GetInt32(2), (HoldCause)row.GetInt16(3), (HoldAnswer)row.GetInt16(4), row.GetInt32(5),
            row.GetString(6), row.GetString(7), row.GetInt64(8), row.GetInt64(9))
        {
            Reason = (HoldReason)row.GetInt16(10),
        },
        ("@tenant", tenant.Value), ("@count", count));
}
