using System.Data.Common;
using Skolsynk.Data;
using Skolsynk.Deliveries.Reasons;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries;

/// <summary>Which objects of a connection are listed, by how they stand.</summary>
public enum ObjectFilter { All, Confirmed, Waiting, Rejected, Held, Leaving, NotSent }

/// <param name="Kind">Null: of every kind.</param>
/// <param name="School">Null: of every school.</param>
/// <param name="After">The last one of the page before; null: from the beginning.</param>
public sealed record ObjectQuery(EntityKind? Kind, Guid? School, ObjectFilter Filter, (EntityKind Kind, Guid Id)? After);

/// <summary>One school, person or group as it stands at one supplier.</summary>
/// <param name="Name">Null: it has none.</param>
/// <param name="SentAt">When it was last sent; null: never, or too long ago to be known.</param>
/// <param name="ConfirmedAt">When the supplier last confirmed it.</param>
public sealed record ObjectRow(EntityKind Kind, Guid Id, string? Name, IReadOnlyList<Guid> Schools, ObjectStanding Standing, Refusal? Refusal)
{
    public DateTimeOffset? SentAt { get; init; }

    public DateTimeOffset? ConfirmedAt { get; init; }

    /// <summary>In scope, so it may be sent again.</summary>
    public bool IsInScope { get; init; }

    internal long? Rid { get; init; }
}

/// <summary>
/// “Status per objekt”: every school, person and group that a connection has or should have, page by page in the order of their keys. What is
/// out of scope stands there as the latest pass left it. Protected persons are not listed.
/// </summary>
public static class ObjectList
{
    public const int PerPage = 50;

    /// <param name="why">Why the connection sends nothing; null: it sends.</param>
    /// <returns>At most a page, and whether there is more.</returns>
    public static (IReadOnlyList<ObjectRow> Rows, bool More) Load(Session session, ConnectionDetails connection, Reason? why, ObjectQuery query)
    {
        var rows = new ObjectListing(session, connection, why, query.Filter).Rows(query, null);
        var page = rows.Take(PerPage).ToList();
        return (Timed(session, connection, page), rows.Count > PerPage);
    }

    /// <summary>These of them, as they stand; whatever is not there is left out.</summary>
    public static IReadOnlyList<ObjectRow> Of(Session session, ConnectionDetails connection, IReadOnlyCollection<(EntityKind Kind, Guid Id)> wanted) =>
        [.. wanted.GroupBy(one => one.Kind).SelectMany(kind => new ObjectListing(session, connection, null, ObjectFilter.All).Rows(new(kind.Key, null, ObjectFilter.All, null), [.. kind.Select(one => one.Id)]))];

    /// <summary>When each was last sent and confirmed, out of the transfer log.</summary>
    private static List<ObjectRow> Timed(Session session, ConnectionDetails connection, List<ObjectRow> page)
    {
        var times = SqlList.Query(
            session, connection.Tenant,
            $"SELECT t.rid, max(t.at), max(CASE WHEN t.outcome = {(short)Outcome.Confirmed} THEN t.at ELSE 0 END) FROM transfer_log t "
            + $"WHERE t.tenant = @tenant AND t.connection = {connection.Id} AND t.rid IN ({{0}}) GROUP BY t.rid",
            page.Select(row => row.Rid).OfType<long>(), rid => rid,
            row => (Rid: row.GetInt64(0), Sent: row.GetInt64(1), Confirmed: row.GetInt64(2))).ToDictionary(one => one.Rid);
        return page.ConvertAll(row => row.Rid is { } rid && times.TryGetValue(rid, out var time)
            ? row with { SentAt = Moment(time.Sent), ConfirmedAt = row.ConfirmedAt ?? Moment(time.Confirmed) } : row);
    }

    private static DateTimeOffset? Moment(long milliseconds) => milliseconds > 0 ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds) : null;
}

/// <summary>The rows of one connection under one filter.</summary>
internal sealed class ObjectListing
{
    private readonly Session session;
    private readonly ConnectionDetails connection;
    private readonly Reason? why;
    private readonly ObjectFilter filter;
    private readonly Dictionary<Guid, NotSentReason> schools;

