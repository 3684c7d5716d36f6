using Skolsynk.Data;
using Skolsynk.Rosters;

namespace Skolsynk.Tenants;

/// <summary>Who says that a person is protected; the numbers are kept in the database.</summary>
public enum MarkOrigin : short
{
    /// <summary>The operator, by a file.</summary>
    Operator = 1,

    /// <summary>A group in Microsoft Entra.</summary>
    EntraGroup = 2,

    /// <summary>An administrator, one by one.</summary>
    Administrator = 3,
}

/// <summary>Everybody in a tenant whose personal data are protected (skyddade personuppgifter).</summary>
/// <param name="All">Everybody: never read, shown or sent.</param>
/// <param name="Waiting">
/// Those of them whose marks came in a mass that somebody has to look at: hidden, but neither erased here nor removed at the suppliers.
/// </param>
public sealed record ProtectedSet(IReadOnlySet<Guid> All, IReadOnlySet<Guid> Waiting)
{
    public static readonly ProtectedSet Nobody = new(new HashSet<Guid>(), new HashSet<Guid>());

    /// <summary>How many wait: a person may be known by several ids.</summary>
    public int WaitingPersons { get; init; }
}

/// <summary>The marks of protected persons. Nothing of a person is kept but the id, when it came and who said so.</summary>
public static class ProtectedPersons
{
    /// <summary>Whoever has had several accounts is protected if one of them is marked, under every id of hers.</summary>
    public static ProtectedSet Load(Session session, TenantId tenant)
    {
        var marks = new Dictionary<Guid, bool>();
        session.Each("SELECT src, min(waits) FROM protected_person WHERE tenant = @tenant GROUP BY src",
            row => marks.Add(Ids.FromBytes(row.GetFieldValue<byte[]>(0)), row.GetInt16(1) == 1), ("@tenant", tenant.Value));
        if (marks.Count == 0)
            return ProtectedSet.Nobody;
        var aliases = PersonAliases.Load(session, tenant);
        HashSet<Guid> all = [], waiting = [];
        var persons = marks.GroupBy(mark => aliases.PersonOf(mark.Key)).ToList();
        foreach (var person in persons)
        {
            all.UnionWith(aliases.IdsOf(person.Key));
            if (Waits(person))
                waiting.UnionWith(aliases.IdsOf(person.Key));
        }
        return new(all, waiting) { WaitingPersons = persons.Count(Waits) };

        static bool Waits(IEnumerable<KeyValuePair<Guid, bool>> marks) => marks.All(mark => mark.Value);
    }

    /// <summary>Those whom one origin names.</summary>
    public static IReadOnlyList<Guid> Of(Session session, TenantId tenant, MarkOrigin origin) => session.Query(
        "SELECT src FROM protected_person WHERE tenant = @tenant AND origin = @origin ORDER BY src",
        row => Ids.FromBytes(row.GetFieldValue<byte[]>(0)), ("@tenant", tenant.Value), ("@origin", (short)origin));

    /// <summary>Everybody who is marked, by whom and when; the newest first.</summary>
    public static IReadOnlyList<(Guid Person, MarkOrigin Origin, DateTimeOffset At, bool Waits)> Marks(Session session, TenantId tenant) => session.Query(
        "SELECT src, origin, at, waits FROM protected_person WHERE tenant = @tenant ORDER BY at DESC, src, origin",
        row => (Ids.FromBytes(row.GetFieldValue<byte[]>(0)), (MarkOrigin)row.GetInt16(1), DateTimeOffset.FromUnixTimeMilliseconds(row.GetInt64(2)), row.GetInt16(3) == 1),
        ("@tenant", tenant.Value));

    /// <param name="waits">Whether the removal of that person waits for a decision.</param>
    public static void Add(Session session, TenantId tenant, MarkOrigin origin, IReadOnlyCollection<Guid> persons, Func<Guid, bool> waits) =>
        session.Upsert(Table, [.. persons.Select(id => (object?[])[tenant.Value, Ids.ToBytes(id), (short)origin, session.Now, (short)(waits(id) ? 1 : 0)])]);

    public static void Remove(Session session, TenantId tenant, MarkOrigin origin, IReadOnlyCollection<Guid> persons) =>
        session.Delete(Table, [.. persons.Select(id => (object?[])[tenant.Value, Ids.ToBytes(id), (short)origin])]);

    /// <summary>They wait no more; who has come to them since waits on.</summary>
    public static void Approve(Session session, TenantId tenant, IReadOnlyCollection<Guid> persons) =>
        SqlList.Execute(session, tenant, "UPDATE protected_person SET waits = 0 WHERE tenant = @tenant AND src IN ({0})", persons, Ids.ToBytes);

    private static readonly BulkTable Table = new("protected_person",
        [new("tenant", ColumnType.Int), new("src", ColumnType.Bytes), new("origin", ColumnType.Short)],
        [new("at", ColumnType.Long), new("waits", ColumnType.Short)]);
}
