using System.Diagnostics;
using System.Globalization;
using Skolsynk.Source;

namespace Skolsynk.Benchmarks;

/// <summary>
/// How long the pages of the portal take with a big municipality that is in full swing: everything is delivered, and a school that has emptied
/// waits in a review. Every page that a link leads to from the start page is asked for, as its administrator and over loopback.
/// </summary>
internal static class PageBench
{
    /// <summary>Milliseconds that a page may take.</summary>
    private const int Most = 200;

    /// <summary>Addresses of one pattern that are asked for, and how often each.</summary>
    private const int Alike = 3, Times = 7;

    public static async Task Run(BenchArguments arguments, BenchDatabases databases, Report report)
    {
        foreach (var size in arguments.Sizes)
        {
            await using var sandbox = await SandboxProcess.Start(size);
            using var town = await Town.Of(sandbox);
            var (whole, cost) = await town.Read();
            foreach (var engine in arguments.Engines)
            {
                await sandbox.EmptyReceiver();
                var now = whole;
                await using var stage = await Stage.Create(await databases.New(engine), town, () => Task.FromResult<ReadOutcome>(new ReadOutcome.Complete(now, cost)));
                await stage.Sync();
                await stage.Deliver();
                now = Emptied(whole);
                await stage.Sync();
                // As a server does by itself within a minute of so much that is new.
                if (engine is Engine.Postgres)
                    await stage.Database.Write(session => session.Execute("ANALYZE"));
                await using var portal = await PortalVisit.Begin(stage.Database, town);
                await Walk(portal, engine, size, report);
            }
        }
    }

    /// <summary>The school with the most persons has none any more.</summary>
    private static SourceSnapshot Emptied(SourceSnapshot whole)
    {
        var biggest = whole.UsersBySchool.MaxBy(school => school.Value.Count).Key;
        return whole with { UsersBySchool = whole.UsersBySchool.ToDictionary(one => one.Key, one => one.Key == biggest ? [] : one.Value) };
    }

    private static async Task Walk(PortalVisit portal, Engine engine, TownSize size, Report report)
    {
        var todo = new Queue<string>(["/home", await portal.Search("/people", "Anna"), await portal.Search("/people", "ingen som heter så"), await portal.Search("/groups", "Matematik")]);
        var seen = new Dictionary<string, List<string>>();
        var took = new Dictionary<string, double>();
        while (todo.TryDequeue(out var address))
        {
            var pattern = PortalVisit.Pattern(address);
            var alike = seen.TryGetValue(pattern, out var known) ? known : seen[pattern] = [];
            if (alike.Contains(address) || alike.Count == Alike)
                continue;
            alike.Add(address);
            // The first time is another matter: counts over everybody are made once for each reading, and code is compiled.
            if (await portal.Page(address) is not { } page)
                continue;
            took[pattern] = Math.Max(took.GetValueOrDefault(pattern), await Median(portal, address));
            foreach (var link in PortalVisit.Links(page))
                todo.Enqueue(link);
            foreach (var filtered in PortalVisit.Choices(page))
                todo.Enqueue($"{address.Split('?')[0]}?{filtered}");
        }
        foreach (var (pattern, milliseconds) in took.OrderByDescending(one => one.Value))
        {
            report.Add(new Figure($"GET {pattern}, {size.Resources} resources", engine.ToString(), string.Create(CultureInfo.InvariantCulture, $"{milliseconds:0} ms"), "", null,
                new Goal(Most, AtLeast: false, " ms", milliseconds)));
        }
    }

    private static async Task<double> Median(PortalVisit portal, string address)
    {
        var times = new List<double>();
        for (var i = 0; i < Times; i++)
        {
            var watch = Stopwatch.StartNew();
            await portal.Page(address);
            times.Add(watch.Elapsed.TotalMilliseconds);
        }
        return Benchmarks.Median.Of(times);
    }
}
