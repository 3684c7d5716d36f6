using System.Diagnostics;
using System.Text.RegularExpressions;

namespace Skolsynk.Benchmarks;

/// <summary>
/// How long a person who is marked as protected is still known to a supplier while a first delivery at 20 requests a second is running: from
/// the mark to the last supplier's 2xx for her delete and for the last group that named her. Once while persons are being sent, once while
/// groups are.
/// </summary>
internal static partial class MarkBench
{
    private const double Rate = 20;
    private const int Goal = 60;

    public static async Task Run(BenchArguments arguments, BenchDatabases databases, Report report)
    {
        foreach (var size in arguments.Sizes)
        {
            await using var sandbox = await SandboxProcess.Start(size);
            await using var other = await SandboxProcess.Start(new TownSize("small", ""));
            using var town = await Town.Of(sandbox);
            foreach (var engine in arguments.Engines)
            {
                await sandbox.EmptyReceiver();
                await other.EmptyReceiver();
                await using var stage = new MarkStage((await databases.New(engine)).Database);
                await stage.Fill(town, [new Uri(sandbox.BaseUri, "scim/bench"), new Uri(other.BaseUri, "scim/bench")], Rate);
                stage.Serve();
                await Measure(stage, engine, size, report);
            }
        }
    }

    private static async Task Measure(MarkStage stage, Engine engine, TownSize size, Report report)
    {
        var marked = new List<Guid>();
        await Until(stage, supplier => supplier.Users.Count >= 200);
        report.Add(Figure("persons", await Gone(stage, marked, KnownToMost(stage, supplier => supplier.Users.Keys))));
        await stage.SetRate(null);
        await Until(stage, supplier => supplier.Groups.Count >= 100);
        await stage.SetRate(Rate);
        await Task.Delay(TimeSpan.FromSeconds(5));
        report.Add(Figure("groups", await Gone(stage, marked, KnownToMost(stage, InGroups))));

        Figure Figure(string what, TimeSpan took) => new($"marked while {what} of {size.Resources} resources are sent at {Rate}/s to two suppliers", engine.ToString(),
            FormattableString.Invariant($"{took.TotalSeconds:0.0} s"), "", null, new Goal(Goal, AtLeast: false, " s", took.TotalSeconds));
    }

    /// <summary>Marks her; how long it takes until no supplier knows her.</summary>
    private static async Task<TimeSpan> Gone(MarkStage stage, List<Guid> marked, Guid person)
    {
        marked.Add(person);
        var watch = Stopwatch.StartNew();
        await stage.Mark(marked);
        while (stage.Suppliers.Values.Any(supplier => supplier.Knows(person)))
        {
            await Task.Delay(50);
            if (watch.Elapsed > TimeSpan.FromMinutes(10))
                throw new InvalidOperationException("A marked person is still known to a supplier after ten minutes.");
        }
        return watch.Elapsed;
    }

    /// <summary>
    /// Somebody whom as many suppliers as possible know in this way. All of them only by luck: where nothing asks for an order PostgreSQL
    /// lets one scan begin where another is, so that two suppliers are sent their first hundreds from different ends of the town.
    /// </summary>
    private static Guid KnownToMost(MarkStage stage, Func<Accepted, IEnumerable<string>> names) =>
        Guid.Parse(stage.Suppliers.Values.SelectMany(supplier => names(supplier).Distinct()).CountBy(id => id).MaxBy(one => one.Value).Key);

    private static IEnumerable<string> InGroups(Accepted supplier) =>
        supplier.Groups.Values.SelectMany(body => Guids().Matches(System.Text.Encoding.UTF8.GetString(body)).Select(one => one.Value)).Where(supplier.Users.ContainsKey);

    [GeneratedRegex("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")]
    private static partial Regex Guids();

    private static async Task Until(MarkStage stage, Func<Accepted, bool> so)
    {
        while (!stage.Suppliers.Values.All(so))
            await Task.Delay(200);
    }
}
