using Skolsynk.Data;
using Skolsynk.Rosters;

namespace Skolsynk.Stores;

/// <summary>
/// What was let through, by time: what the brakes count in their windows, and what tells the plan brake that the source itself
/// removed somebody. Ids and kinds only. Connection 0 is the source.
/// </summary>
public static class RemovalLog
{
    private const long Day = 24 * 60 * 60 * 1000;

    /// <summary>Enters what is let through.</summary>
    /// <param name="counted">False: approved by a person, so that it takes nothing of the limits.</param>
    public static void Add(TenantId tenant, Session session, int connection, IEnumerable<Loss> losses, bool counted)
    {
        var now = session.Now;
        session.Upsert(HoldTables.Removals, [.. losses.Distinct().Select(loss =>
            (object?[])[.. HoldTables.Key(tenant, connection, loss), now, (short)(counted ? 1 : 0)])]);
    }

    /// <summary>
    /// Forgets what no window counts any more. Persons and groups that the source removed stay until they return or are purged: a
    /// supplier that was away for weeks is owed their deletes.
    /// </summary>
    public static void Prune(TenantId tenant, Session session) => session.Execute(
        "DELETE FROM removal WHERE tenant = @tenant AND at < @before AND NOT (connection = 0 AND what = @removed)",
        ("@tenant", tenant.Value), ("@before", session.Now - (8 * Day)), ("@removed", (short)LossKind.Removed));

    /// <summary>They came back: their removal counts no more, and covers nothing.</summary>
    public static void Returned(TenantId tenant, Session session, IEnumerable<(EntityKind Kind, Guid Id)> entities) =>
        session.Delete(HoldTables.Removals, [.. entities.Select(entity => HoldTables.Key(tenant, 0, new Loss(LossKind.Removed, entity.Kind, entity.Id)))]);

    /// <summary>What was let through by the limits within that many days.</summary>
    internal static HashSet<Loss> Within(TenantId tenant, Session session, int connection, int days) => session.Query(
        $"SELECT {HoldTables.LossColumns} FROM removal WHERE tenant = @tenant AND connection = @connection AND counted = 1 AND at > @since",
        HoldTables.Loss, ("@tenant", tenant.Value), ("@connection", connection), ("@since", session.Now - (days * Day))).ToHashSet();

    /// <summary>
    /// Persons and groups whose leaving the source brake let through: removed, or out of their last school. Whoever has a school yet has only
    /// moved: if she is to be deleted too, something else is the cause.
    /// </summary>
    /// <param name="roster">As it is stored now.</param>
    public static IReadOnlySet<(EntityKind Kind, Guid Id)> OfSource(TenantId tenant, Session session, Roster roster)
    {
        var let = session.Query(
            "SELECT DISTINCT what, kind, src FROM removal WHERE tenant = @tenant AND connection = 0 AND what <> @leftGroup",
            row => (What: (LossKind)row.GetInt16(0), Entity: ((EntityKind)row.GetInt16(1), Ids.FromBytes(row.GetFieldValue<byte[]>(2)))),
            ("@tenant", tenant.Value), ("@leftGroup", (short)LossKind.LeftGroup));
        var gone = let.Where(one => one.What is LossKind.Removed).Select(one => one.Entity).ToHashSet();
        var left = let.Where(one => one.What is not LossKind.Removed).Select(one => one.Entity).ToHashSet();
        if (left.Count > 0)
        {
            left.ExceptWith(roster.Persons.Where(person => person.Schools.Count > 0).Select(person => (EntityKind.Person, person.Id)));
            left.ExceptWith(roster.Groups.Where(group => group.Schools.Count > 0).Select(group => (EntityKind.Group, group.Id)));
            gone.UnionWith(left);
        }
        return gone;
    }

    /// <summary>Takes schools, persons or groups out of holds and windows, for good. A hold that is empty now goes with the next run.</summary>
    public static void Forget(TenantId tenant, Session session, EntityKind kind, IReadOnlyCollection<Guid> ids)
    {
        foreach (var table in new[] { "hold_item", "removal" })
            SqlList.Execute(session, tenant, $"DELETE FROM {table} WHERE tenant = @tenant AND kind = {(short)kind} AND src IN ({{0}})", ids, Ids.ToBytes);
        if (kind is EntityKind.Person)
            SqlList.Execute(session, tenant,
                $"DELETE FROM hold_item WHERE tenant = @tenant AND what IN ({(short)LossKind.Succeeded}, {(short)LossKind.NameTaken}) AND place IN ({{0}})", ids, Ids.ToBytes);
    }
}
