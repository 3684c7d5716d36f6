using Skolsynk.Data;
using Skolsynk.Rosters;

namespace Skolsynk.Stores;

/// <summary>The stored roster is not the one that the changes were made from: somebody was erased meanwhile. Read and compare anew.</summary>
public sealed class RosterMovedException(TenantId tenant, long version) : Exception($"The roster of tenant {tenant} is no longer at version {version}.");

/// <summary>
/// Writes the changes of a roster: bodies, hashes, members, removals and the version, and raises the input version of the tenant's
/// connections, all in the caller's one transaction (invariant 2). What is removed keeps its body until it is purged.
/// </summary>
public static class RosterCommit
{
    /// <summary>Applies changes that are not empty, and returns the new version.</summary>
    /// <param name="tenant">Whose roster.</param>
    /// <param name="session">A write transaction.</param>
    /// <param name="lease">The right to write it; lost → nothing is written.</param>
    /// <param name="from">What the changes were compared with.</param>
    /// <param name="changes">From <see cref="Changes.Between"/>.</param>
    public static long Apply(TenantId tenant, Session session, Lease lease, StoredIndex from, RosterChanges changes)
    {
        Leases.Check(session, lease);
        EnsureUnmoved(tenant, session, from.Version);
        var version = from.Version + 1;
        var minted = Minted(tenant, session, changes);
        WriteEntities(tenant, session, changes, minted, version);
        WriteMembers(tenant, session, from.Index, changes, minted);
        SetVersion(tenant, session, version);
        // Whoever has just left is not sent by a pass that was planned with her.
        if (changes.Entities.Any(change => change.What is ChangeKind.Removed))
            InputVersions.BreakOff(session, tenant);
        else
            InputVersions.Raise(session, tenant);
        return version;
    }

    /// <summary>What decides how the source is read was changed: a read that is under way began with the old, and is not committed.</summary>
    public static void Moved(TenantId tenant, Session session) => SetVersion(tenant, session, RosterStore.Version(tenant, session) + 1);

    /// <exception cref="RosterMovedException">It is not what this was compared with any more.</exception>
    internal static void EnsureUnmoved(TenantId tenant, Session session, long version)
    {
        if (RosterStore.Version(tenant, session) != version)
            throw new RosterMovedException(tenant, version);
    }

    /// <summary>Every write of a roster ends so; what was compared with an earlier version can no longer be committed.</summary>
    internal static void SetVersion(TenantId tenant, Session session, long version) => session.Execute(
        "INSERT INTO roster(tenant, version, canon, at) VALUES(@tenant, @version, @canon, @at) "
        + "ON CONFLICT(tenant) DO UPDATE SET version = excluded.version, canon = excluded.canon, at = excluded.at",
        ("@tenant", tenant.Value), ("@version", version), ("@canon", RosterCodec.CanonVersion), ("@at", session.Now));

    /// <summary>New surrogates for all that was never stored before.</summary>
    private static Dictionary<(EntityKind Kind, Guid Id), long> Minted(TenantId tenant, Session session, RosterChanges changes)
    {
        var created = changes.Entities.Where(change => change.What == ChangeKind.Created).ToList();
        var minted = new Dictionary<(EntityKind Kind, Guid Id), long>(created.Count);
        if (created.Count == 0) return minted;
        var next = session.Mint(tenant, Counter.Entity, created.Count);
        foreach (var change in created) minted.Add((change.Kind, change.Id), next++);
        return minted;
    }

    private static void WriteEntities(
        TenantId tenant, Session session, RosterChanges changes, Dictionary<(EntityKind Kind, Guid Id), long> minted, long version)
    {
        var now = session.Now;
        var entities = new List<object?[]>(changes.Entities.Count);
        var bodies = new List<object?[]>(changes.Entities.Count);
        foreach (var change in changes.Entities)
        {
            var oid = change.What == ChangeKind.Created ? minted[(change.Kind, change.Id)] : change.Oid;
            var gone = change.What == ChangeKind.Removed;
            entities.Add(
            [
                tenant.Value, (short)change.Kind, Ids.ToBytes(change.Id), oid, RosterTables.ToBytes(change.Hash),
                gone ? version : null, gone ? now : null,
            ]);
            if (!gone) bodies.Add([tenant.Value, oid, change.Body.ToArray()]);
        }
        session.Upsert(RosterTables.Entities, entities);
        session.Upsert(RosterTables.Bodies, bodies);
    }

    private static void WriteMembers(
        TenantId tenant, Session session, RosterIndex from, RosterChanges changes, Dictionary<(EntityKind Kind, Guid Id), long> minted)
    {
        if (changes.Members.Count == 0) return;
        var persons = from.Persons.ToDictionary(row => row.Id, row => row.Oid);
        var groups = from.Groups.ToDictionary(row => row.Id, row => row.Oid);
        var rows = new List<object?[]>(changes.Members.Count);
        foreach (var group in changes.Members)
        {
            var members = new StoredMember[group.Members.Count];
            for (var i = 0; i < members.Length; i++)
                members[i] = new StoredMember(OidOf(EntityKind.Person, group.Members[i].Person, persons, minted), group.Members[i].Role);
            Array.Sort(members, (a, b) => a.Oid.CompareTo(b.Oid));
            var column = MemberColumn.Encode(members);
            rows.Add(
            [
                tenant.Value, OidOf(EntityKind.Group, group.Id, groups, minted), RosterTables.ToBytes(MemberColumn.Hash(column)), members.Length, column,
            ]);
        }
        session.Upsert(RosterTables.Members, rows);
    }

    private static long OidOf(
        EntityKind kind, Guid id, Dictionary<Guid, long> stored, Dictionary<(EntityKind Kind, Guid Id), long> minted) =>
        stored.TryGetValue(id, out var oid) ? oid : minted[(kind, id)];
}
