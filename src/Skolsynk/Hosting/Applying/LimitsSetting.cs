using Skolsynk.Hosting.Settings;
using Skolsynk.Rosters;

namespace Skolsynk.Hosting.Applying;

/// <summary>The limits of a tenant's brakes. A limit that the file does not name is as it was; JSON's null means the usual ones.</summary>
internal static class LimitsSetting
{
    private const string Name = "brake";

    private static readonly IReadOnlyList<(string Name, Func<BrakeLimits, Limit> Get, Func<BrakeLimits, Limit, BrakeLimits> Set)> All =
    [
        ("personsInDay", l => l.PersonsInDay, (l, v) => l with { PersonsInDay = v }),
        ("personsInWeek", l => l.PersonsInWeek, (l, v) => l with { PersonsInWeek = v }),
        ("groups", l => l.Groups, (l, v) => l with { Groups = v }),
        ("school", l => l.School, (l, v) => l with { School = v }),
        ("class", l => l.Class, (l, v) => l with { Class = v }),
    ];

    public static Setting<TenantState> OfTenant { get; } = new(Name,
        (tenant, reader) => reader.IsCleared(Name) ? tenant with { BrakeLimits = null }
            : reader.Object(Name) is { } limits ? tenant with { BrakeLimits = Read(tenant.BrakeLimits ?? BrakeLimits.Default, limits) } : tenant,
        tenant => tenant.BrakeLimits is { } limits ? [.. All.Select(one => Shown(one.Name, one.Get(limits)))] : []);

    private static BrakeLimits Read(BrakeLimits limits, ObjectReader reader)
    {
        foreach (var (name, get, set) in All)
        {
            if (reader.Object(name) is not { } limit)
                continue;
            var before = get(limits);
            limits = set(limits, new Limit(limit.Whole("percent", 1, 100) ?? before.Percent, limit.Whole("floor", 1, 1_000_000) ?? before.Floor));
            limit.Done();
        }
        reader.Done();
        return limits;
    }

    private static string Shown(string name, Limit limit) => $"{name} {limit.Percent} % och minst {limit.Floor}";
}
