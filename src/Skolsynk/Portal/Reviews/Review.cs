using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Schools;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.Reviews;

/// <summary>What one supplier has of what waits.</summary>
internal sealed record Concerned(ConnectionView View, int Persons, int Groups);

/// <summary>One hold (granskning) as it is shown, read in one view: counts first; protected persons are not in it.</summary>
internal sealed record Review(Guid Id, StoredHold Hold, IReadOnlyList<ReviewRow> Rows, IReadOnlyList<Concerned> Suppliers)
{
    /// <summary>Namespace of the ids in addresses. Never changes.</summary>
    private static readonly Guid Space = new("8d1f7a52-0c3e-5b6f-9a37-64c1d20be915");

    public required IReadOnlyDictionary<Guid, string> Schools { get; init; }

    /// <summary>Name of the class that loses half of itself; null: it is about no class.</summary>
    public string? Class { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>What was decided on it, the newest first.</summary>
    public IReadOnlyList<HoldDecision> Decisions { get; init; } = [];

    public HoldCause Cause => Hold.Place.Cause;

    public bool IsOfSource => Hold.Connection == 0;

    public bool IsSuccession => Cause is HoldCause.Succession;

    /// <summary>It is decided whole or not at all.</summary>
    public bool OnlyWhole => Cause is HoldCause.EmptySource;

    public int Persons => Rows.Count(row => row.IsPerson);

    public int Of(ReviewKind kind) => Rows.Count(row => row.Kind == kind);

    public DateTimeOffset Opened => DateTimeOffset.FromUnixTimeMilliseconds(Hold.Opened);

    public string Address => AddressOf(Id);

    /// <summary>The supplier of the connection that it is about; null: it is about the source.</summary>
    public string? Supplier => IsOfSource ? null : Suppliers.FirstOrDefault(one => one.View.Details.Id == Hold.Connection)?.View.Details.Supplier.Name;

    /// <summary>Numbers of holds tell how many there were; addresses do not.</summary>
    public static Guid IdOf(Tenant tenant, long number) => Ids.NameBased(Space, $"{tenant.EntraTenantId:D}/{number}");

    public static string AddressOf(Guid id) => $"/reviews/{id:N}";

    /// <summary>All holds that are shown.</summary>
    public static IReadOnlyList<Review> All(Session session, Tenant tenant)
    {
        var holds = ShownHolds.All(new TenantId(tenant.Id), session);
        if (holds.Count == 0)
            return [];
        var beside = ReviewSurroundings.Load(session, new TenantId(tenant.Id));
        return [.. holds.Select(hold => Of(session, tenant, hold, beside))];
    }

    /// <summary>Null: there is no such hold, or no longer.</summary>
    public static Review? Load(Session session, Tenant tenant, string id)
    {
        var of = new TenantId(tenant.Id);
        return Guid.TryParseExact(id, "N", out var wanted) && ShownHolds.All(of, session).FirstOrDefault(hold => IdOf(tenant, hold.Number) == wanted) is { } hold
            ? Of(session, tenant, hold, ReviewSurroundings.Load(session, of)) : null;
    }

    private static Review Of(Session session, Tenant tenant, StoredHold hold, ReviewSurroundings beside)
    {
        var of = new TenantId(tenant.Id);
        var held = RosterStore.LoadBare(of, session, [.. hold.Items.Select(item => item.Loss.Id).Append(hold.Place.Of).Where(one => one != Guid.Empty).Distinct()]);
        return new(
            IdOf(tenant, hold.Number), hold, ReviewRow.Of(hold.Waiting, held, beside.Schools),
            [.. beside.Reach[hold.Number].Where(one => one.State is HoldState.Waits && beside.Views.ContainsKey(one.Connection))
                .Select(one => new Concerned(beside.Views[one.Connection], one.Persons, one.Groups))])
        {
            Schools = beside.Schools,
            Class = hold.Place.Cause is HoldCause.Class ? held.Groups.FirstOrDefault(group => group.Id == hold.Place.Of)?.Name ?? "en klass" : null,
            Now = DateTimeOffset.FromUnixTimeMilliseconds(session.Now),
            Decisions = [.. beside.Decisions[hold.Number]],
        };
    }
}

/// <summary>What every review of a municipality is shown with; read once, however many there are.</summary>
internal sealed record ReviewSurroundings(
    IReadOnlyDictionary<Guid, string> Schools, IReadOnlyDictionary<int, ConnectionView> Views, ILookup<long, HeldReach> Reach, ILookup<long, HoldDecision> Decisions)
{
    public static ReviewSurroundings Load(Session session, TenantId tenant) => new(
        RosterStore.LoadSchools(tenant, session).ToDictionary(school => school.Id, SchoolsView.NameOf),
        ConnectionView.All(session, tenant).ToDictionary(view => view.Details.Id),
        HeldReach.Load(tenant, session).ToLookup(one => one.Hold), DecisionLog.Latest(tenant, session, 200).ToLookup(one => one.Hold));
}
