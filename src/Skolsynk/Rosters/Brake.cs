namespace Skolsynk.Rosters;

/// <summary>
/// The arithmetic of both brakes: which losses are too many to be let through by themselves. What was let through in the window and
/// what waits are counted together, so that no row of small steps gets past a limit.
/// </summary>
public sealed class Brake
{
    private readonly Losses losses;
    private readonly BrakeLimits limits;
    private readonly BrakeMemory memory;
    private readonly HashSet<Loss> waiting;
    private readonly Dictionary<Loss, HoldPlace> held = [];

    private Brake(Losses losses, BrakeLimits limits, BrakeMemory memory)
    {
        (this.losses, this.limits, this.memory) = (losses, limits, memory);
        waiting = losses.All.Where(loss => !memory.Approved.Contains(loss) && !memory.Kept.Contains(loss)).ToHashSet();
    }

    /// <summary>What is held, by cause and place; every loss stands in at most one hold.</summary>
    public static IReadOnlyList<Hold> Holds(Losses losses, BrakeLimits limits, BrakeMemory memory)
    {
        var brake = new Brake(losses, limits, memory);
        if (brake.waiting.Count == 0) return [];
        brake.HoldSuccessions();
        brake.HoldWhatWaited();
        brake.HoldSchools();
        brake.HoldClasses();
        brake.HoldPersons();
        brake.HoldGroups();
        brake.HoldRemade();
        return
        [
            .. brake.held.GroupBy(pair => pair.Value, pair => pair.Key).OrderBy(hold => hold.Key.Cause).ThenBy(hold => Ids.AsNumber(hold.Key.Of))
                .Select(hold => new Hold(hold.Key, [.. hold])),
        ];
    }

    private void Take(Loss loss, HoldCause cause, Guid of = default)
    {
        if (waiting.Contains(loss)) held.TryAdd(loss, new HoldPlace(cause, of));
    }

    private void HoldSuccessions()
    {
        foreach (var loss in losses.All)
            if (loss.IsSuccession) Take(loss, HoldCause.Succession);
    }

    /// <summary>Nothing approves itself: what was held stays held, also when it is no longer too many.</summary>
    private void HoldWhatWaited()
    {
        foreach (var (loss, place) in memory.Waiting) Take(loss, place.Cause, place.Of);
    }

    private void HoldSchools()
    {
        var past = Past(LossKind.LeftSchool);
        foreach (var (school, lost) in losses.BySchool)
        {
            var emptied = losses.Emptied.Contains(school);
            if (!emptied && !TooMany(lost, past.GetValueOrDefault(school), losses.SchoolSizes.GetValueOrDefault(school), limits.School.IsPassed)) continue;
            var cause = emptied ? HoldCause.EmptiedSchool : HoldCause.School;
            foreach (var one in lost) Take(one.Through, cause, school);
            HoldWhatHangsOn(school, cause, lost.Select(one => one.Person).ToHashSet());
        }
    }

    /// <summary>
    /// With a tie to a school stay its groups and the memberships in them; with a school that was emptied also all that its groups
    /// would lose, and the school itself.
    /// </summary>
    private void HoldWhatHangsOn(Guid school, HoldCause cause, HashSet<Guid> persons)
    {
        var emptied = cause == HoldCause.EmptiedSchool;
        bool OfSchool(Guid group) => losses.GroupSchools.TryGetValue(group, out var schools) && schools.Contains(school);
        foreach (var loss in losses.All)
        {
            var hangs = loss switch
            {
                { What: LossKind.LeftGroup } => (emptied || persons.Contains(loss.Id)) && OfSchool(loss.Of),
                { Kind: EntityKind.Group, What: LossKind.LeftSchool } => emptied && loss.Of == school,
                { Kind: EntityKind.Group, What: LossKind.Removed } => OfSchool(loss.Id),
                { Kind: EntityKind.School } => loss.Id == school,
                _ => false,
            };
            if (hangs) Take(loss, cause, school);
        }
    }

