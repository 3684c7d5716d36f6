using System.Collections.Concurrent;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Storms;

/// <summary>
/// Real processes that are killed, on real databases that go away: 20 here, 200 with <c>tests/storms SEED COUNT</c>
/// (<c>SKOLSYNK_REAL_STORM_SEED</c>, <c>SKOLSYNK_REAL_STORMS</c>).
/// </summary>
[Trait("Invariant", "5")]
public sealed class RealStormTests(PostgresServer server, ITestOutputHelper output)
{
    [Fact]
    public async Task After_twenty_real_storms_the_supplier_holds_exactly_the_scope()
    {
        var (first, count) = (Number("SKOLSYNK_REAL_STORM_SEED", 1), Number("SKOLSYNK_REAL_STORMS", 20));
        var wrong = new ConcurrentQueue<string>();
        // They wait most of the time: a lease runs out after 10 s, and what was in flight may last 45 s.
        var options = new ParallelOptions { MaxDegreeOfParallelism = 10, CancellationToken = TestContext.Current.CancellationToken };
        await Parallel.ForEachAsync(Enumerable.Range(first, count), options, async (seed, cancellation) =>
        {
            var storm = new RealStorm(seed, server);
            try
            {
                await storm.Run(cancellation);
            }
            catch (Exception failure)
            {
                wrong.Enqueue($"{storm}: {failure}");
            }
        });
        output.WriteLine($"{count} real storms, {wrong.Count} wrong");
        Assert.Empty(wrong);
    }

    private static int Number(string variable, int fallback) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), out var number) ? number : fallback;
}
