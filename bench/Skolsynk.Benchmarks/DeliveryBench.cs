using System.Diagnostics;
using System.Globalization;
using Skolsynk.Deliveries;
using Skolsynk.Source;

namespace Skolsynk.Benchmarks;

/// <summary>
/// First deliveries with durable receipts, from the lane's lease to its last commit (reading the roster, numbering and rendering
/// included), against the same delivery without any: the roster read, scoped, rendered and sent by the same senders; round by round side by
/// side. The sending alone, of bodies that were rendered before, stands beside it.
/// </summary>
internal static class DeliveryBench
{
    private const int Latency = 20;

    public static async Task Run(BenchArguments arguments, BenchDatabases databases, Report report)
    {
        foreach (var size in arguments.Sizes)
        {
            await using var sandbox = await SandboxProcess.Start(size);
            using var town = await Town.Of(sandbox);
            var (snapshot, cost) = await town.Read();
            Task<ReadOutcome> Read() => Task.FromResult<ReadOutcome>(new ReadOutcome.Complete(snapshot, cost));
            foreach (var engine in arguments.Engines)
            {
                var bench = new Bench(sandbox, town, () => databases.New(engine), Read);
                var bodies = await bench.Bodies();
                report.Say($"{engine}: {bodies.Count} resources");
                await bench.Round(bodies);
                foreach (var figure in await AtOnce(bench, bodies, engine, arguments.Rounds))
                    report.Add(figure);
                if (size == TownSize.Medium)
                    report.Add(await WithLatency(bench, bodies, engine, arguments.Rounds));
            }
        }
    }

    private static async Task<Figure[]> AtOnce(Bench bench, IReadOnlyList<Delivery> bodies, Engine engine, int rounds)
    {
        var rates = await bench.Rounds(bodies, rounds);
        var figure = new Figure($"first delivery, {bodies.Count} resources, 0 ms", engine.ToString(),
            $"{PerSecond(rates.Select(round => round.Receipts))} ({Seconds(bodies.Count, rates.Select(round => round.Receipts))})",
            $"{PerSecond(rates.Select(round => round.Raw))} without receipts", Median.Of(rates.Select(round => round.Receipts / round.Raw)),
            new Goal(0.5, AtLeast: true));
        return
        [
            figure,
            figure with
            {
                What = "the same against sending alone",
                Limit = $"{PerSecond(rates.Select(round => round.Sending))} of bodies rendered before",
                Ratio = Median.Of(rates.Select(round => round.Receipts / round.Sending)),
                Goal = null,
            },
        ];
    }

    private static async Task<Figure> WithLatency(Bench bench, IReadOnlyList<Delivery> bodies, Engine engine, int rounds)
    {
        await bench.Sandbox.SlowReceiver(Latency);
        var rates = await bench.Rounds(bodies, rounds);
        await bench.Sandbox.SlowReceiver(0);
        var most = Stage.Profile.Parallelism * 1000.0 / Latency;
        return new Figure($"first delivery, {bodies.Count} resources, {Latency} ms, {Stage.Profile.Parallelism} in flight", engine.ToString(),
            PerSecond(rates.Select(round => round.Receipts)),
            $"{PerSecond([most])} in flight / latency; {PerSecond(rates.Select(round => round.Raw))} without receipts",
            Median.Of(rates.Select(round => round.Receipts)) / most, new Goal(0.75, AtLeast: true));
    }

    private static string PerSecond(IEnumerable<double> rates) => Median.Of(rates).ToString("#,0", CultureInfo.InvariantCulture) + "/s";

    private static string Seconds(int count, IEnumerable<double> rates) =>
        Median.Of(rates.Select(rate => count / rate)).ToString("0.00", CultureInfo.InvariantCulture) + " s";

    /// <param name="Raw">Read, scoped, rendered and sent, without receipts.</param>
    /// <param name="Sending">Only sent.</param>
    /// <param name="Receipts">The delivery as it is.</param>
    private readonly record struct Rates(double Raw, double Sending, double Receipts);

    private sealed record Bench(SandboxProcess Sandbox, Town Town, Func<Task<BenchDatabase>> NewDatabase, Func<Task<ReadOutcome>> Read)
    {
        public async Task<IReadOnlyList<Delivery>> Bodies()
        {
            await using var stage = await Filled();
            return RawSender.Bodies(await stage.Scope());
        }

        public async Task<List<Rates>> Rounds(IReadOnlyList<Delivery> bodies, int rounds)
        {
            var rates = new List<Rates>();
            while (rates.Count < rounds)
                rates.Add(await Round(bodies));
            return rates;
        }

        public async Task<Rates> Round(IReadOnlyList<Delivery> bodies)
        {
            await using var stage = await Filled();
            await Sandbox.EmptyReceiver();
            var watch = Stopwatch.StartNew();
            var rendered = RawSender.Bodies(await stage.Scope());
            var sending = await RawSender.Rate(rendered, Stage.ReceiverOf(Town));
            var raw = rendered.Count / watch.Elapsed.TotalSeconds;
            await Sandbox.EmptyReceiver();
            GC.Collect();
            watch.Restart();
            var pass = await stage.Deliver();
            var receipts = bodies.Count / watch.Elapsed.TotalSeconds;
            return pass is { End: PassEnd.Done, Refused: 0 } && pass.Confirmed == bodies.Count
                ? new Rates(raw, sending, receipts)
                : throw new InvalidOperationException($"The delivery did not end well: {pass}");
        }

        private async Task<Stage> Filled()
        {
            var stage = await Stage.Create(await NewDatabase(), Town, Read);
            await stage.Sync();
            return stage;
        }
    }
}
