using System.Net;
using Microsoft.Extensions.Time.Testing;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Ss12000;
using Skolsynk.Suppliers;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Storms;

/// <summary>A holder that was away for too long sends nothing more, however quick its senders are when it comes back.</summary>
[Trait("Invariant", "5")]
public sealed class LeaseTests(PostgresServer server)
{
    [Fact]
    public async Task A_process_that_was_stopped_for_longer_than_its_lease_sends_nothing_before_it_is_told_of_the_loss()
    {
        var clock = new FakeTimeProvider();
        await using var test = await TestDatabase.Create(Engine.Sqlite, server, clock);
        await using var keeper = (await LeaseKeeper.TryTake(test.Database, LeaseKind.Lane, 1, "first", new Stopped(clock), CancellationToken.None))!;
        var counted = new Counting();
        using var client = new ScimClient(counted, new CapabilityProfile(), TimeProvider.System);
        var sender = new Sender(new LaneGate(4, null, TimeProvider.System), client, new Receiver(new Uri("https://a.example"), "key", "kommun"), CancellationToken.None)
        {
            MayLeave = keeper.ThrowIfUnsure,
        };
        var delivery = new Delivery(1, Endpoint.Users, Guid.CreateVersion7(), DeliveryAction.Delete, ReadOnlyMemory<byte>.Empty, null);

        await sender.Send(delivery, DeliveryClass.Ordinary, 1, CancellationToken.None);
        clock.Advance(TimeSpan.FromSeconds(8));
        Assert.False(keeper.Lost.IsCancellationRequested);
        await Assert.ThrowsAsync<LeaseLostException>(() => sender.Send(delivery, DeliveryClass.Ordinary, 1, CancellationToken.None));
        Assert.Equal(1, counted.Requests);
    }

    [Fact]
    public async Task A_holder_whose_lease_was_taken_is_told_at_its_next_renewal()
    {
        var clock = new FakeTimeProvider();
        var passed = new List<Step>();
        await using var test = await TestDatabase.Create(Engine.Sqlite, server, clock);
        await using var watched = new SqliteDatabase(test.File!, clock, durable: false) { Steps = new Steps(passed.Add) };
        await using var keeper = (await LeaseKeeper.TryTake(watched, LeaseKind.Lane, 1, "first", clock, CancellationToken.None))!;
        await test.Database.Write(session => Leases.Revoke(session, LeaseKind.Lane, 1));
        var lost = new TaskCompletionSource();
        await using var registration = keeper.Lost.Register(lost.SetResult);
        for (var i = 0; i < 500 && !lost.Task.IsCompleted; i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(100));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        Assert.True(lost.Task.IsCompleted);
        Assert.Equal([Step.LeaseTaken, Step.LeaseLost], passed);
    }

    /// <summary>Time goes on, but no timer of the process fires.</summary>
    private sealed class Stopped(TimeProvider clock) : TimeProvider
    {
        public override long TimestampFrequency => clock.TimestampFrequency;

        public override long GetTimestamp() => clock.GetTimestamp();

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            clock.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    private sealed class Counting : HttpMessageHandler
    {
        public int Requests { get; private set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Requests++;
            return Task.FromResult(new HttpResponseMessage(HttpStatusCode.NoContent));
        }
    }
}
