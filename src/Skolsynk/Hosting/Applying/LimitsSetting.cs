using System.Globalization;
using Skolsynk.Hosting.Settings;
using Skolsynk.Rosters;
using Skolsynk.Tenants;

namespace Skolsynk.Hosting.Applying;

/// <summary>The limits of a tenant's brakes. A limit that the file does not name is as it was; JSON's null means the usual ones.</summary>
internal static class LimitsSetting
{
    private const string Name = "brake";
    private const string WindowName = "brakeWindow";

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

    /// <summary>A declared time with limits of its own: <c>from</c>, <c>to</c> (both days included) and the limits; those that are not named are the usual ones.</summary>
    public static Setting<TenantState> Window { get; } = new(WindowName,
        (tenant, reader) => reader.IsCleared(WindowName) ? tenant with { BrakeWindow = null }
            : reader.Object(WindowName) is { } window ? tenant with { BrakeWindow = WindowOf(window) ?? tenant.BrakeWindow } : tenant,
        tenant => tenant.BrakeWindow is { } window
            ? [$"{window.From:yyyy-MM-dd} till {window.To:yyyy-MM-dd}", .. All.Select(one => Shown(one.Name, one.Get(window.Limits)))] : []);

    private static BrakeWindow? WindowOf(ObjectReader reader)
    {
        var (from, to) = (Day(reader, "from"), Day(reader, "to"));
        var limits = Read(BrakeLimits.Default, reader);
        if (from is not { } first || to is not { } last)
            return null;
        if (last < first || last.DayNumber - first.DayNumber >= BrakeWindow.MostDays)
            reader.Note(reader.Node, $"”to” ska vara samma dag som ”from” eller senare, och perioden högst {BrakeWindow.MostDays} dagar.");
        return new BrakeWindow(first, last, limits);
    }

    private static DateOnly? Day(ObjectReader reader, string name)
    {
        if (reader.Text(name) is not { } text)
        {
            if (reader.Member(name) is null)
                reader.Missing(name, "en dag, till exempel 2027-06-10.");
            return null;
        }
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            return day;
        reader.Note(reader.Member(name)!, $"”{text}” är ingen dag. Skriv den som 2027-06-10.");
        return null;
    }

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
