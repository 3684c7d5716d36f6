using Skolsynk.Portal.Frame;
using Skolsynk.Rosters;

namespace Skolsynk.Portal.Reviews;

/// <summary>A limit of the brakes as an administrator reads and changes it.</summary>
/// <param name="Key">Its name in forms.</param>
/// <param name="Reached">The share itself is too much, not only more than it.</param>
internal sealed record GuardLimit(
    string Key, string Trigger, string Window, HoldCause Cause, Func<BrakeLimits, Limit> Get, Func<BrakeLimits, Limit, BrakeLimits> Set, bool Reached = false)
{
    public const int MostPercent = 99;

    public const int HighestFloor = 1000;

    public static readonly IReadOnlyList<GuardLimit> All =
    [
        new("day", "Ovanligt många personer försvinner", "24 timmar", HoldCause.Persons, l => l.PersonsInDay, (l, v) => l with { PersonsInDay = v }),
        new("week", "Ovanligt många personer försvinner", "7 dygn", HoldCause.Persons, l => l.PersonsInWeek, (l, v) => l with { PersonsInWeek = v }),
        new("groups", "Ovanligt många grupper försvinner", "7 dygn", HoldCause.Groups, l => l.Groups, (l, v) => l with { Groups = v }),
        new("school", "En skola tappar många personer", "7 dygn", HoldCause.School, l => l.School, (l, v) => l with { School = v }),
        new("class", "En klass tappar många personer", "7 dygn", HoldCause.Class, l => l.Class, (l, v) => l with { Class = v }, Reached: true),
    ];

    /// <summary>What is always held, however few it concerns.</summary>
    public static readonly IReadOnlyList<(string Trigger, HoldCause Cause)> Always =
    [
        ("En skola är tom i Microsoft 365", HoldCause.EmptiedSchool),
        ("En adress har bytt konto", HoldCause.Succession),
        ("Läsningen var tom", HoldCause.EmptySource),
    ];

    /// <summary>It lets more through.</summary>
    public static bool IsHigher(Limit wanted, Limit now) => wanted.Percent > now.Percent || wanted.Floor > now.Floor;

    /// <summary>All limits in words, for the audit log.</summary>
    public static string Words(BrakeLimits limits) => string.Join("; ", All.Select(one => one.Get(limits) is var limit ? $"{one.Trigger} ({one.Window}): {limit.Percent} %, minst {Text.Number(limit.Floor)}" : ""));

    /// <summary>Stands for the limits that a page showed.</summary>
    public static string Seen(BrakeLimits limits) => string.Join('.', All.Select(one => one.Get(limits) is var limit ? $"{limit.Percent}-{limit.Floor}" : ""));
}
