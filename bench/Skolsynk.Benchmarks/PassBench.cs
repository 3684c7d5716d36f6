using System.Diagnostics;
using System.Globalization;
using Skolsynk.Deliveries;
using Skolsynk.Rosters;
using Skolsynk.Source;
using Skolsynk.Sync;

namespace Skolsynk.Benchmarks;

/// <summary>
/// What an ordinary hour costs: a sync run over recorded pages and a round over the lane, with nothing changed; against parsing the
/// same pages and comparing with what is stored, measured alone.
/// </summary>
internal static class PassBench
{
    public static async Task Run(BenchArguments arguments, BenchDatabases databases, Report report)
    {
        await using var sandbox = await SandboxProcess.Start(TownSize.Large);
        using var pages = new RecordedPages();
        using var town = await Town.Of(sandbox, pages);
        await town.Read();
        pages.Replaying = true;
        report.Say($"recorded: {pages.All.Count} pages, {pages.Bytes / 1e6:0.0} MB");
        foreach (var engine in arguments.Engines)
        {
            await sandbox.EmptyReceiver();
            await using var stage = await Stage.Create(await databases.New(engine), town, Read);
            await stage.Sync();
            await stage.Deliver();
            await Measure(stage, town, pages, engine, arguments.Rounds, report);
            report.Add(await PassMemory.Measure(stage, sandbox, engine));
        }

        Task<ReadOutcome> Read() =>
            town.Reader.Read(new GraphTenant(town.EntraTenantId, ReadBudget.Confirmed), null, CancellationToken.None);
    }

    private static async Task Measure(Stage stage, Town town, RecordedPages pages, Engine engine, int rounds, Report report)
    {
        var all = pages.All;
        var settings = new RosterSettings { EntraTenantId = town.EntraTenantId };
        var roster = Normalise.Roster((await town.Read()).Snapshot, settings).Roster;
        List<Cost> parse = [], compare = [], fetch = [], pass = [], daily = [];
        for (var round = -1; round < rounds; round++)
        {
            var costs = new[]
            {
                await Cost.Of(() => Task.FromResult(RawParse.All(all))),
                await Cost.Of(async () => Changes.Between((await stage.LoadIndex()).Index, roster)),
                await Cost.Of(() => pages.Fetch(town.Options.InFlightPerTenant)),
                await Cost.Of(() => Quiet(stage, PassEnd.Skipped)),
            };
            await stage.DueForItsDailyPass();
            var looked = await Cost.Of(() => Quiet(stage, PassEnd.Done));
            if (round < 0)
                continue;
            parse.Add(costs[0]);
            compare.Add(costs[1]);
            fetch.Add(costs[2]);
            pass.Add(costs[3].Without(costs[2]));
            daily.Add(looked.Without(costs[2]));
        }

        var limit = parse.Zip(compare, (a, b) => new Cost(a.Wall + b.Wall, a.Cpu + b.Cpu)).ToList();
        report.Say($"taken off each pass: {Text(fetch)} that the recorded source takes by itself");
        report.Add(Row("pass with nothing changed, wall", engine, pass, limit, cost => cost.Wall, Alone(cost => cost.Wall), new Goal(2, AtLeast: false)));
        report.Add(Row("the same, CPU", engine, pass, limit, cost => cost.Cpu, Alone(cost => cost.Cpu), null));
        report.Add(Row("the daily pass that skips nothing, wall", engine, daily, limit, cost => cost.Wall, Alone(cost => cost.Wall), null));

        string Alone(Func<Cost, double> of) =>
            $"{Median.Of(limit.Select(of)):0} ms = parse {Median.Of(parse.Select(of)):0} + compare {Median.Of(compare.Select(of)):0}";
    }

    private static async Task<PassResult> Quiet(Stage stage, PassEnd end)
    {
        if (await stage.Sync() is not SyncResult.NothingChanged)
            throw new InvalidOperationException("Something changed.");
        var pass = await stage.Deliver();
        return pass.End == end && pass.Confirmed == 0 ? pass : throw new InvalidOperationException($"The pass was not quiet: {pass}");
    }

    private static Figure Row(string what, Engine engine, List<Cost> costs, List<Cost> limits, Func<Cost, double> of, string alone, Goal? goal) => new(
        what, engine.ToString(), $"{Median.Of(costs.Select(of)):0} ms", alone, Median.Of(costs.Zip(limits, (cost, limit) => of(cost) / of(limit))), goal);

    private static string Text(List<Cost> costs) => string.Create(CultureInfo.InvariantCulture, $"{Median.Of(costs.Select(cost => cost.Wall)):0} ms");

    /// <summary>Milliseconds.</summary>
    private readonly record struct Cost(double Wall, double Cpu)
    {
        public Cost Without(Cost other) => new(Wall - other.Wall, Cpu - other.Cpu);

        public static async Task<Cost> Of<T>(Func<Task<T>> work)
        {
            GC.Collect();
            var cpu = Process.GetCurrentProcess().TotalProcessorTime;
            var watch = Stopwatch.StartNew();
            await work();
            var wall = watch.Elapsed.TotalMilliseconds;
            return new Cost(wall, (Process.GetCurrentProcess().TotalProcessorTime - cpu).TotalMilliseconds);
        }
    }
}
