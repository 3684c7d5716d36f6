using System.Security.Cryptography;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;

namespace Skolsynk.Retention;

/// <summary>What one supplier had of somebody who was marked late.</summary>
/// <param name="From">When it was first confirmed there; null: purged.</param>
/// <param name="Fields">Mask of the attributes that were sent; 0: purged, or not known.</param>
/// <param name="ConfirmedAt">When the supplier has confirmed the removal; null: not yet.</param>
public sealed record LateMarkPart(int Connection, DateTimeOffset? From, int Fields, DateTimeOffset? ConfirmedAt);

/// <summary>Somebody who was protected after suppliers had got data of her: the removal until its last receipt, and what was sent, for the municipality's own assessment.</summary>
/// <param name="Id">Random; stands in addresses.</param>
/// <param name="OpenedAt">When what was sent was looked at; null: never.</param>
/// <param name="ClosedAt">When what was sent was purged; null: it is still there.</param>
public sealed record LateMark(Guid Id, Guid Person, DateTimeOffset At, DateTimeOffset? OpenedAt, DateTimeOffset? ClosedAt, IReadOnlyList<LateMarkPart> Parts)
{
    public bool IsConfirmed => Parts.All(part => part.ConfirmedAt is not null);

    public bool IsDone => IsConfirmed && ClosedAt is not null;
}

/// <summary>
/// Late marks of protected persons. Entered with the mark, before the person's history is erased; of her only the id is kept. What was sent
/// goes when it is closed or after 72 hours; the rest when every supplier has confirmed the removal.
/// </summary>
public static class LateMarks
{
    public static readonly TimeSpan Kept = TimeSpan.FromHours(72);

    private static readonly BulkTable Table = new("late_mark",
        [new("tenant", ColumnType.Int), new("id", ColumnType.Bytes)],
        [new("src", ColumnType.Bytes), new("at", ColumnType.Long), new("opened", ColumnType.Long), new("closed", ColumnType.Long)]);

    private static readonly BulkTable Parts = new("late_mark_part",
        [new("tenant", ColumnType.Int), new("id", ColumnType.Bytes), new("connection", ColumnType.Int)],
        [new("since", ColumnType.Long), new("fields", ColumnType.Int), new("confirmed", ColumnType.Long)]);

    /// <summary>Enters those of the persons of whom a supplier has something, or may have. One who is entered already is not entered twice.</summary>
    internal static void Enter(Session session, TenantId tenant, IReadOnlyCollection<Guid> persons)
    {
        var entered = All(session, tenant).Where(one => !one.IsConfirmed).Select(one => one.Person).ToHashSet();
        var had = SqlList.Query(
            session, tenant,
            "SELECT s.ext, r.connection, coalesce(l.at, r.at), coalesce(l.fields, 0) FROM resource s JOIN receipt r ON r.tenant = s.tenant AND r.rid = s.rid "
            + "LEFT JOIN transfer_log l ON l.tenant = r.tenant AND l.connection = r.connection AND l.rid = r.rid AND l.outcome = 1 AND l.action < 3 "
            + $"WHERE s.tenant = @tenant AND s.endpoint = {(short)Endpoint.Users} AND (r.hash IS NOT NULL OR r.status = 2) AND s.ext IN ({{0}})",
            persons.Where(person => !entered.Contains(person)), Ids.ToBytes,
            row => (Person: Ids.FromBytes(row.GetFieldValue<byte[]>(0)), Connection: row.GetInt32(1), At: row.GetInt64(2), Fields: row.GetInt32(3)));
        foreach (var person in had.GroupBy(one => one.Person))
        {
            var id = RandomNumberGenerator.GetBytes(16);
            session.Insert(Table, [[tenant.Value, id, Ids.ToBytes(person.Key), session.Now, 0L, 0L]]);
            session.Insert(Parts, [.. person.GroupBy(one => one.Connection).Select(at =>
                (object?[])[tenant.Value, id, at.Key, at.Min(one => one.At), at.Aggregate(0, (mask, one) => mask | one.Fields), 0L])]);
        }
    }

    /// <summary>The newest first; what a supplier has confirmed by now stands in it, noted or not.</summary>
    public static IReadOnlyList<LateMark> All(Session session, TenantId tenant)
    {
        var noted = Noted(session, tenant);
        var open = noted.Where(mark => !mark.IsConfirmed).Select(mark => mark.Person).Distinct().ToList();
        if (open.Count == 0)
            return noted;
        var rids = Rids(session, tenant, open);
        var there = SqlList.Query(session, tenant, "SELECT rid, connection FROM receipt WHERE tenant = @tenant AND rid IN ({0})", rids.Values, rid => rid,
            row => (row.GetInt64(0), row.GetInt32(1))).ToHashSet();
        // The receipt of a confirmed removal is no row any more; when it came stands in the transfer log.
        DateTimeOffset? Confirmed(Guid person, LateMarkPart part) =>
            part.ConfirmedAt ?? (there.Contains((rids.GetValueOrDefault(person), part.Connection)) ? null : DeletedAt(session, tenant, part.Connection, rids.GetValueOrDefault(person)));
        return [.. noted.Select(mark => mark with { Parts = [.. mark.Parts.Select(part => part with { ConfirmedAt = Confirmed(mark.Person, part) })] })];
    }

    private static Dictionary<Guid, long> Rids(Session session, TenantId tenant, IReadOnlyCollection<Guid> persons) => SqlList.Query(
        session, tenant, $"SELECT ext, rid FROM resource WHERE tenant = @tenant AND endpoint = {(short)Endpoint.Users} AND ext IN ({{0}})", persons, Ids.ToBytes,
        row => (Person: Ids.FromBytes(row.GetFieldValue<byte[]>(0)), Rid: row.GetInt64(1))).ToDictionary(one => one.Person, one => one.Rid);

