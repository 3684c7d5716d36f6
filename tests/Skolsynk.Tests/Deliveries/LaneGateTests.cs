using Microsoft.Extensions.Time.Testing;
using Skolsynk.Deliveries;

namespace Skolsynk.Tests.Deliveries;

public sealed class LaneGateTests
{
    private readonly FakeTimeProvider clock = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task No_more_are_in_flight_than_the_limit_and_all_get_through()
    {
        var gate = new LaneGate(12, null, TimeProvider.System);
        var (inFlight, most) = (0, 0);
        // So many go at the start of a lane.
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await Parallel.ForEachAsync(Enumerable.Range(0, 3_000), new ParallelOptions { MaxDegreeOfParallelism = 60, CancellationToken = Cancellation },
            async (i, stop) =>
            {
                await gate.Enter((DeliveryClass)(i % 4), i % 5, stop);
                var now = Interlocked.Increment(ref inFlight);
                InterlockedMax(ref most, now);
                if (now == 8)
                    full.TrySetResult();
                await full.Task.WaitAsync(stop);
                await Task.Yield();
                Interlocked.Decrement(ref inFlight);
                if (i % 7 == 0)
                    gate.Left();
                else
                    gate.Answered(Verdict.Confirmed, null);
            });
        Assert.InRange(most, 8, 12);
    }

    [Fact]
    public async Task A_higher_class_waits_only_for_what_is_in_flight()
    {
        var gate = new LaneGate(1, null, clock);
        await gate.Enter(DeliveryClass.FirstDelivery, 1, Cancellation);
        var later = gate.Enter(DeliveryClass.FirstDelivery, 1, Cancellation);
        var urgent = gate.Enter(DeliveryClass.ProtectedRemoval, 2, Cancellation);
        gate.Answered(Verdict.Confirmed, null);
        await urgent;
        Assert.False(later.IsCompleted);
        gate.Answered(Verdict.Confirmed, null);
        await later;
    }

    [Fact]
    public async Task A_lane_that_rests_turns_everybody_away_and_then_lets_one_probe_go()
    {
        var gate = new LaneGate(8, null, clock);
        await gate.Enter(DeliveryClass.Ordinary, 1, Cancellation);
        gate.Answered(Verdict.Unreachable, null);
        var rests = await Assert.ThrowsAsync<LaneRestsException>(() => gate.Enter(DeliveryClass.Ordinary, 2, Cancellation));
        Assert.InRange(rests.Left.TotalSeconds, 0.1, 1.25);

        clock.Advance(TimeSpan.FromSeconds(2));
        var probe = gate.Enter(DeliveryClass.Ordinary, 1, Cancellation);
        var others = Enumerable.Range(0, 3).Select(_ => gate.Enter(DeliveryClass.Ordinary, 2, Cancellation)).ToList();
        await probe;
        Assert.All(others, other => Assert.False(other.IsCompleted));
        gate.Answered(Verdict.Refused, null);
        await Task.WhenAll(others);
        Assert.Equal(TimeSpan.Zero, gate.RestLeft);
    }

    [Fact]
    public async Task A_probe_that_gets_no_answer_sends_the_waiting_away_for_longer()
    {
        var gate = new LaneGate(8, null, clock);
        await gate.Enter(DeliveryClass.Ordinary, 1, Cancellation);
        gate.Answered(Verdict.Unreachable, null);
        clock.Advance(TimeSpan.FromSeconds(2));
        await gate.Enter(DeliveryClass.Ordinary, 1, Cancellation);
        var waiting = gate.Enter(DeliveryClass.Ordinary, 2, Cancellation);
        gate.Answered(Verdict.Unreachable, null);
        await Assert.ThrowsAsync<LaneRestsException>(() => waiting);
        Assert.True(gate.RestLeft > TimeSpan.FromSeconds(1.4));
    }

    [Fact, Trait("Invariant", "6")]
    public async Task An_attempt_that_is_broken_off_on_our_side_makes_no_lane_rest()
    {
        var gate = new LaneGate(8, null, clock);
        await gate.Enter(DeliveryClass.Ordinary, 1, Cancellation);
        gate.Left();
        Assert.Equal(TimeSpan.Zero, gate.RestLeft);
        await gate.Enter(DeliveryClass.Ordinary, 2, Cancellation);
    }

    [Fact]
    public async Task Cancelling_loses_no_place()
    {
        var gate = new LaneGate(1, null, clock);
        await gate.Enter(DeliveryClass.Ordinary, 1, Cancellation);
        using var stop = new CancellationTokenSource();
        var given = Enumerable.Range(0, 5).Select(_ => gate.Enter(DeliveryClass.Ordinary, 1, stop.Token)).ToList();
        var patient = gate.Enter(DeliveryClass.Ordinary, 2, Cancellation);
        await stop.CancelAsync();
        foreach (var one in given)
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        gate.Answered(Verdict.Confirmed, null);
        await patient;
        gate.Answered(Verdict.Confirmed, null);
        await gate.Enter(DeliveryClass.Ordinary, 1, Cancellation);
    }

    [Fact]
    public async Task A_supplier_that_asks_for_patience_gets_it()
    {
        var gate = new LaneGate(8, null, clock);
        await gate.Enter(DeliveryClass.Ordinary, 1, Cancellation);
        gate.Answered(Verdict.Throttled, TimeSpan.FromSeconds(5));
        var next = gate.Enter(DeliveryClass.Ordinary, 1, Cancellation);
        clock.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(next.IsCompleted);
        clock.Advance(TimeSpan.FromSeconds(0.2));
        await next.WaitAsync(TimeSpan.FromSeconds(10), Cancellation);
    }

    [Fact]
    public async Task A_supplier_that_asks_for_an_hour_keeps_no_pass_waiting()
    {
        var gate = new LaneGate(1, null, clock);
        await gate.Enter(DeliveryClass.Ordinary, 1, Cancellation);
        var waiting = gate.Enter(DeliveryClass.Ordinary, 2, Cancellation);
        gate.Answered(Verdict.Throttled, TimeSpan.FromHours(1));
        await Assert.ThrowsAsync<LaneRestsException>(() => waiting);
        await Assert.ThrowsAsync<LaneRestsException>(() => gate.Enter(DeliveryClass.Ordinary, 1, Cancellation));
        clock.Advance(TimeSpan.FromMinutes(61));
        await gate.Enter(DeliveryClass.Ordinary, 1, Cancellation);
    }

    private static void InterlockedMax(ref int most, int now)
    {
        for (var seen = most; now > seen; seen = most)
            Interlocked.CompareExchange(ref most, now, seen);
    }
}