    private void HoldClasses()
    {
        var past = Past(LossKind.LeftGroup);
        foreach (var (group, lost) in losses.ByGroup)
            if (TooMany(lost, past.GetValueOrDefault(group), losses.GroupSizes.GetValueOrDefault(group), limits.Class.IsReached))
                foreach (var one in lost) Take(one.Through, HoldCause.Class, group);
    }

    private void HoldPersons()
    {
        var now = Whole(waiting, EntityKind.Person);
        if (IsPassed(limits.PersonsInDay, memory.LastDay) || IsPassed(limits.PersonsInWeek, memory.LastWeek))
            foreach (var loss in losses.All)
                if (loss is { What: LossKind.Removed, Kind: EntityKind.Person }) Take(loss, HoldCause.Persons);

        bool IsPassed(Limit limit, IReadOnlySet<Loss> before) => Passed(limit, now, Whole(before, EntityKind.Person), losses.Persons);
    }

    private void HoldGroups()
    {
        if (!Passed(limits.Groups, Whole(waiting, EntityKind.Group), Whole(memory.LastWeek, EntityKind.Group), losses.Groups)) return;
        foreach (var loss in losses.All)
            if (loss is { What: LossKind.Removed, Kind: EntityKind.Group }) Take(loss, HoldCause.Groups);
    }

    /// <summary>By the limits of what they are about, of the objects of their own kind.</summary>
    private void HoldRemade()
    {
        if (IsPassed(limits.PersonsInDay, memory.LastDay, EntityKind.Person) || IsPassed(limits.PersonsInWeek, memory.LastWeek, EntityKind.Person))
            TakeAll(EntityKind.Person, HoldCause.Persons);
        if (IsPassed(limits.Groups, memory.LastWeek, EntityKind.Group)) TakeAll(EntityKind.Group, HoldCause.Groups);

        bool IsPassed(Limit limit, IReadOnlySet<Loss> before, EntityKind kind) =>
            Passed(limit, Remade(waiting, kind), Remade(before, kind), kind == EntityKind.Person ? losses.Employments : losses.Activities);

        void TakeAll(EntityKind kind, HoldCause cause)
        {
            foreach (var loss in losses.All)
                if (loss.What is LossKind.Remade && loss.Kind == kind) Take(loss, cause);
        }
    }

    private static HashSet<Guid> Remade(IEnumerable<Loss> of, EntityKind kind) =>
        of.Where(loss => loss.What is LossKind.Remade && loss.Kind == kind).Select(loss => loss.Id).ToHashSet();

    private static bool Passed(Limit limit, HashSet<Guid> now, HashSet<Guid> past, int there)
    {
        if (now.Count == 0) return false;
        past.ExceptWith(now);
        return limit.IsPassed(now.Count + past.Count, there + past.Count);
    }

    private static HashSet<Guid> Whole(IEnumerable<Loss> of, EntityKind kind) =>
        of.Where(loss => loss.IsWhole && loss.Kind == kind).Select(loss => loss.Id).ToHashSet();

    private bool TooMany(List<LostPerson> lost, HashSet<Guid>? past, int size, Func<int, int, bool> limit)
    {
        var now = lost.Where(one => waiting.Contains(one.Through)).Select(one => one.Person).ToHashSet();
        if (now.Count == 0) return false;
        var earlier = past?.Count(person => !now.Contains(person)) ?? 0;
        return limit(now.Count + earlier, size + earlier);
    }

    /// <summary>School or group → persons who left it in the last seven days.</summary>
    private Dictionary<Guid, HashSet<Guid>> Past(LossKind what) => memory.LastWeek
        .Where(loss => loss.What == what && loss.Kind == EntityKind.Person)
        .GroupBy(loss => loss.Of, loss => loss.Id).ToDictionary(place => place.Key, place => place.ToHashSet());
}
