using Skolsynk.Data;

namespace Skolsynk.Stores;

/// <summary>What was erased; the numbers are kept in the database.</summary>
public enum ErasureCause : short
{
    Connection = 1,
    Tenant = 2,
}

/// <summary>What remains of an ending: that it took place, when, and counts. Nothing of a person.</summary>
/// <param name="Subject">The tenant, and the supplier if only that was ended, as the operator knows them.</param>
/// <param name="Ended">Null: it goes on.</param>
/// <param name="Persons">Persons who were stored; 0 for a connection.</param>
/// <param name="Receipts">Objects that suppliers had.</param>
/// <param name="Deleted">Of those, confirmed removed there.</param>
/// <param name="Remained">Of those, left there.</param>
public sealed record Erasure(
    TenantId Tenant, long Number, ErasureCause Cause, string Subject, DateTimeOffset Began, DateTimeOffset? Ended, long Persons, long Receipts,
    long Deleted, long Remained);

/// <summary>Receipts of endings. They outlive the tenant.</summary>
public static class Erasures
{
    public static void Begin(TenantId tenant, Session session, ErasureCause cause, string subject, long persons, long receipts) => session.Execute(
        "INSERT INTO erasure(tenant, number, cause, subject, began, ended, persons, receipts, deleted, remained) "
        + "VALUES(@tenant, @number, @cause, @subject, @now, 0, @persons, @receipts, 0, 0)",
        ("@tenant", tenant.Value), ("@number", session.Mint(tenant, Counter.Erasure)), ("@cause", (short)cause), ("@subject", subject), ("@now", session.Now),
        ("@persons", persons), ("@receipts", receipts));

    /// <summary>The one with this number; null: there is none.</summary>
    public static Erasure? Find(TenantId tenant, Session session, long number) => Of(tenant, session).FirstOrDefault(one => one.Number == number);

    /// <param name="remained">Objects that the suppliers still have.</param>
    public static void Finish(TenantId tenant, Session session, ErasureCause cause, string subject, long remained) => session.Execute(
        "UPDATE erasure SET ended = @now, remained = @remained, deleted = receipts - @remained "
        + "WHERE tenant = @tenant AND cause = @cause AND subject = @subject AND ended = 0",
        ("@now", session.Now), ("@remained", remained), ("@tenant", tenant.Value), ("@cause", (short)cause), ("@subject", subject));

    public static IReadOnlyList<Erasure> Of(TenantId tenant, Session session) =>
        [.. All(session).Where(erasure => erasure.Tenant == tenant)];

    /// <summary>The operator's query, over all tenants; the oldest first.</summary>
    public static IReadOnlyList<Erasure> All(Session session) => session.Query(
        "SELECT tenant, number, cause, subject, began, ended, persons, receipts, deleted, remained FROM erasure ORDER BY began, tenant, number",
        row => new Erasure(new TenantId(row.GetInt32(0)), row.GetInt64(1), (ErasureCause)row.GetInt16(2), row.GetString(3), At(row.GetInt64(4)),
            row.GetInt64(5) == 0 ? null : At(row.GetInt64(5)), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9)));

    private static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
