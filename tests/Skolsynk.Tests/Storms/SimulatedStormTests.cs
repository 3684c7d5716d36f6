using System.Collections.Concurrent;
using System.Diagnostics;
using Skolsynk.Data;

namespace Skolsynk.Tests.Storms;

/// <summary>
/// Whatever dies whenever: nothing is lost, nothing is left behind, nobody comes back (invariant 5). 500 histories of 20 combinations, as with
/// <c>tests/storms --simulated</c>; <c>SKOLSYNK_STORM_SEED</c> and <c>SKOLSYNK_STORMS</c> say from which seed on, and how many.
/// </summary>
[Trait("Invariant", "5")]
public sealed class SimulatedStormTests
{
    private const int Histories = 500;
    private const int Combinations = 20;

    /// <summary>The one that simulated processes do not come to by themselves; see <see cref="LeaseTests"/>.</summary>
    private const Step ByTimer = Step.LeaseLost;

    private readonly ITestOutputHelper output;

    public SimulatedStormTests(ITestOutputHelper output)
    {
        this.output = output;
        // A frozen process keeps its threads, as a stopped one does.
        ThreadPool.SetMinThreads(32, 32);
    }

    [Fact]
    public async Task Whatever_combination_of_crashes_and_changes_ends_in_step()
    {
        var (first, count) = (Number("SKOLSYNK_STORM_SEED", 1), Number("SKOLSYNK_STORMS", Histories));
        var watch = Stopwatch.StartNew();
        var struck = 0;
        await All(Enumerable.Range(first, count), async seed =>
        {
            await using var storm = new Storm(seed);
            await storm.Run(Combinations);
            Interlocked.Add(ref struck, storm.Struck);
        });
        output.WriteLine($"{count * Combinations} combinations, {struck} blows, {watch.Elapsed.TotalSeconds:F1} s");
        Assert.InRange(struck, count * Combinations / 2, int.MaxValue);
    }

    [Fact]
    public async Task A_crash_at_any_single_passing_of_any_step_ends_in_step()
    {
        var blows = await Blows(crash => crash.Live());
        var endings = await Blows(crash => crash.End());
        Assert.All(Enum.GetValues<Step>().Where(step => step is not ByTimer), step => Assert.Contains(blows.Concat(endings), blow => blow.At == (Place)step));
        var watch = Stopwatch.StartNew();
        var wrong = new ConcurrentQueue<string>();
        async Task Run(Blow blow, Func<SingleCrash, Task> script)
        {
            await using var crash = new SingleCrash(blow);
            try
            {
                await script(crash);
            }
            catch (Exception failure)
            {
                wrong.Enqueue($"{blow}: {failure}");
            }
        }

        await All(blows, blow => Run(blow, crash => crash.Live()));
        await All(endings, blow => Run(blow, crash => crash.End()));
        output.WriteLine($"{blows.Count + endings.Count} single crashes, {watch.Elapsed.TotalSeconds:F1} s");
        Assert.Empty(wrong);
    }

    /// <summary>That the storms can fail: without the rows that tell what was in flight, or without waiting for it, orphans stay.</summary>
    [Theory, InlineData(Mutant.WithoutWindows), InlineData(Mutant.WithoutWaiting)]
    internal async Task Storms_find_what_is_missing(Mutant mutant)
    {
        var (found, tried) = (0, 0);
        await All(Enumerable.Range(1, 200), async seed =>
        {
            if (Volatile.Read(ref found) > 0)
                return;
            Interlocked.Increment(ref tried);
            await using var storm = new Storm(seed, mutant);
            try
            {
                await storm.Run(Combinations);
            }
            catch (StormException)
            {
                Interlocked.Increment(ref found);
            }
        });
        output.WriteLine($"{mutant}: the first of {tried} histories that ends wrong");
        Assert.True(found > 0);
    }

    /// <summary>One for each passing of each step that there is.</summary>
    private static async Task<List<Blow>> Blows(Func<SingleCrash, Task> script)
    {
        await using var whole = new SingleCrash(null);
        await script(whole);
        return
        [
            .. Enum.GetValues<Step>().Where(step => step is not ByTimer)
                .SelectMany(step => Enumerable.Range(1, whole.Passings[(Place)step]).Select(nth => new Blow((Place)step, nth, Strike.Dies))),
        ];
    }

    private static int Number(string variable, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : fallback;

    private static Task All<T>(IEnumerable<T> of, Func<T, Task> work) => Parallel.ForEachAsync(
        of, new ParallelOptions { MaxDegreeOfParallelism = Environment.ProcessorCount }, async (one, _) => await work(one));
}
