using Skolsynk.Data;
using Skolsynk.Rosters;

namespace Skolsynk.Stores;

/// <summary>Takes persons out of the stored roster for good, in the caller's transaction.</summary>
public static class RosterErasure
{
    /// <summary>
    /// Erases what is stored of persons, now: body, hash, ties (they stand in the body) and memberships. The row of the id stays as a
    /// tombstone. The version rises even when nothing was stored, so that a run that has read one of them cannot commit.
    /// </summary>
    public static void Forget(TenantId tenant, Session session, IReadOnlyCollection<Guid> persons)
    {
        Leases.ShutOut(session, LeaseKind.Read, tenant.Value);
        var oids = SqlList.Query(
            session, tenant, "SELECT oid FROM entity WHERE tenant = @tenant AND kind = 2 AND src IN ({0})", persons, Ids.ToBytes, row => row.GetInt64(0))
            .ToHashSet();
        var version = RosterStore.Version(tenant, session) + 1;
        if (oids.Count > 0)
        {
            SqlList.Execute(session, tenant, "DELETE FROM entity_body WHERE tenant = @tenant AND oid IN ({0})", oids, oid => oid);
            Bury(tenant, session, persons, version);
            TakeOut(tenant, session, oids);
        }
        RemovalLog.Forget(tenant, session, EntityKind.Person, persons);
        RosterCommit.SetVersion(tenant, session, version);
    }

    /// <summary>
    /// What was purged before the database was restored is neither kept nor shown again: bodies and members go now, and the bare ids with the next
    /// purge, when no supplier has anything of them any more.
    /// </summary>
    /// <returns>How many of them were stored.</returns>
    public static int Bury(TenantId tenant, Session session, EntityKind kind, IReadOnlyCollection<Guid> ids)
    {
        Leases.ShutOut(session, LeaseKind.Read, tenant.Value);
        var oids = SqlList.Query(
            session, tenant, $"SELECT oid FROM entity WHERE tenant = @tenant AND kind = {(short)kind} AND src IN ({{0}})", ids, Ids.ToBytes,
            row => row.GetInt64(0)).ToHashSet();
        if (oids.Count == 0)
            return 0;
        var version = RosterStore.Version(tenant, session) + 1;
        SqlList.Execute(session, tenant, "DELETE FROM entity_body WHERE tenant = @tenant AND oid IN ({0})", oids, oid => oid);
        SqlList.Execute(session, tenant, "DELETE FROM class_member WHERE tenant = @tenant AND oid IN ({0})", oids, oid => oid);
        foreach (var oid in oids)
            session.Execute("UPDATE entity SET hash = @none, gone_v = @version, gone_at = @buried WHERE tenant = @tenant AND oid = @oid",
                ("@none", RosterTables.ToBytes(default)), ("@version", version), ("@buried", Buried), ("@tenant", tenant.Value), ("@oid", oid));
        if (kind is EntityKind.Person)
            TakeOut(tenant, session, oids);
        RemovalLog.Forget(tenant, session, kind, ids);
        RosterCommit.SetVersion(tenant, session, version);
        InputVersions.Raise(session, tenant);
        return oids.Count;
    }

    /// <summary>When the buried have left, as their rows say: long ago.</summary>
    public const long Buried = 1;

    /// <summary>Removes rows of what has left; nothing but the numbers that are never given again is known of it afterwards.</summary>
    public static void Purge(TenantId tenant, Session session, IReadOnlyCollection<long> oids)
    {
        SqlList.Execute(session, tenant, "DELETE FROM entity_body WHERE tenant = @tenant AND oid IN ({0})", oids, oid => oid);
        SqlList.Execute(session, tenant, "DELETE FROM class_member WHERE tenant = @tenant AND oid IN ({0})", oids, oid => oid);
        SqlList.Execute(session, tenant, "DELETE FROM entity WHERE tenant = @tenant AND gone_at IS NOT NULL AND oid IN ({0})", oids, oid => oid);
    }

    private static void Bury(TenantId tenant, Session session, IReadOnlyCollection<Guid> persons, long version)
    {
        foreach (var person in persons)
            session.Execute(
                "UPDATE entity SET hash = @none, gone_v = coalesce(gone_v, @version), gone_at = coalesce(gone_at, @now) "
                + "WHERE tenant = @tenant AND kind = 2 AND src = @src",
                ("@none", RosterTables.ToBytes(default)), ("@version", version), ("@now", session.Now), ("@tenant", tenant.Value), ("@src", Ids.ToBytes(person)));
    }

    private static void TakeOut(TenantId tenant, Session session, HashSet<long> oids)
    {
        var rows = new List<object?[]>();
        session.Each("SELECT oid, members FROM class_member WHERE tenant = @tenant", row =>
        {
            var members = MemberColumn.Decode(row.GetFieldValue<byte[]>(1));
            var left = Array.FindAll(members, member => !oids.Contains(member.Oid));
            if (left.Length == members.Length) return;
            var column = MemberColumn.Encode(left);
            rows.Add([tenant.Value, row.GetInt64(0), RosterTables.ToBytes(MemberColumn.Hash(column)), left.Length, column]);
        }, ("@tenant", tenant.Value));
        session.Upsert(RosterTables.Members, rows);
    }
}
