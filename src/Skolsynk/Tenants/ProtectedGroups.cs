using System.Data.Common;
using Skolsynk.Data;

namespace Skolsynk.Tenants;

/// <summary>Why the group that names protected persons cannot be gone by; the numbers are kept in the database.</summary>
public enum GroupProblem : short
{
    None = 0,

    /// <summary>Microsoft 365 does not let us read it.</summary>
    NotAllowed = 1,

    /// <summary>There is no such group.</summary>
    NotFound = 2,

    /// <summary>It could not be read to its end.</summary>
    Unreadable = 3,

    /// <summary>It is empty, or more than half of it is gone: more likely a mistake than meant.</summary>
    Shrunk = 4,
}

/// <summary>How the latest reading of the group went.</summary>
/// <param name="At">When, by the database's clock.</param>
/// <param name="ReadAt">When its members were last taken over; null: never.</param>
/// <param name="Found">How many were in it when it was last read to its end.</param>
/// <param name="Blocked">New persons who were not taken in by the latest run, because nobody knows whether they are protected.</param>
public sealed record GroupState(GroupProblem Problem, DateTimeOffset At, DateTimeOffset? ReadAt, int Found, int Blocked);

/// <summary>
/// The group in Microsoft Entra that names a tenant's protected persons. As long as it cannot be gone by, nobody new is taken in.
/// </summary>
public static class ProtectedGroups
{
    /// <summary>Fewer marks that go are an ordinary day.</summary>
    private const int FewestLost = 3;

    /// <summary>Null: it was never read.</summary>
    public static GroupState? Load(Session session, TenantId tenant) => session.Query(
        "SELECT problem, at, read_at, found, blocked FROM protected_group WHERE tenant = @tenant", Read, ("@tenant", tenant.Value)).SingleOrDefault();

    /// <summary>Whether so many members can go on being gone by. Pure.</summary>
    /// <param name="marked">Marks that the group has set.</param>
    /// <param name="gone">How many of them it would take away.</param>
    /// <param name="left">How many are in it now.</param>
    public static bool HasShrunk(int marked, int gone, int left) => marked > 0 && (left == 0 || (gone >= FewestLost && gone * 2 > marked));

    /// <summary>How many members an operator has said to be right, however few.</summary>
    public static int? Accepted(Session session, TenantId tenant) => session.Scalar<int?>(
        "SELECT accepted FROM protected_group WHERE tenant = @tenant AND accepted >= 0", ("@tenant", tenant.Value));

    /// <summary>The group was read and taken over.</summary>
    public static void TakenOver(Session session, TenantId tenant, int members) => Write(session, tenant, GroupProblem.None, session.Now, members);

    /// <param name="found">How many were in it; null: unknown.</param>
    public static void Failed(Session session, TenantId tenant, GroupProblem problem, int? found = null) => Write(session, tenant, problem, null, found);

    public static void Blocked(Session session, TenantId tenant, int persons) => session.Execute(
        "UPDATE protected_group SET blocked = @persons WHERE tenant = @tenant", ("@persons", persons), ("@tenant", tenant.Value));

    /// <summary>An operator says that the group is right with so many members, although it had many more.</summary>
    public static void Accept(Session session, TenantId tenant, int members) => session.Execute(
        "UPDATE protected_group SET accepted = @members WHERE tenant = @tenant", ("@members", members), ("@tenant", tenant.Value));

    /// <summary>There is no group any more, or another one.</summary>
    public static void Forget(Session session, TenantId tenant) => session.Execute(
        "DELETE FROM protected_group WHERE tenant = @tenant", ("@tenant", tenant.Value));

    private static void Write(Session session, TenantId tenant, GroupProblem problem, long? readAt, int? found) => session.Execute(
        "INSERT INTO protected_group(tenant, problem, at, read_at, found, accepted, blocked) VALUES(@tenant, @problem, @now, @read, @found, -1, 0) "
        + "ON CONFLICT(tenant) DO UPDATE SET problem = excluded.problem, at = excluded.at, "
        + "read_at = CASE WHEN excluded.read_at = 0 THEN protected_group.read_at ELSE excluded.read_at END, "
        + "found = CASE WHEN excluded.found < 0 THEN protected_group.found ELSE excluded.found END, "
        + "accepted = CASE WHEN excluded.read_at = 0 THEN protected_group.accepted ELSE -1 END, blocked = 0",
        ("@tenant", tenant.Value), ("@problem", (short)problem), ("@now", session.Now), ("@read", readAt ?? 0), ("@found", found ?? -1));

    private static GroupState Read(DbDataReader row) => new(
        (GroupProblem)row.GetInt16(0), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(1)),
        row.GetInt64(2) == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), row.GetInt32(3), row.GetInt32(4));
}
