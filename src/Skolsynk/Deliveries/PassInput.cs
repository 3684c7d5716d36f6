using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;

namespace Skolsynk.Deliveries;

/// <summary>What one pass is made of: the scope as it stands, mapped, and the book of what the supplier has. One consistent read.</summary>
internal sealed record PassInput(
    ConnectionDetails Connection, ConnectionState State, ScopedRoster Scope, Mapping Mapping, ReceiptBook Book,
    IReadOnlyDictionary<Guid, string> UserNames, MarkedResources Marked)
{
    public required Roster Roster { get; init; }

    /// <summary>Everything that the supplier has is deleted there.</summary>
    public bool IsEnding => State.Ending is not EndingKind.None;

    /// <summary>Nothing but the removal of protected persons is sent: it is paused, or lacks an agreement or an answer.</summary>
    public bool HoldsBack => Connection.HoldsBack && !IsEnding;

    public required PlanRules Rules { get; init; }

    /// <summary>
    /// What is not in the source any more and stays only because a brake holds it: it is not removed at a supplier, and not created there either.
    /// </summary>
    public IReadOnlySet<(EntityKind Kind, Guid Id)> HeldAtSource { get; init; } = new HashSet<(EntityKind, Guid)>();

    /// <summary>Users who were out of scope at an earlier pass, and since when; what the brake let through then it lets through now.</summary>
    public IReadOnlyDictionary<long, long> Leaving { get; init; } = new Dictionary<long, long>();

    /// <summary>Once a day each connection gets a pass without the skip.</summary>
    internal const long FullEvery = 24 * 60 * 60 * 1000;

    /// <summary>Why a connection needs no pass now; pure.</summary>
    public static bool MaySkip(ConnectionState state, bool windowsOpen, long now) =>
        state.InputV == state.DoneV && state.Mapping == Mapping.Number && !windowsOpen
        && (state.NextDue == 0 || state.NextDue > now) && state.FullAt <= now && now - state.FullAt < FullEvery;

    public static PassInput Load(Session session, ConnectionDetails connection, ConnectionState state)
    {
        if (state.Ending is not EndingKind.None)
            return Ending(session, connection, state);
        var roster = RosterStore.Load(connection.Tenant, session).Roster;
        var scope = Suppliers.Scope.Select(roster, connection.Scope);
        var names = new Dictionary<Guid, string>(RosterStore.LoadGoneUserNames(connection.Tenant, session));
        var inScope = scope.Persons.Select(person => person.Id).ToHashSet();
        foreach (var person in roster.Persons)
        {
            if (person.UserName is { } name && !inScope.Contains(person.Id))
                names[person.Id] = name;
        }
        var book = ReceiptStore.Load(session, connection.Tenant, connection.Id);
        var leaving = LeavingStore.Load(session, connection.Tenant, connection.Id);
        return new PassInput(connection, state, scope, new Mapping(scope), book, names, MarkedResources.Load(session, connection.Tenant))
        {
            Roster = roster,
            Rules = RulesOf(session, connection, roster, leaving.Count == 0 ? [] : book.All()
                .Where(one => one.Endpoint is Endpoint.Users && leaving.ContainsKey(one.Rid)).Select(one => one.Id)),
            Leaving = leaving,
            HeldAtSource = HoldStore.All(connection.Tenant, session, 0).SelectMany(hold => hold.Items)
                .Where(item => item.Loss.IsWhole && item.State is not HoldState.Approved).Select(item => (item.Loss.Kind, item.Loss.Id)).ToHashSet(),
        };
    }

    /// <summary>Nothing is in scope; what was asked for needs no brake and waits for no decision.</summary>
    private static PassInput Ending(Session session, ConnectionDetails connection, ConnectionState state)
    {
        var scope = Suppliers.Scope.Select(Roster.Empty, connection.Scope);
        var book = ReceiptStore.Load(session, connection.Tenant, connection.Id);
        return new PassInput(connection, state, scope, new Mapping(scope), book, new Dictionary<Guid, string>(), MarkedResources.None)
        {
            Roster = Roster.Empty,
            Rules = new PlanRules(BrakeLimits.Default, BrakeMemory.Empty, new HashSet<(EntityKind, Guid)>()),
        };
    }

    /// <summary>Protected persons pass the brake; their marks have a limit of their own.</summary>
    private static PlanRules RulesOf(Session session, ConnectionDetails connection, Roster roster, IEnumerable<Guid> leaving)
    {
        var letGo = RemovalLog.OfSource(connection.Tenant, session, roster).ToHashSet();
        letGo.UnionWith(leaving.Select(id => (EntityKind.Person, id)));
        letGo.UnionWith(ProtectedPersons.Load(session, connection.Tenant).All.Select(id => (EntityKind.Person, id)));
        return new PlanRules(TenantStore.LimitsNow(session, connection.Tenant), HoldStore.Memory(connection.Tenant, session, connection.Id), letGo);
    }

    /// <summary>External ids in scope, by endpoint.</summary>
    public HashSet<Guid>[] IdsInScope() =>
        [.. Endpoints.Select(endpoint => IsEnding ? [] : new HashSet<Guid>(Mapping.Ids(endpoint)))];

    /// <summary>All endpoints, in sending order.</summary>
    public static IReadOnlyList<Endpoint> Endpoints { get; } = Enum.GetValues<Endpoint>();

    /// <summary>
    /// Users who left the scope and whose user name someone in scope is to be created with: deleted first, or the supplier would
    /// refuse the new account.
    /// </summary>
    public bool BlocksAName(Guid user, IReadOnlySet<string> wanted) =>
        UserNames.TryGetValue(user, out var name) && wanted.Contains(name);

    /// <summary>User names of those in scope whom the supplier does not have.</summary>
    public IReadOnlySet<string> NamesToCreate() => Scope.Persons
        .Where(person => !Book.IsThere(Endpoint.Users, person.Id)).Select(person => person.UserName)
        .ToHashSet(StringComparer.OrdinalIgnoreCase);
}
