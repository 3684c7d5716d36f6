using Skolsynk.Data;
using Skolsynk.Tenants;

namespace Skolsynk.Stores;

/// <summary>
/// Holds as people see and decide them: protected persons are neither listed nor counted, so nobody decides about them here. A hold in
/// which nothing else stands is not shown.
/// </summary>
public static class ShownHolds
{
    /// <summary>All holds of the tenant, by number; fingerprints stand for what is shown.</summary>
    public static IReadOnlyList<StoredHold> All(TenantId tenant, Session session)
    {
        var holds = HoldStore.All(tenant, session);
        if (holds.Count == 0)
            return holds;
        var hidden = ProtectedPersons.Load(session, tenant).All;
        return hidden.Count == 0 ? holds : [.. holds.Select(hold => Without(hold, hidden)).Where(hold => hold.Items.Count > 0)];
    }

    /// <summary>How many holds wait for a decision.</summary>
    public static int Waiting(TenantId tenant, Session session) => session.Scalar<int>(
        "SELECT count(DISTINCT h.number) FROM hold_item h WHERE h.tenant = @tenant AND (h.state = @waits OR (h.state = @kept AND h.until <= @now)) "
        + "AND NOT EXISTS(SELECT 1 FROM protected_person p WHERE p.tenant = h.tenant AND p.src IN (h.src, h.place))",
        ("@tenant", tenant.Value), ("@waits", (short)HoldState.Waits), ("@kept", (short)HoldState.Kept), ("@now", session.Now));

    private static StoredHold Without(StoredHold hold, IReadOnlySet<Guid> hidden) => new(
        hold.Number, hold.Connection, hold.Place, hold.Opened, hold.At,
        [.. hold.Items.Where(item => !hidden.Contains(item.Loss.Id) && !hidden.Contains(item.Loss.Of))]);
}