    /// <summary>The row of <c>hold_item</c> called h holds that the row of <c>entity</c> called e goes as a whole, and nobody has let it.</summary>
    private static readonly string Held = "h.tenant = @tenant AND h.connection IN (0, @connection) AND h.kind = e.kind AND h.src = e.src "
        + $"AND h.what IN ({string.Join(", ", Enum.GetValues<LossKind>().Where(what => new Loss(what, EntityKind.Person, default).IsWhole).Select(what => (short)what))}) "
        + $"AND h.state <> {(short)HoldState.Approved}";

    private static readonly string EndpointOfKind =
        $"CASE e.kind {string.Concat(Enum.GetValues<EntityKind>().Select(kind => $"WHEN {(short)kind} THEN {(short)StoredStanding.EndpointOf(kind)} "))}END";

    private const short Confirmed = (short)ReceiptStatus.Confirmed, Uncertain = (short)ReceiptStatus.Uncertain, Refused = (short)ReceiptStatus.Refused;

    public ObjectListing(Session session, ConnectionDetails connection, Reason? why, ObjectFilter filter)
    {
        (this.session, this.connection, this.why, this.filter) = (session, connection, why, filter);
        schools = session.Query("SELECT src, reason FROM not_sent WHERE tenant = @tenant AND connection = @connection AND kind = @kind",
            row => (Id: Ids.FromBytes(row.GetFieldValue<byte[]>(0)), Reason: (NotSentReason)row.GetInt16(1)),
            ("@tenant", connection.Tenant.Value), ("@connection", connection.Id), ("@kind", (short)EntityKind.School)).ToDictionary(one => one.Id, one => one.Reason);
    }

    /// <param name="ids">Only these, however many; null: one more than a page.</param>
    public List<ObjectRow> Rows(ObjectQuery query, IReadOnlyList<Guid>? ids)
    {
        var receipts = filter is ObjectFilter.Confirmed or ObjectFilter.Rejected or ObjectFilter.Leaving ? "" : "LEFT ";
        var excluded = filter is ObjectFilter.NotSent ? "" : "LEFT ";
        var among = ids is null ? "" : $"AND e.src IN ({SqlList.Names(ids.Count)}) ";
        // Nothing is indexed by school: the ids of its schools stand in each body.
        var at = query.School is null ? "" : $"AND (e.src = @school OR {session.Has("b.body", "@text")}) ";
        var sql = "SELECT e.kind, e.src, e.gone_v, b.body, s.rid, r.status, r.hash, r.at, f.tries, f.next_at, f.http, f.code, f.detail, n.reason, l.since, "
            + $"(SELECT min(h.state) FROM hold_item h WHERE {Held}), "
            + $"(SELECT max(h.until) FROM hold_item h WHERE {Held} AND h.state = {(short)HoldState.Kept}) "
            + "FROM entity e JOIN entity_body b ON b.tenant = e.tenant AND b.oid = e.oid "
            + $"{receipts}JOIN resource s ON s.tenant = e.tenant AND s.endpoint = {EndpointOfKind} AND s.ext = e.src "
            + $"{receipts}JOIN receipt r ON r.tenant = e.tenant AND r.connection = @connection AND r.rid = s.rid "
            + "LEFT JOIN refusal f ON f.tenant = e.tenant AND f.connection = @connection AND f.rid = s.rid "
            + $"{excluded}JOIN not_sent n ON n.tenant = e.tenant AND n.connection = @connection AND n.kind = e.kind AND n.src = e.src "
            + "LEFT JOIN leaving l ON l.tenant = e.tenant AND l.connection = @connection AND l.rid = s.rid "
            + $"WHERE e.tenant = @tenant AND (e.kind, e.src) > (@first, @after) AND e.kind <= @last {among}{at}"
            + $"AND (e.gone_v IS NULL OR r.hash IS NOT NULL OR r.status = {Uncertain}) AND {Of(filter)} AND " + RosterStore.NotProtected
            + " ORDER BY e.kind, e.src LIMIT @most";
        (string, object?)[] school = query.School is { } one ? [("@school", Ids.ToBytes(one)), ("@text", System.Text.Encoding.ASCII.GetBytes($"{one:D}"))] : [];
        return session.Query(sql, Row, [.. Place(query), .. school, ("@connection", connection.Id), ("@most", ids?.Count ?? ObjectList.PerPage + 1),
            .. ids?.Select((id, i) => ($"@p{i}", (object?)Ids.ToBytes(id))) ?? []]);
    }

