using System.Data.Common;
using Skolsynk.Data;

namespace Skolsynk.Access;

/// <summary>The accounts of a tenant and their roles; read anew at each request, so that what is taken is gone with the next click.</summary>
public static class AccountBook
{
    private const string Columns = "id, name, user_name, role, protects, given_by, given_at, global_at, signed_in_at";

    /// <summary>Null: not known.</summary>
    public static Account? Find(Session session, TenantId tenant, Guid id)
    {
        var now = session.Now;
        return session.Query(
            $"SELECT {Columns} FROM account WHERE tenant = @tenant AND id = @id", row => Account(row, now), ("@tenant", tenant.Value), ("@id", Bytes(id))) is [var one] ? one : null;
    }

    public static IReadOnlyList<Account> All(Session session, TenantId tenant)
    {
        var now = session.Now;
        return session.Query($"SELECT {Columns} FROM account WHERE tenant = @tenant", row => Account(row, now), ("@tenant", tenant.Value));
    }

    /// <summary>She has signed in; her name and account are kept as they are now.</summary>
    public static void SignedIn(Session session, TenantId tenant, Guid id, string name, string userName, bool isGlobal) => session.Execute(
        "INSERT INTO account(tenant, id, name, user_name, role, protects, given_by, given_at, global_at, signed_in_at) "
        + "VALUES(@tenant, @id, @name, @user, 0, 0, @nobody, 0, @global, @now) "
        + "ON CONFLICT(tenant, id) DO UPDATE SET name = excluded.name, user_name = excluded.user_name, signed_in_at = excluded.signed_in_at, "
        + "global_at = CASE WHEN excluded.global_at > 0 THEN excluded.global_at ELSE account.global_at END",
        ("@tenant", tenant.Value), ("@id", Bytes(id)), ("@name", name), ("@user", userName), ("@nobody", Bytes(Guid.Empty)), ("@global", isGlobal ? session.Now : 0),
        ("@now", session.Now));

    /// <summary>Gives a role in place of the one she has; the account need never have signed in.</summary>
    public static void Give(Session session, TenantId tenant, Account account, Role role, Guid by)
    {
        if (role is not (Role.Administrator or Role.Insight))
            throw new ArgumentOutOfRangeException(nameof(role), role, "Nobody gives this role.");
        session.Execute(
            "INSERT INTO account(tenant, id, name, user_name, role, protects, given_by, given_at, global_at, signed_in_at) "
            + "VALUES(@tenant, @id, @name, @user, @role, 0, @by, @now, 0, 0) "
            + "ON CONFLICT(tenant, id) DO UPDATE SET role = excluded.role, given_by = excluded.given_by, given_at = excluded.given_at",
            ("@tenant", tenant.Value), ("@id", Bytes(account.Id)), ("@name", account.Name), ("@user", account.UserName), ("@role", (short)role), ("@by", Bytes(by)),
            ("@now", session.Now));
    }

    /// <summary>Takes the role, and with it the right to handle protected persons.</summary>
    public static void Take(Session session, TenantId tenant, Guid id) => session.Execute(
        "UPDATE account SET role = 0, protects = 0, given_at = 0 WHERE tenant = @tenant AND id = @id", ("@tenant", tenant.Value), ("@id", Bytes(id)));

    /// <summary>Gives or takes the right to handle protected persons; only with an account that is known.</summary>
    public static void LetProtect(Session session, TenantId tenant, Guid id, bool protects) => session.Execute(
        "UPDATE account SET protects = @protects WHERE tenant = @tenant AND id = @id",
        ("@tenant", tenant.Value), ("@id", Bytes(id)), ("@protects", (short)(protects ? 1 : 0)));

    private static Account Account(DbDataReader row, long now)
    {
        var (given, signedIn) = (row.GetInt64(6), row.GetInt64(8));
        // A role that nobody has used for a year has ended, whether or not a job has come by.
        var lapsed = DateTimeOffset.FromUnixTimeMilliseconds(Math.Max(given, signedIn)).AddMonths(Access.Account.Months).ToUnixTimeMilliseconds() < now;
        return new(Id(row, 0), row.GetString(1), row.GetString(2))
        {
            Role = lapsed ? Role.None : (Role)row.GetInt16(3),
            Protects = !lapsed && row.GetInt16(4) == 1,
            GivenBy = Id(row, 5),
            GlobalAt = At(row.GetInt64(7)),
            SignedInAt = At(signedIn),
        };
    }

    private static DateTimeOffset? At(long milliseconds) => milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    private static Guid Id(DbDataReader row, int column) => new(row.GetFieldValue<byte[]>(column), bigEndian: true);

    private static byte[] Bytes(Guid id) => id.ToByteArray(bigEndian: true);
}
