using CsCheck;
using Skolsynk.Deliveries;

namespace Skolsynk.Tests.Deliveries;

public sealed class TokenBucketTests
{
    private static readonly Gen<double> Rate = Gen.OneOf(Gen.Double[0.2, 5], Gen.Double[5, 50], Gen.Int[1, 300].Select(rate => (double)rate));

    [Fact]
    public void Never_more_than_the_declared_rate_leaves_in_any_second() =>
        Gen.Select(Rate, Gen.Double[0, 0.4].Array[1, 400]).Sample((rate, pauses) => MostInASecond(Taken(rate, 5_000, pauses)) <= Math.Ceiling(rate));

    [Fact]
    public void Two_holders_in_a_row_keep_to_the_rate_together() => Gen.Select(Gen.Int[1, 300], Gen.Double[0.1, 3]).Sample((rate, handOver) =>
    {
        var first = Taken(rate, 1_000, []).TakeWhile(at => at < 1_000 + handOver).ToList();
        var second = Taken(rate, first.LastOrDefault(1_000 + handOver), []).ToList();
        return MostInASecond([.. first, .. second]) <= rate;
    });

    [Fact]
    public void A_waiting_sender_gets_nine_tenths_of_the_rate() => Gen.Int[1, 300].Sample(rate =>
    {
        var taken = Taken(rate, 0, []).TakeWhile(at => at <= 10).Count();
        return taken >= Math.Floor(9.0 * rate) - 1;
    });

    /// <summary>When 4,000 eager senders in a row got their tokens; pauses are spread among the first.</summary>
    private static List<double> Taken(double rate, double now, double[] pauses)
    {
        var bucket = new TokenBucket(rate);
        var taken = new List<double>();
        for (var i = 0; i < Math.Max(100, rate * 12); i++)
        {
            now += i < pauses.Length && i % 3 == 0 ? pauses[i] : 0;
            while (!bucket.TryTake(now, out var wait))
                now += Math.Max(wait.TotalSeconds, 1e-7);
            taken.Add(now);
        }
        return taken;
    }

    private static int MostInASecond(List<double> taken)
    {
        var (most, from) = (0, 0);
        for (var to = 0; to < taken.Count; to++)
        {
            while (taken[to] - taken[from] >= 1 - 1e-9)
                from++;
            most = Math.Max(most, to - from + 1);
        }
        return most;
    }
}
