namespace Skolsynk.Rosters;

/// <summary>What the brake says of a change of roster.</summary>
/// <param name="Holds">Empty: everything may be applied.</param>
/// <param name="Applied">Losses that are let through, or were approved.</param>
/// <param name="Kept">What stays as it is stored, with all that hangs on it.</param>
public sealed record BrakeVerdict(IReadOnlyList<Hold> Holds, IReadOnlyList<Loss> Applied, Kept Kept);

/// <summary>Between the changes and their commit: what no ordinary day does is not applied by itself (invariant 1).</summary>
public static class SourceBrake
{
    public static bool IsEmptySource(RosterIndex stored, Roster next) =>
        stored.HasAny && next.Schools.Count == 0 && next.Persons.Count == 0;

    /// <summary>
    /// An empty source is applied whole or not at all: null when a person has approved every bit of it; otherwise what is held, which
    /// is nothing when all that is not approved is kept.
    /// </summary>
    public static IReadOnlyList<Hold>? OfEmptySource(RosterIndex stored, BrakeMemory memory)
    {
        var all = new[] { EntityKind.School, EntityKind.Person, EntityKind.Group }.SelectMany(kind =>
            stored.Of(kind).Where(row => !row.Gone).Select(row => new Loss(LossKind.Removed, kind, row.Id))).ToList();
        if (all.TrueForAll(memory.Approved.Contains)) return null;
        List<Loss> undecided = [.. all.Where(loss => !memory.Approved.Contains(loss) && !memory.Kept.Contains(loss))];
        return undecided.Count == 0 ? [] : [new Hold(new HoldPlace(HoldCause.EmptySource), undecided)];
    }

    /// <param name="stored">What is stored of every person and group.</param>
    /// <param name="before">The stored roster, at least all of it that <paramref name="next"/> changes.</param>
    /// <param name="next">What would be stored.</param>
    /// <param name="limits">The tenant's.</param>
    /// <param name="memory">What waits, was decided, and was let through lately.</param>
    public static BrakeVerdict Of(RosterIndex stored, Roster before, Roster next, BrakeLimits limits, BrakeMemory memory)
    {
        var losses = SourceLosses.Between(stored, before, next);
        var holds = Brake.Holds(losses, limits, memory);
        var stays = holds.SelectMany(hold => hold.Losses).Concat(losses.All.Where(memory.Kept.Contains)).ToHashSet();
        var kept = stays.Count == 0 ? Kept.Nothing : KeptOf(stays, before, next);
        List<Loss> applied = [.. losses.All.Where(loss => !stays.Contains(loss) && !(loss.Kind == EntityKind.School && kept.Places.Contains(loss.Id)))];
        return new BrakeVerdict(holds, applied, kept);
    }

    private static Kept KeptOf(HashSet<Loss> stays, Roster before, Roster next)
    {
        HashSet<T> Set<T>(Func<Loss, bool> which, Func<Loss, T> of) => stays.Where(which).Select(of).ToHashSet();
        var entities = Set(loss => loss.IsWhole && loss.Kind != EntityKind.School, loss => loss.Id);
        var ties = Set(loss => loss.What == LossKind.LeftSchool, loss => (loss.Id, loss.Of));
        var places = Set(loss => loss.Kind == EntityKind.School, loss => loss.Id);
        places.UnionWith(ties.Select(tie => tie.Of));
        places.UnionWith(before.Persons.Where(person => entities.Contains(person.Id)).SelectMany(person => person.Schools));
        places.UnionWith(before.Groups.Where(group => entities.Contains(group.Id)).SelectMany(group => group.Schools));
        places.ExceptWith(next.Schools.Select(school => school.Id));
        return new Kept
        {
            Entities = entities,
            LostTies = ties,
            LostMembers = Set(loss => loss.What == LossKind.LeftGroup, loss => (loss.Of, loss.Id)),
            Places = places,
            Unchanged = Set(loss => loss.IsSuccession, loss => loss.Id),
            Withheld = Set(loss => loss.IsSuccession, loss => loss.Of),
        };
    }
}
