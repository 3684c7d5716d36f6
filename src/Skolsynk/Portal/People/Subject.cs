using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Portal.Frame;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Sync;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.People;

/// <summary>A person or a group as the page “Varför?” shows it, read in one view. A protected person is not there.</summary>
internal sealed record Subject(EntityKind Kind, Guid Id, string Name, string What, IReadOnlyList<AtSupplier> Suppliers)
{
    /// <summary>What is known, line by line.</summary>
    public IReadOnlyList<(string Label, string Value)> Known { get; private init; } = [];

    /// <summary>A person's groups, or a group's members, by name.</summary>
    public IReadOnlyList<(Guid Id, string Name, string Role)> Ties { get; private init; } = [];

    /// <summary>The newest first.</summary>
    public IReadOnlyList<(DateTimeOffset At, string Text)> History { get; private init; } = [];

    /// <summary>Not in Microsoft 365 any more since then; null: it is there.</summary>
    public DateTimeOffset? GoneAt { get; private init; }

    public DateTimeOffset? ReadAt { get; private init; }

    public required DateTimeOffset Now { get; init; }

    public bool IsPerson => Kind is EntityKind.Person;

    /// <summary>Something is on its way.</summary>
    public bool IsMoving => Suppliers.Any(one => one.Standing.State is Deliveries.Reasons.ObjectState.Waiting);

    public bool MayBeSent => Suppliers.Any(one => one is { IsInScope: true, Rids.Count: > 0 });

    /// <summary>When what is known of it is erased; null: it is there.</summary>
    public DateTimeOffset? PurgedAt => GoneAt?.AddMonths(6);

    /// <summary>Null: there is no such person or group, or it is hidden.</summary>
    public static Subject? Load(Session session, TenantId tenant, EntityKind kind, Guid id, string operatorName)
    {
        var around = RosterAround.Load(tenant, session, kind, id);
        var isThere = kind is EntityKind.Person ? around.Persons.Any(one => one.Id == id) : around.Groups.Any(one => one.Id == id);
        var own = isThere ? around : RosterStore.LoadBare(tenant, session, [id]);
        var person = kind is EntityKind.Person ? own.Persons.FirstOrDefault(one => one.Id == id) : null;
        var group = kind is EntityKind.Group ? own.Groups.FirstOrDefault(one => one.Id == id) : null;
        if (person is null && group is null)
            return null;
        var codes = SchoolCodes.Load(session, tenant);
        var suppliers = AtSupplier.All(session, tenant, kind, id, around, !isThere, operatorName);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(session.Now);
        return new(kind, id, person is not null ? PersonWords.Name(person) : group!.Name ?? "Grupp utan namn", person is not null ? PersonWords.Role(person.Role) : PersonWords.Type(group!.Kind), suppliers)
        {
            Known = person is not null ? PersonWords.Known(person, around.Schools, codes) : PersonWords.Known(group!, around.Schools, codes),
            Ties = person is not null
                ? [.. around.Groups.Select(one => (one.Id, one.Name ?? "Grupp utan namn", "")).OrderBy(one => one.Item2, Text.Order)]
                : [.. Members(group!, around).OrderBy(one => one.Name, Text.Order)],
            History = Lines(session, tenant, kind, id, suppliers),
            GoneAt = isThere ? null : GoneSince(session, tenant, kind, id),
            ReadAt = SyncRuns.Latest(tenant, session, 20).FirstOrDefault(run => run.Outcome < SyncOutcome.Failed)?.Ended,
            Now = now,
        };
    }

    private static IEnumerable<(Guid Id, string Name, string Role)> Members(Group group, Roster around)
    {
        var persons = around.Persons.ToDictionary(one => one.Id);
        return group.Members.Where(one => persons.ContainsKey(one.Person))
            .Select(one => (one.Person, PersonWords.Name(persons[one.Person]), one.Role is MemberRole.Teacher ? "Lärare" : "Elev"));
    }

    private static DateTimeOffset? GoneSince(Session session, TenantId tenant, EntityKind kind, Guid id) => session.Scalar<long?>(
        "SELECT gone_at FROM entity WHERE tenant = @tenant AND kind = @kind AND src = @src",
        ("@tenant", tenant.Value), ("@kind", (short)kind), ("@src", Ids.ToBytes(id))) is { } at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null;

    private static IReadOnlyList<(DateTimeOffset At, string Text)> Lines(Session session, TenantId tenant, EntityKind kind, Guid id, IReadOnlyList<AtSupplier> suppliers)
    {
        if (StoredStanding.NumberOf(session, tenant, StoredStanding.EndpointOf(kind), id) is not { } rid)
            return [];
        var names = suppliers.ToDictionary(one => one.Details.Id, one => one.Title);
        return
        [
            .. TransferLog.Of(session, tenant, rid, 30).Where(one => names.ContainsKey(one.Connection))
                .Select(one => (DateTimeOffset.FromUnixTimeMilliseconds(one.At), PersonWords.Line(one.Action, one.Outcome, names[one.Connection]))),
        ];
    }
}
