using Skolsynk.Rosters;
using Skolsynk.Ss12000;

namespace Skolsynk.Deliveries;

/// <summary>What the plan brake goes by.</summary>
/// <param name="LetGo">
/// Persons and groups whose deletes need no second brake: the source brake has let their leaving through, or they are protected.
/// </param>
public sealed record PlanRules(BrakeLimits Limits, BrakeMemory Memory, IReadOnlySet<(EntityKind Kind, Guid Id)> LetGo);

/// <summary>What the plan brake says of one connection's deletes.</summary>
/// <param name="Holds">Empty: everything may be deleted.</param>
/// <param name="Stays">What is not deleted: held, or kept by a person's decision.</param>
/// <param name="LetThrough">What the limits let through.</param>
public sealed record PlanVerdict(IReadOnlyList<Hold> Holds, IReadOnlySet<Loss> Stays, IReadOnlyList<Loss> LetThrough)
{
    public static readonly PlanVerdict Nothing = new([], new HashSet<Loss>(), []);
}

/// <summary>
/// The last step of the plan of one connection: deletes of users and groups, and of what is about them, that nothing has approved wait above the limits, whatever
/// caused them: settings, the catalogue, a restored database, a fault of ours. Pure.
/// </summary>
public static class PlanBrake
{
    /// <param name="book">What the supplier has: what is lost is counted against it.</param>
    /// <param name="inScope">Whether the supplier should have it.</param>
    /// <param name="roster">The stored roster, for who belongs to which school.</param>
    /// <param name="rules">Limits, decisions and what was let through lately.</param>
    public static PlanVerdict Of(ReceiptBook book, Func<Endpoint, Guid, bool> inScope, Roster roster, PlanRules rules)
    {
        var there = new List<(EntityKind Kind, Guid Id)>();
        var all = new List<Loss>();
        foreach (var (endpoint, id, _, receipt) in book.All())
        {
            if (KindOf(endpoint) is not { } kind) continue;
            if (receipt.IsThere) there.Add((kind, id));
            if (!inScope(endpoint, id) && !IsNotThere(receipt) && !rules.LetGo.Contains((kind, id)))
                all.Add(new Loss(LossKind.Removed, kind, id));
        }
        all.AddRange(RemadeObjects.Of(book, inScope, rules.LetGo));
        if (all.Count == 0) return PlanVerdict.Nothing;
        var remade = book.All().Where(one => one.Receipt.IsThere).ToLookup(one => one.Endpoint);
        var losses = Losses(all, there, roster) with { Employments = remade[Endpoint.Employments].Count(), Activities = remade[Endpoint.Activities].Count() };
        var holds = Brake.Holds(losses, rules.Limits, rules.Memory);
        var stays = holds.SelectMany(hold => hold.Losses).Concat(all.Where(rules.Memory.Kept.Contains)).ToHashSet();
        return new PlanVerdict(holds, stays, [.. all.Where(loss => !stays.Contains(loss) && !rules.Memory.Approved.Contains(loss))]);
    }

    internal static EntityKind? KindOf(Endpoint endpoint) => endpoint switch
    {
        Endpoint.Users => EntityKind.Person,
        Endpoint.StudentGroups => EntityKind.Group,
        _ => null,
    };

    /// <summary>What the loss of a resource is; null: it is of no person or group.</summary>
    internal static Loss? LossOf(Endpoint endpoint, Guid id) => endpoint switch
    {
        Endpoint.Users => new Loss(LossKind.Removed, EntityKind.Person, id),
        Endpoint.StudentGroups => new Loss(LossKind.Removed, EntityKind.Group, id),
        Endpoint.Employments => new Loss(LossKind.Remade, EntityKind.Person, id),
        Endpoint.Activities => new Loss(LossKind.Remade, EntityKind.Group, id),
        _ => null,
    };

    /// <summary>The endpoint of what a loss of this brake deletes.</summary>
    internal static Endpoint EndpointOf(Loss loss) => (loss.What, loss.Kind) switch
    {
        (LossKind.Remade, EntityKind.Person) => Endpoint.Employments,
        (LossKind.Remade, _) => Endpoint.Activities,
        (_, EntityKind.Person) => Endpoint.Users,
        _ => Endpoint.StudentGroups,
    };

    /// <summary>Refused and never confirmed: there is nothing to delete.</summary>
    internal static bool IsNotThere(Receipt receipt) => receipt is { Status: ReceiptStatus.Refused, Hash: null };

    private static Losses Losses(List<Loss> all, List<(EntityKind Kind, Guid Id)> there, Roster roster)
    {
        var users = there.Where(one => one.Kind == EntityKind.Person).Select(one => one.Id).ToHashSet();
        var gone = all.Where(loss => loss is { What: LossKind.Removed, Kind: EntityKind.Person }).ToDictionary(loss => loss.Id);
        var sizes = new Dictionary<Guid, int>();
        var bySchool = new Dictionary<Guid, List<LostPerson>>();
        foreach (var person in roster.Persons.Where(person => users.Contains(person.Id)))
        {
            foreach (var school in person.Schools)
            {
                sizes[school] = sizes.GetValueOrDefault(school) + 1;
                if (!gone.TryGetValue(person.Id, out var loss)) continue;
                if (!bySchool.TryGetValue(school, out var lost)) bySchool.Add(school, lost = []);
                lost.Add(new LostPerson(person.Id, loss));
            }
        }
        return new Losses
        {
            All = all,
            Persons = users.Count,
            Groups = there.Count - users.Count,
            BySchool = bySchool,
            SchoolSizes = sizes,
            GroupSchools = roster.Groups.ToDictionary(group => group.Id, group => group.Schools),
        };
    }
}
