namespace Skolsynk.Rosters;

/// <summary>What is lost with the brake's consent, as it is remembered.</summary>
/// <param name="Counted">Let through by the limits: it takes of them for as long as a window lasts.</param>
/// <param name="Approved">Let through because a person said so: it takes nothing of the limits.</param>
public sealed record LetThrough(IReadOnlyList<Loss> Counted, IReadOnlyList<Loss> Approved)
{
    public static readonly LetThrough Nothing = new([], []);

    /// <param name="applied">What the brake does not hold.</param>
    /// <param name="before">The stored roster, as far as it changes.</param>
    /// <param name="next">What is stored now.</param>
    /// <param name="memory">What was approved.</param>
    public static LetThrough Of(IReadOnlyList<Loss> applied, Roster before, Roster next, BrakeMemory memory)
    {
        if (applied.Count == 0) return Nothing;
        var (counted, approved) = (new List<Loss>(), new List<Loss>());
        var there = next.Persons.Select(person => person.Id).ToHashSet();
        foreach (var loss in applied)
        {
            if (loss.Kind == EntityKind.School) continue;
            if (!memory.Approved.Contains(loss)) counted.Add(loss);
            else if (!loss.IsSuccession) approved.Add(loss);
            else if (!there.Contains(loss.Id)) approved.Add(new Loss(LossKind.Removed, EntityKind.Person, loss.Id));
        }
        counted.AddRange(TiesOf(counted, before, next));
        return new LetThrough(counted, approved);
    }

    /// <summary>Who is removed leaves her schools and groups too: their windows count her.</summary>
    private static List<Loss> TiesOf(List<Loss> counted, Roster before, Roster next)
    {
        var gone = counted.Where(loss => loss is { What: LossKind.Removed, Kind: EntityKind.Person }).Select(loss => loss.Id).ToHashSet();
        if (gone.Count == 0) return [];
        var ties = before.Persons.Where(person => gone.Contains(person.Id))
            .SelectMany(person => person.Schools, (person, school) => new Loss(LossKind.LeftSchool, EntityKind.Person, person.Id, school)).ToList();
        var groups = next.Groups.Select(group => group.Id).ToHashSet();
        ties.AddRange(before.Groups.Where(group => groups.Contains(group.Id)).SelectMany(
            group => group.Members.Where(member => gone.Contains(member.Person)),
            (group, member) => new Loss(LossKind.LeftGroup, EntityKind.Person, member.Person, group.Id)));
        return ties;
    }
}