    private static DateTimeOffset DeletedAt(Session session, TenantId tenant, int connection, long rid) => At(session.Scalar<long>(
        "SELECT coalesce(max(at), 0) FROM transfer_log WHERE tenant = @tenant AND connection = @connection AND rid = @rid AND action = 3 AND outcome = 1",
        ("@tenant", tenant.Value), ("@connection", connection), ("@rid", rid))) ?? DateTimeOffset.FromUnixTimeMilliseconds(session.Now);

    private static List<LateMark> Noted(Session session, TenantId tenant)
    {
        var parts = session.Query(
            "SELECT id, connection, since, fields, confirmed FROM late_mark_part WHERE tenant = @tenant ORDER BY connection",
            row => (Id: Ids.FromBytes(row.GetFieldValue<byte[]>(0)), Part: new LateMarkPart(row.GetInt32(1), At(row.GetInt64(2)), row.GetInt32(3), At(row.GetInt64(4)))),
            ("@tenant", tenant.Value)).ToLookup(one => one.Id, one => one.Part);
        return session.Query(
            "SELECT id, src, at, opened, closed FROM late_mark WHERE tenant = @tenant ORDER BY at DESC, id",
            row => (Id: Ids.FromBytes(row.GetFieldValue<byte[]>(0)), Person: Ids.FromBytes(row.GetFieldValue<byte[]>(1)), Times: (row.GetInt64(2), row.GetInt64(3), row.GetInt64(4))),
            ("@tenant", tenant.Value))
            .ConvertAll(one => new LateMark(one.Id, one.Person, At(one.Times.Item1)!.Value, At(one.Times.Item2), At(one.Times.Item3), [.. parts[one.Id]]));
    }

    /// <summary>Somebody looks at what was sent.</summary>
    public static void Open(Session session, TenantId tenant, Guid id) => session.Execute(
        "UPDATE late_mark SET opened = CASE WHEN opened = 0 THEN @now ELSE opened END WHERE tenant = @tenant AND id = @id",
        ("@now", session.Now), ("@tenant", tenant.Value), ("@id", Ids.ToBytes(id)));

    /// <summary>Purges what was sent; how the removal goes stays until its last receipt.</summary>
    public static void Close(Session session, TenantId tenant, Guid id)
    {
        session.Execute("UPDATE late_mark SET closed = @now WHERE tenant = @tenant AND id = @id AND closed = 0",
            ("@now", session.Now), ("@tenant", tenant.Value), ("@id", Ids.ToBytes(id)));
        session.Execute("UPDATE late_mark_part SET since = 0, fields = 0 WHERE tenant = @tenant AND id = @id", ("@tenant", tenant.Value), ("@id", Ids.ToBytes(id)));
    }

    /// <summary>Notes what suppliers have confirmed, purges what nobody has come for, and forgets what is done; a line in the audit log remains of each.</summary>
    public static void Sweep(Session session, TenantId tenant)
    {
        var all = All(session, tenant);
        if (all.Count == 0)
            return;
        Confirm(session, tenant, all);
        var before = DateTimeOffset.FromUnixTimeMilliseconds(session.Now) - Kept;
        foreach (var mark in all.Where(one => one.ClosedAt is null && one.At <= before))
        {
            Close(session, tenant, mark.Id);
            AuditLog.Add(session, tenant, AuditActor.Service, AuditEvent.Purged, mark.OpenedAt is null ? "Underlag till incidentbedömning, oläst" : "Underlag till incidentbedömning");
        }
        foreach (var done in All(session, tenant).Where(one => one.IsDone))
        {
            session.Execute("DELETE FROM late_mark_part WHERE tenant = @tenant AND id = @id", ("@tenant", tenant.Value), ("@id", Ids.ToBytes(done.Id)));
            session.Execute("DELETE FROM late_mark WHERE tenant = @tenant AND id = @id", ("@tenant", tenant.Value), ("@id", Ids.ToBytes(done.Id)));
            AuditLog.Add(session, tenant, AuditActor.Service, AuditEvent.ProtectedChanged, "1 skyddsåtgärd utförd");
        }
    }

    /// <summary>Keeps when it was confirmed, and forgets the lines of the log that told it.</summary>
    private static void Confirm(Session session, TenantId tenant, IReadOnlyList<LateMark> all)
    {
        var noted = Noted(session, tenant).SelectMany(mark => mark.Parts.Where(part => part.ConfirmedAt is not null).Select(part => (mark.Id, part.Connection))).ToHashSet();
        var fresh = all.SelectMany(mark => mark.Parts.Where(part => part.ConfirmedAt is not null && !noted.Contains((mark.Id, part.Connection))).Select(part => (Mark: mark, Part: part))).ToList();
        var rids = Rids(session, tenant, [.. fresh.Select(one => one.Mark.Person).Distinct()]);
        foreach (var (mark, part) in fresh)
        {
            session.Execute("UPDATE late_mark_part SET confirmed = @at WHERE tenant = @tenant AND id = @id AND connection = @connection",
                ("@at", part.ConfirmedAt!.Value.ToUnixTimeMilliseconds()), ("@tenant", tenant.Value), ("@id", Ids.ToBytes(mark.Id)), ("@connection", part.Connection));
            session.Execute("DELETE FROM transfer_log WHERE tenant = @tenant AND connection = @connection AND rid = @rid",
                ("@tenant", tenant.Value), ("@connection", part.Connection), ("@rid", rids.GetValueOrDefault(mark.Person)));
        }
    }

    private static DateTimeOffset? At(long milliseconds) => milliseconds == 0 ? null : DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);
}
