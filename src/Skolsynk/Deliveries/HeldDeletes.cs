using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;

namespace Skolsynk.Deliveries;

/// <summary>
/// What is not sent because of a hold: the deletes of users and groups that stay, and of what hangs on them; and the new version of
/// a group that would leave out a member who stays, for that would remove her from her class after all.
/// </summary>
internal sealed class HeldDeletes
{
    public static readonly HeldDeletes None = new();

    private readonly HashSet<Guid> persons = [];
    private readonly HashSet<Guid> groups = [];
    private readonly HashSet<Guid> frozen = [];
    private readonly HashSet<Guid> employments = [];
    private readonly HashSet<Guid> activities = [];

    private HeldDeletes() { }

    /// <param name="stays">From the <see cref="PlanVerdict"/>.</param>
    public static HeldDeletes Of(IReadOnlySet<Loss> stays, PassInput from, Func<Endpoint, Guid, bool> inScope)
    {
        if (stays.Count == 0)
            return None;
        var held = new HeldDeletes();
        HashSet<Guid> Of(Endpoint endpoint) => stays.Where(loss => PlanBrake.EndpointOf(loss) == endpoint).Select(loss => loss.Id).ToHashSet();
        held.persons.UnionWith(Of(Endpoint.Users));
        held.groups.UnionWith(Of(Endpoint.StudentGroups));
        held.employments.UnionWith(Of(Endpoint.Employments));
        held.activities.UnionWith(Of(Endpoint.Activities));
        if (!HasMarked(from))
            held.frozen.UnionWith(from.Roster.Groups.Where(group => group.Members.Any(member => held.persons.Contains(member.Person))).Select(group => group.Id));
        held.Count = stays.Count;
        // What a person has approved goes, even where it takes a membership of someone who stays.
        held.groups.UnionWith(held.frozen.Where(group => !from.Rules.Memory.Approved.Contains(new Loss(LossKind.Removed, EntityKind.Group, group))));
        held.Derive(from.Book, inScope);
        return held;
    }

    /// <summary>Deletes that stay; what hangs on them is not counted.</summary>
    public int Count { get; private set; }

    public bool Holds(Delivery delivery) => (delivery.Action, delivery.Endpoint) switch
    {
        _ when Count == 0 => false,
        (DeliveryAction.Delete, Endpoint.Users) => persons.Contains(delivery.Id),
        (DeliveryAction.Delete, Endpoint.StudentGroups) => groups.Contains(delivery.Id),
        (DeliveryAction.Delete, Endpoint.Employments) => employments.Contains(delivery.Id),
        (DeliveryAction.Delete, Endpoint.Activities) => activities.Contains(delivery.Id),
        // Whoever stays may be enrolled there.
        (DeliveryAction.Delete, _) => true,
        (DeliveryAction.Replace, Endpoint.StudentGroups) => frozen.Contains(delivery.Id),
        (DeliveryAction.Replace, Endpoint.Activities) => activities.Contains(delivery.Id),
        _ => false,
    };

    /// <summary>
    /// As long as the supplier has anything of a protected person, no group is left as it is: it may be one of hers, and her leaving it
    /// outweighs that others leave it too.
    /// </summary>
    private static bool HasMarked(PassInput from) => from.Book.All().Any(one => from.Marked.Removed.Contains(one.Endpoint, one.Id));

    /// <summary>
    /// Employments of those who stay and Activities of their groups, at whichever school the supplier has them; at a school that stays
    /// only because they do, also those of everybody in scope.
    /// </summary>
    private void Derive(ReceiptBook book, Func<Endpoint, Guid, bool> inScope)
    {
        var all = book.All().Select(one => (one.Endpoint, one.Id)).ToHashSet();
        List<Guid> Ids(Endpoint endpoint) => [.. all.Where(one => one.Endpoint == endpoint).Select(one => one.Id)];
        List<Guid> users = [.. Ids(Endpoint.Users).Where(id => inScope(Endpoint.Users, id) || persons.Contains(id))];
        List<Guid> studentGroups = [.. Ids(Endpoint.StudentGroups).Where(id => inScope(Endpoint.StudentGroups, id) || groups.Contains(id))];
        foreach (var unit in Ids(Endpoint.SchoolUnits))
        {
            var leaves = !inScope(Endpoint.SchoolUnits, unit);
            Add(employments, Endpoint.Employments, (leaves ? users : persons.AsEnumerable()).Select(person => DerivedIds.OfEmployment(unit, person)));
            Add(activities, Endpoint.Activities, (leaves ? studentGroups : groups.AsEnumerable()).Select(group => DerivedIds.OfActivity(group, unit)));
        }

        void Add(HashSet<Guid> to, Endpoint endpoint, IEnumerable<Guid> ids) => to.UnionWith(ids.Where(id => all.Contains((endpoint, id))));
    }
}
