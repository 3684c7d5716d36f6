namespace Skolsynk.Rosters;

/// <summary>Why the source brake holds something.</summary>
public enum HoldCause
{
    /// <summary>The source shows neither schools nor persons.</summary>
    EmptySource,

    /// <summary>A school lost all its persons at once.</summary>
    EmptiedSchool,
}

/// <summary>One thing that the brake holds.</summary>
/// <param name="Cause">Why.</param>
/// <param name="School">The school that was emptied; null for an empty source.</param>
/// <param name="Persons">How many persons would have lost it.</param>
public sealed record Hold(HoldCause Cause, Guid? School, int Persons);

/// <summary>What the brake says of a change of roster.</summary>
/// <param name="Holds">Empty: everything may be applied.</param>
/// <param name="Kept">What stays as it is stored, with all that hangs on it.</param>
public sealed record BrakeVerdict(IReadOnlyList<Hold> Holds, Kept Kept);

/// <summary>The absolute stops between the changes and their commit: what no ordinary day does is not applied by itself.</summary>
public static class SourceBrake
{
    /// <summary>A school with fewer persons may lose them all on an ordinary day.</summary>
    public const int SmallestSchool = 10;

    public static bool IsEmptySource(RosterIndex stored, Roster next) =>
        stored.HasAny && next.Schools.Count == 0 && next.Persons.Count == 0;

    /// <param name="before">The stored roster, at least all of it that <paramref name="next"/> changes.</param>
    /// <param name="next">What would be stored.</param>
    public static BrakeVerdict Of(Roster before, Roster next)
    {
        var emptied = EmptiedSchools(before, next);
        if (emptied.Count == 0) return new BrakeVerdict([], Kept.Nothing);
        bool Touches(IReadOnlyList<Guid> schools) => schools.Any(emptied.ContainsKey);
        var there = next.Persons.Select(person => person.Id).ToHashSet();
        var persons = before.Persons.Where(person => Touches(person.Schools)).Select(person => person.Id).ToList();
        var groups = before.Groups.Where(group => Touches(group.Schools)).Select(group => group.Id).ToList();
        var kept = new Kept
        {
            Entities = emptied.Keys.Concat(persons.Where(id => !there.Contains(id))).Concat(groups).ToHashSet(),
            Ties = persons.Where(there.Contains).ToHashSet(),
        };
        return new BrakeVerdict([.. emptied.Select(school => new Hold(HoldCause.EmptiedSchool, school.Key, school.Value))], kept);
    }

    /// <summary>Schools that nobody is tied to any more, with how many were.</summary>
    private static Dictionary<Guid, int> EmptiedSchools(Roster before, Roster next)
    {
        var counts = new Dictionary<Guid, int>();
        foreach (var school in before.Persons.SelectMany(person => person.Schools))
            counts[school] = counts.GetValueOrDefault(school) + 1;
        foreach (var school in next.Persons.SelectMany(person => person.Schools)) counts.Remove(school);
        return counts.Where(pair => pair.Value >= SmallestSchool).ToDictionary();
    }
}
