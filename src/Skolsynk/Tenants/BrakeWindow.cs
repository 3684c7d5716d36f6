using Skolsynk.Rosters;

namespace Skolsynk.Tenants;

/// <summary>A declared time, such as the change of school year, in which the brakes have other limits. It ends by itself.</summary>
/// <param name="From">The first day.</param>
/// <param name="To">The last day, included.</param>
public sealed record BrakeWindow(DateOnly From, DateOnly To, BrakeLimits Limits)
{
    /// <summary>No window is longer.</summary>
    public const int MostDays = 100;

    /// <param name="now">Unix milliseconds; days are counted in UTC.</param>
    public bool Covers(long now) => DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(now).UtcDateTime) is var day && day >= From && day <= To;
}
