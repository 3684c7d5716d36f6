using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Deliveries.Reasons;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Rosters;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.People;

/// <summary>How one person or group stands at one supplier, with what is sent and what is in the way.</summary>
internal sealed record AtSupplier(ConnectionDetails Details, ObjectStanding Standing, Reason? Hindrance)
{
    /// <summary>In scope, so it may be sent again.</summary>
    public bool IsInScope { get; private init; }

    /// <summary>Attributes that go there, and those that do not and why.</summary>
    public (string Sent, string NotSent) What { get; private init; } = ("", "");

    public IReadOnlyList<Check> Checks { get; private init; } = [];

    /// <summary>Numbers of the resources that stand for it there.</summary>
    public IReadOnlyList<long> Rids { get; private init; } = [];

    /// <summary>What the supplier said, masked; null: nothing.</summary>
    public Refusal? Refusal { get; private init; }

    public string Name => Details.Supplier.Name;

    public string Title => $"{Name} ({(Details.Environment.Kind is EnvironmentKind.Test ? "Test" : "Skarp")})";

    public string Path => $"/suppliers/{Details.Supplier.Key}";

    public string Environment => Details.Environment.Kind is EnvironmentKind.Test ? "?environment=test" : "";

    /// <summary>At every connection of the tenant, in the order of names.</summary>
    /// <param name="around">The roster around it (<see cref="Stores.RosterAround"/>).</param>
    public static IReadOnlyList<AtSupplier> All(Session session, TenantId tenant, EntityKind kind, Guid id, Roster around, bool isGone, string operatorName)
    {
        var number = StoredStanding.NumberOf(session, tenant, StoredStanding.EndpointOf(kind), id);
        return
        [
            .. ConnectionView.All(session, tenant).Select(view =>
            {
                var details = view.Details;
                var scoped = Scope.Select(around, details.Scope);
                var reason = isGone ? null : new ScopeReasons(around, details.Scope, scoped).Of(kind, id);
                var stored = StoredStanding.Load(session, tenant, details.Id, kind, id, number);
                var standing = ObjectStanding.Of(stored.Facts(reason, view.Hindrance, isGone, kind is EntityKind.Person ? details.RemovalWaitDays : 0));
                var hindrance = reason ?? (standing.State is ObjectState.Confirmed or ObjectState.Waiting ? null : standing.Why);
                return new AtSupplier(details, standing, hindrance)
                {
                    IsInScope = reason is null && !isGone,
                    What = SentWords.Of(kind, id, scoped, details.Scope),
                    Checks = isGone ? [] : Check.Of(kind, hindrance, Words(kind, id, around, details.Supplier.Name, hindrance, operatorName)),
                    Rids = [.. SentWords.Resources(kind, id, scoped).Select(one => StoredStanding.NumberOf(session, tenant, one.Endpoint, one.Id)).OfType<long>()],
                    Refusal = standing.State is ObjectState.Rejected or ObjectState.Retrying ? stored.Refusal : null,
                };
            }),
        ];
    }

    private static CheckWords Words(EntityKind kind, Guid id, Roster around, string supplier, Reason? reason, string operatorName)
    {
        var person = kind is EntityKind.Person ? around.Persons.FirstOrDefault(one => one.Id == id) : null;
        var at = person?.Schools ?? around.Groups.FirstOrDefault(one => one.Id == id)?.Schools ?? [];
        var schools = string.Join(", ", around.Schools.Where(school => at.Contains(school.Id)).Select(Schools.SchoolsView.NameOf).Order(Text.Order));
        return new(supplier, person?.Role is PersonRole.Teacher ? "Lärare" : "Elev", schools.Length > 0 ? schools : "Skolan",
            reason is { } why ? StandingWords.Large(ReasonTexts.Why(why, operatorName)) : "");
    }
}
