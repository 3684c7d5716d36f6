namespace Skolsynk.Rosters;

/// <summary>How much may be lost without being asked for: a share of what there is, and a floor below which the share does not matter.</summary>
/// <param name="Percent">Of what there was when the window began.</param>
/// <param name="Floor">Fewer than this never pass the limit.</param>
public sealed record Limit(int Percent, int Floor)
{
    /// <summary>More than the share, and at least the floor.</summary>
    public bool IsPassed(int lost, int of) => lost >= Floor && lost * 100L > (long)Percent * of;

    /// <summary>The share or more, and at least the floor.</summary>
    public bool IsReached(int lost, int of) => lost >= Floor && lost * 100L >= (long)Percent * of;
}

/// <summary>The limits of both brakes for one tenant. Everything but <see cref="PersonsInDay"/> is counted over seven days.</summary>
public sealed record BrakeLimits
{
    public static readonly BrakeLimits Default = new();

    public Limit PersonsInDay { get; init; } = new(2, 20);

    public Limit PersonsInWeek { get; init; } = new(5, 20);

    public Limit Groups { get; init; } = new(10, 10);

    /// <summary>Persons of one school.</summary>
    public Limit School { get; init; } = new(10, 10);

    /// <summary>Members of one group; reached, not passed: half of a class is too many.</summary>
    public Limit Class { get; init; } = new(50, 10);
}
