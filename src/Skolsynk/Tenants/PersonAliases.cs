using Skolsynk.Data;
using Skolsynk.Rosters;

namespace Skolsynk.Tenants;

/// <summary>Which accounts somebody has said to be one person's. Ids and a time, nothing else.</summary>
public static class PersonAliases
{
    public static Aliases Load(Session session, TenantId tenant)
    {
        var all = session.Query(
            "SELECT src, person, at FROM person_alias WHERE tenant = @tenant",
            row => new Alias(Ids.FromBytes(row.GetFieldValue<byte[]>(0)), Ids.FromBytes(row.GetFieldValue<byte[]>(1)), row.GetInt64(2)),
            ("@tenant", tenant.Value));
        return all.Count == 0 ? Aliases.None : new Aliases(all);
    }

    /// <summary>From now on the account is the person's; what was an earlier account of either is so too.</summary>
    public static void Add(Session session, TenantId tenant, Guid account, Guid person)
    {
        session.Execute("UPDATE person_alias SET person = @person WHERE tenant = @tenant AND person = @account",
            ("@person", Ids.ToBytes(person)), ("@tenant", tenant.Value), ("@account", Ids.ToBytes(account)));
        session.Upsert(Table, [[tenant.Value, Ids.ToBytes(account), Ids.ToBytes(person), session.Now]]);
    }

    /// <summary>The account is its own person again. False: it was no other's.</summary>
    public static bool Remove(Session session, TenantId tenant, Guid account) => session.Execute(
        "DELETE FROM person_alias WHERE tenant = @tenant AND src = @account", ("@tenant", tenant.Value), ("@account", Ids.ToBytes(account))) > 0;

    /// <summary>Of persons of whom nothing may be left; but the accounts of a protected person must be known as long as she is one.</summary>
    public static void Forget(Session session, TenantId tenant, IReadOnlyCollection<Guid> persons)
    {
        var marked = ProtectedPersons.Load(session, tenant).All;
        SqlList.Execute(session, tenant, "DELETE FROM person_alias WHERE tenant = @tenant AND person IN ({0})",
            persons.Where(person => !marked.Contains(person)), Ids.ToBytes);
    }

    private static readonly BulkTable Table = new("person_alias",
        [new("tenant", ColumnType.Int), new("src", ColumnType.Bytes)], [new("person", ColumnType.Bytes), new("at", ColumnType.Long)]);
}
