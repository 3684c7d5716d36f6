using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;

namespace Skolsynk.Deliveries;

/// <summary>
/// Persons who have left the scope of a connection whose supplier, or whose municipality, asks for a wait before they are removed. Whoever
/// comes back meanwhile was never gone. Not for protected persons, not for endings, and not for whom a name has to be free for another.
/// </summary>
internal sealed class Leaving
{
    public static readonly Leaving Nobody = new();

    private const long Day = 24 * 60 * 60 * 1000;

    private readonly HashSet<Guid> persons = [];
    private readonly HashSet<Guid> employments = [];

    private Leaving() { }

    /// <summary>When the first of them is to be removed, unix milliseconds; 0: nobody waits.</summary>
    public long NextAt { get; private set; }

    /// <summary>Users who have left and wait, or have waited, and since when.</summary>
    public Dictionary<long, long> Since { get; } = [];

    /// <param name="inScope">Whether the supplier should have it.</param>
    /// <param name="stays">What the plan brake holds.</param>
    /// <param name="now">Unix milliseconds.</param>
    /// <param name="clockIsSure">A clock that may have jumped ends no wait.</param>
    public static Leaving Of(PassInput from, Func<Endpoint, Guid, bool> inScope, IReadOnlySet<Loss> stays, long now, bool clockIsSure)
    {
        var days = from.Connection.RemovalWaitDays;
        if (days == 0 || from.IsEnding)
            return Nobody;
        var leaving = new Leaving();
        var names = from.NamesToCreate();
        foreach (var (endpoint, id, rid, receipt) in from.Book.All())
        {
            if (endpoint is not Endpoint.Users || inScope(endpoint, id) || receipt is { Status: ReceiptStatus.Refused, Hash: null }
                || stays.Contains(new Loss(LossKind.Removed, EntityKind.Person, id))
                || from.Marked.Removed.Contains(endpoint, id) || from.Marked.Waiting.Contains(endpoint, id))
                continue;
            var since = leaving.Since[rid] = from.Leaving.TryGetValue(rid, out var at) && at <= now ? at : now;
            if (!from.BlocksAName(id, names))
                leaving.Wait(id, since + (days * Day), now, clockIsSure);
        }
        leaving.Derive(from.Book);
        return leaving;
    }

    /// <summary>With a person stay her employments, and the schools that she may be enrolled at.</summary>
    public bool Keeps(Delivery delivery) => persons.Count > 0 && delivery.Action is DeliveryAction.Delete && delivery.Endpoint switch
    {
        Endpoint.Users => persons.Contains(delivery.Id),
        Endpoint.Employments => employments.Contains(delivery.Id),
        Endpoint.SchoolUnits => true,
        _ => false,
    };

    private void Wait(Guid person, long until, long now, bool clockIsSure)
    {
        if (until <= now && clockIsSure)
            return;
        persons.Add(person);
        var next = until > now ? until : now + (Day / 24);
        NextAt = NextAt == 0 ? next : Math.Min(NextAt, next);
    }

    private void Derive(ReceiptBook book)
    {
        if (persons.Count == 0)
            return;
        var units = book.All().Where(one => one.Endpoint is Endpoint.SchoolUnits).Select(one => one.Id).ToList();
        employments.UnionWith(persons.SelectMany(person => units.Select(unit => DerivedIds.OfEmployment(unit, person))));
    }
}

/// <summary>Since when users have been out of a connection's scope.</summary>
public static class LeavingStore
{
    private static readonly BulkTable Table = new("leaving",
        [new("tenant", ColumnType.Int), new("connection", ColumnType.Int), new("rid", ColumnType.Long)], [new("since", ColumnType.Long)]);

    /// <summary>Number of the user's resource → unix milliseconds.</summary>
    public static IReadOnlyDictionary<long, long> Load(Session session, TenantId tenant, int connection) => session.Query(
        "SELECT rid, since FROM leaving WHERE tenant = @tenant AND connection = @connection", row => (Rid: row.GetInt64(0), Since: row.GetInt64(1)),
        ("@tenant", tenant.Value), ("@connection", connection)).ToDictionary(one => one.Rid, one => one.Since);

    /// <summary>Who is back, or removed, is forgotten; who has just left is entered.</summary>
    internal static void Save(
        Session session, TenantId tenant, int connection, IReadOnlyDictionary<long, long> before, IReadOnlyDictionary<long, long> now)
    {
        session.Delete(Table, [.. before.Keys.Where(rid => !now.ContainsKey(rid)).Select(rid => (object?[])[tenant.Value, connection, rid])]);
        session.Upsert(Table, [.. now.Where(one => before.GetValueOrDefault(one.Key, -1) != one.Value)
            .Select(one => (object?[])[tenant.Value, connection, one.Key, one.Value])]);
    }
}