    private (string Name, object? Value)[] Place(ObjectQuery query)
    {
        var (first, after) = query.After is { } one ? ((short)one.Kind, Ids.ToBytes(one.Id)) : ((short)(query.Kind ?? EntityKind.School), Array.Empty<byte>());
        return [("@tenant", connection.Tenant.Value), ("@first", first), ("@after", after), ("@last", (short)(query.Kind ?? EntityKind.Group))];
    }

    private static string Of(ObjectFilter filter) => filter switch
    {
        ObjectFilter.Confirmed => $"n.reason IS NULL AND e.gone_v IS NULL AND r.status = {Confirmed}",
        ObjectFilter.Waiting => $"n.reason IS NULL AND e.gone_v IS NULL AND (r.status IS NULL OR r.status = {Uncertain})",
        ObjectFilter.Rejected => $"n.reason IS NULL AND e.gone_v IS NULL AND r.status = {Refused}",
        ObjectFilter.Held => $"EXISTS(SELECT 1 FROM hold_item h WHERE {Held})",
        ObjectFilter.Leaving => $"(n.reason IS NOT NULL OR e.gone_v IS NOT NULL) AND (r.hash IS NOT NULL OR r.status = {Uncertain})",
        ObjectFilter.NotSent => $"r.hash IS NULL AND (r.status IS NULL OR r.status = {Refused})",
        _ => "1 = 1",
    };

    private ObjectRow Row(DbDataReader row)
    {
        var (kind, id, isGone) = ((EntityKind)row.GetInt16(0), Ids.FromBytes(row.GetFieldValue<byte[]>(1)), !row.IsDBNull(2));
        var (name, at) = Known(kind, id, row.GetFieldValue<byte[]>(3));
        Receipt? receipt = row.IsDBNull(5) ? null
            : new((ReceiptStatus)row.GetInt16(5), row.IsDBNull(6) ? null : ReceiptTables.HashOf(row.GetFieldValue<byte[]>(6)), row.GetInt64(7));
        var refusal = row.IsDBNull(8) ? null : new Refusal(row.GetInt32(8), row.GetInt64(9), null, row.GetInt32(10), Text(row, 11), Text(row, 12));
        Reason? reason = row.IsDBNull(13) ? null : ScopeReasons.Of(
            new(kind, id, (NotSentReason)row.GetInt16(13)), at, school => schools.TryGetValue(school, out var left) ? left : null, connection.Scope);
        var stored = new StoredStanding(
            row.IsDBNull(4) ? null : row.GetInt64(4), receipt, refusal, row.IsDBNull(14) ? 0 : row.GetInt64(14),
            row.IsDBNull(15) ? null : (HoldState)row.GetInt16(15), row.IsDBNull(16) ? 0 : row.GetInt64(16));
        return new(kind, id, name, at, ObjectStanding.Of(stored.Facts(reason, why, isGone, kind is EntityKind.Person ? connection.RemovalWaitDays : 0)), refusal)
        {
            Rid = stored.Rid,
            IsInScope = reason is null && !isGone,
            ConfirmedAt = receipt is { Status: ReceiptStatus.Confirmed, At: var time } ? DateTimeOffset.FromUnixTimeMilliseconds(time) : null,
        };
    }

    private static (string? Name, IReadOnlyList<Guid> Schools) Known(EntityKind kind, Guid id, byte[] body)
    {
        if (kind is EntityKind.School)
            return (RosterCodec.DecodeSchool(id, body).Name, [id]);
        if (kind is EntityKind.Group)
            return RosterCodec.DecodeGroup(id, body, []) is var group ? (group.Name, group.Schools) : default;
        var person = RosterCodec.DecodePerson(id, body);
        return ($"{person.FamilyName}, {person.GivenName}".Trim(',', ' ') is { Length: > 0 } name ? name : null, person.Schools);
    }

    private static string? Text(DbDataReader row, int at) => row.IsDBNull(at) ? null : row.GetString(at);
}
