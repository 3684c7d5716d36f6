using CsCheck;
using Skolsynk.Deliveries;

namespace Skolsynk.Tests.Deliveries;

public sealed class BackoffTests
{
    private static readonly Gen<double> Jitter = Gen.Double[0, 0.999_999];

    [Theory, InlineData(1, 1), InlineData(2, 2), InlineData(5, 16), InlineData(9, 256), InlineData(10, 300), InlineData(1_000, 300)]
    public void A_lane_waits_twice_as_long_for_each_miss_and_at_most_five_minutes(int misses, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), Backoff.Lane(misses, 0.5));

    [Theory, InlineData(1, 1), InlineData(3, 4), InlineData(6, 30), InlineData(int.MaxValue, 30)]
    public void A_connection_waits_at_most_half_an_hour(int tries, int minutes) =>
        Assert.Equal(TimeSpan.FromMinutes(minutes), Backoff.Connection(tries, 0.5));

    [Fact]
    public void Jitter_moves_a_wait_by_a_quarter_at_most() => Gen.Select(Gen.Int[1, 50], Jitter).Sample((tries, jitter) =>
        Math.Abs(Backoff.Lane(tries, jitter) / Backoff.Lane(tries, 0.5) - 1) <= 0.2500001
        && Math.Abs(Backoff.Connection(tries, jitter) / Backoff.Connection(tries, 0.5) - 1) <= 0.2500001);

    [Fact]
    public void A_refusal_is_due_at_each_hourly_pass_of_the_first_day_and_then_daily() => Gen.Select(Gen.Int[1, 100], Jitter).Sample((tries, jitter) =>
    {
        var wait = Backoff.Refused(tries, jitter);
        return tries <= 24 ? wait > TimeSpan.FromMinutes(45) && wait < TimeSpan.FromHours(1)
            : wait >= TimeSpan.FromHours(23) && wait < TimeSpan.FromHours(24);
    });
}
