using Skolsynk.Data;
using Skolsynk.Rosters;

namespace Skolsynk.Stores;

/// <summary>
/// Holds of both brakes in the database. There is one open hold of each cause and place; runs and passes bring it up to date, and only
/// <see cref="HoldDecisions"/> decides anything. Connection 0 is the source.
/// </summary>
public static class HoldStore
{
    private const string Columns = "number, connection, cause, place, opened, at";

    /// <summary>What a brake has to know of earlier runs and of decisions.</summary>
    public static BrakeMemory Memory(TenantId tenant, Session session, int connection)
    {
        var now = session.Now;
        var items = All(tenant, session, connection).SelectMany(hold => hold.Items, (hold, item) => (hold.Place, Item: item)).ToList();
        HashSet<Loss> Of(Func<HeldItem, bool> which) => items.Where(one => which(one.Item)).Select(one => one.Item.Loss).ToHashSet();
        bool IsKept(HeldItem item) => item.State == HoldState.Kept && item.Until > now;
        return new BrakeMemory
        {
            Approved = Of(item => item.State == HoldState.Approved),
            Kept = Of(IsKept),
            Waiting = items.Where(one => one.Item.State != HoldState.Approved && !IsKept(one.Item)).ToDictionary(one => one.Item.Loss, one => one.Place),
            LastDay = RemovalLog.Within(tenant, session, connection, 1),
            LastWeek = RemovalLog.Within(tenant, session, connection, 7),
        };
    }

    /// <summary>
    /// Brings the holds of one connection up to date: what is no longer lost leaves its hold, decided or not; what is new waits; a
    /// hold without anything in it is gone.
    /// </summary>
    /// <param name="holds">What the brake holds now.</param>
    /// <param name="standing">What else stays in its hold: kept, or approved and not yet done.</param>
    public static void Record(TenantId tenant, Session session, int connection, IReadOnlyList<Hold> holds, IReadOnlySet<Loss> standing)
    {
        var now = session.Now;
        var stored = All(tenant, session, connection);
        if (stored.Count == 0 && holds.Count == 0) return;
        var there = stored.SelectMany(hold => hold.Items).ToDictionary(item => item.Loss);
        var wanted = holds.SelectMany(hold => hold.Losses).ToHashSet();
        session.Delete(HoldTables.Items, [.. there.Keys.Where(loss => !wanted.Contains(loss) && !standing.Contains(loss)).Select(loss => HoldTables.Key(tenant, connection, loss))]);
        EndOfKeeping(tenant, session, connection, now);
        var numbers = stored.ToDictionary(hold => hold.Place, hold => hold.Number);
        foreach (var hold in holds)
        {
            List<Loss> fresh = [.. hold.Losses.Where(loss => !there.ContainsKey(loss))];
            if (fresh.Count == 0) continue;
            if (!numbers.TryGetValue(hold.Place, out var number)) number = Open(tenant, session, connection, hold.Place, now);
            session.Upsert(HoldTables.Items, [.. fresh.Select(loss => (object?[])[.. HoldTables.Key(tenant, connection, loss), number, (short)HoldState.Waits, 0L])]);
            session.Execute("UPDATE hold SET at = @at WHERE tenant = @tenant AND number = @number",
                ("@at", now), ("@tenant", tenant.Value), ("@number", number));
        }
        RemoveEmpty(tenant, session, connection);
    }

    /// <summary>
    /// Enters what a person has seen in a preview of settings and approved: the plan brake asks for none of it again. It is no decision on a
    /// hold, so none is noted; the settings' own log says who approved them.
    /// </summary>
    public static void Seen(TenantId tenant, Session session, int connection, IReadOnlyCollection<Loss> losses)
    {
        var numbers = All(tenant, session, connection).ToDictionary(hold => hold.Place, hold => hold.Number);
        foreach (var cause in losses.GroupBy(loss => loss.Kind is EntityKind.Person ? HoldCause.Persons : HoldCause.Groups))
        {
            if (!numbers.TryGetValue(new HoldPlace(cause.Key), out var number)) number = Open(tenant, session, connection, new HoldPlace(cause.Key), session.Now);
            session.Upsert(HoldTables.Items, [.. cause.Select(loss => (object?[])[.. HoldTables.Key(tenant, connection, loss), number, (short)HoldState.Approved, 0L])]);
        }
        if (losses.Count > 0) RemoveEmpty(tenant, session, connection);
    }

    /// <summary>What was approved is done.</summary>
    public static void Close(TenantId tenant, Session session, int connection, IReadOnlyCollection<Loss> done)
    {
        if (done.Count == 0) return;
        session.Delete(HoldTables.Items, [.. done.Select(loss => HoldTables.Key(tenant, connection, loss))]);
        RemoveEmpty(tenant, session, connection);
    }

    private static void RemoveEmpty(TenantId tenant, Session session, int connection) => session.Execute(
        "DELETE FROM hold WHERE tenant = @tenant AND connection = @connection AND number NOT IN "
        + "(SELECT number FROM hold_item WHERE tenant = @tenant AND connection = @connection)",
        ("@tenant", tenant.Value), ("@connection", connection));

    /// <summary>The holds of one connection, by number.</summary>
    public static IReadOnlyList<StoredHold> All(TenantId tenant, Session session, int connection) =>
        [.. All(tenant, session).Where(hold => hold.Connection == connection)];

    /// <summary>All holds of the tenant, by number.</summary>
    public static IReadOnlyList<StoredHold> All(TenantId tenant, Session session)
    {
        var items = new Dictionary<long, List<HeldItem>>();
        session.Each(
            $"SELECT {HoldTables.LossColumns}, number, state, until FROM hold_item WHERE tenant = @tenant",
            row =>
            {
                var number = row.GetInt64(4);
                if (!items.TryGetValue(number, out var list)) items.Add(number, list = []);
                list.Add(new HeldItem(HoldTables.Loss(row), (HoldState)row.GetInt16(5), row.GetInt64(6)));
            },
            ("@tenant", tenant.Value));
        return session.Query(
            $"SELECT {Columns} FROM hold WHERE tenant = @tenant ORDER BY number",
            row => new StoredHold(
                row.GetInt64(0), row.GetInt32(1), new HoldPlace((HoldCause)row.GetInt16(2), Ids.FromBytes(row.GetFieldValue<byte[]>(3))),
                row.GetInt64(4), row.GetInt64(5), items.GetValueOrDefault(row.GetInt64(0)) ?? []),
            ("@tenant", tenant.Value));
    }

    /// <summary>Null when there is no such hold, or no longer.</summary>
    public static StoredHold? Load(TenantId tenant, Session session, long number) =>
        All(tenant, session).FirstOrDefault(hold => hold.Number == number);

    private static void EndOfKeeping(TenantId tenant, Session session, int connection, long now) => session.Execute(
        "UPDATE hold_item SET state = @waits, until = 0 WHERE tenant = @tenant AND connection = @connection AND state = @kept AND until <= @now",
        ("@waits", (short)HoldState.Waits), ("@tenant", tenant.Value), ("@connection", connection), ("@kept", (short)HoldState.Kept), ("@now", now));

    private static long Open(TenantId tenant, Session session, int connection, HoldPlace place, long now)
    {
        var number = session.Mint(tenant, Counter.Hold);
        session.Execute(
            $"INSERT INTO hold(tenant, {Columns}) VALUES(@tenant, @number, @connection, @cause, @place, @now, @now)",
            ("@tenant", tenant.Value), ("@number", number), ("@connection", connection), ("@cause", (short)place.Cause),
            ("@place", Ids.ToBytes(place.Of)), ("@now", now));
        return number;
    }
}
