namespace Skolsynk.Rosters;

/// <summary>Why a brake holds something; the numbers are kept in the database and never change.</summary>
public enum HoldCause : short
{
    /// <summary>The source shows neither schools nor persons.</summary>
    EmptySource = 1,

    /// <summary>A school lost all its persons at once.</summary>
    EmptiedSchool = 2,

    /// <summary>New accounts have taken over user names or mail addresses.</summary>
    Succession = 3,

    /// <summary>A school loses unusually many of its persons.</summary>
    School = 4,

    /// <summary>Half of a class leaves it.</summary>
    Class = 5,

    /// <summary>Unusually many persons are removed.</summary>
    Persons = 6,

    /// <summary>Unusually many groups are removed.</summary>
    Groups = 7,
}

/// <summary>Cause and place of a hold: there is one open hold of each.</summary>
/// <param name="Of">The school or group that it is about; empty: the whole tenant or connection.</param>
public readonly record struct HoldPlace(HoldCause Cause, Guid Of = default);

/// <summary>What a brake has set aside for one cause. It is not applied until a person says so.</summary>
public sealed record Hold(HoldPlace Place, IReadOnlyList<Loss> Losses)
{
    public HoldCause Cause => Place.Cause;

    /// <summary>How many persons would lose something.</summary>
    public int Persons => Losses.Where(loss => loss.Kind == EntityKind.Person).Select(loss => loss.Id).Distinct().Count();
}

/// <summary>What a brake remembers: what waits, what people have decided, and what was let through by the limits.</summary>
public sealed record BrakeMemory
{
    public static readonly BrakeMemory Empty = new();

    /// <summary>What stands in an open hold. It stays there until a person decides or it is no longer lost, whatever the limits say.</summary>
    public IReadOnlyDictionary<Loss, HoldPlace> Waiting { get; init; } = new Dictionary<Loss, HoldPlace>();

    /// <summary>Approved: applied, and not counted.</summary>
    public IReadOnlySet<Loss> Approved { get; init; } = new HashSet<Loss>();

    /// <summary>Kept until a date: neither applied nor held, and not counted.</summary>
    public IReadOnlySet<Loss> Kept { get; init; } = new HashSet<Loss>();

    /// <summary>Let through by the limits in the last 24 hours; what was approved is not among it.</summary>
    public IReadOnlySet<Loss> LastDay { get; init; } = new HashSet<Loss>();

    /// <summary>The same of the last seven days.</summary>
    public IReadOnlySet<Loss> LastWeek { get; init; } = new HashSet<Loss>();
}
