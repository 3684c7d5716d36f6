using Microsoft.Extensions.Time.Testing;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Ss12000;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Deliveries;

/// <summary>Windows and receipts when a pass is stopped, the lease is lost, or the connection ends in the middle.</summary>
public sealed class ReceiptWriterTests(PostgresServer server)
{
    private static readonly TenantId Tenant = new(1);
    private static readonly ConnectionKey Key = new(Tenant, 1, 1);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory, InlineData(1), InlineData(7), InlineData(64), InlineData(256)]
    public async Task However_few_may_be_unrecorded_all_are_sent_and_recorded(int mostUnrecorded)
    {
        await using var test = await Start();
        await using var writer = new ReceiptWriter(test.Database, await Take(test));
        var batches = new BatchSender(writer, Key, 8, mostUnrecorded, Never);
        var settled = await batches.SendAll(Deliveries(300), Confirm, Cancellation).WaitAsync(Patience, Cancellation);

        Assert.Equal(300, settled.Count);
        Assert.Equal(300, (await Receipts(test)).Count);
        Assert.Equal(0, await Windows(test));
    }

    [Fact, Trait("Invariant", "5")]
    public async Task While_nothing_can_be_recorded_no_more_is_sent_than_may_be_unrecorded()
    {
        await using var test = await Start();
        await using var writer = new ReceiptWriter(test.Database, await Take(test));
        using var free = new ManualResetEventSlim();
        var (sent, blocked) = (0, Task.CompletedTask);
        var sending = new BatchSender(writer, Key, 8, 20, Never).SendAll(Deliveries(300), (delivery, stop) =>
        {
            if (Interlocked.Increment(ref sent) == 60)
                blocked = test.Database.Write(_ => free.Wait(Patience, stop), stop);
            return Confirm(delivery, stop);
        }, Cancellation);
        await Task.Delay(500, Cancellation);

        // What was sent before the database stood still may have been recorded, and twenty more.
        Assert.InRange(Volatile.Read(ref sent), 60, 60 + 8 + 20);
        free.Set();
        await blocked;
        Assert.Equal(300, (await sending.WaitAsync(Patience, Cancellation)).Count);
        Assert.Equal(300, (await Receipts(test)).Count);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "5")]
    public async Task A_lease_that_is_lost_stops_the_pass_and_nothing_is_recorded_afterwards(Engine engine)
    {
        await using var test = await Start(engine);
        await using var writer = new ReceiptWriter(test.Database, await Take(test));
        var (sent, receipts) = (0, -1);
        var sending = new BatchSender(writer, Key, 8, 64, Never).SendAll(Deliveries(2_000), async (delivery, stop) =>
        {
            if (Interlocked.Increment(ref sent) == 100)
            {
                receipts = await test.Database.Write(s =>
                {
                    s.Execute("UPDATE lease SET owner = 'another', epoch = epoch + 1");
                    return ReceiptStore.LoadReceipts(s, Tenant, 1).Count;
                }, stop);
                await Task.Delay(300, CancellationToken.None); // The writer has failed when this one is answered, and must not swallow its place.
            }
            return await Confirm(delivery, stop);
        }, Cancellation);

        await Assert.ThrowsAsync<LeaseLostException>(() => sending.WaitAsync(Patience, Cancellation));
        Assert.Equal(receipts, (await Receipts(test)).Count);
        Assert.InRange(sent, 100, 400);
        var open = await test.Database.Read(s => ReceiptStore.Windows(s, Tenant, 1).SelectMany(w => w.Rids).ToHashSet(), Cancellation);
        Assert.NotEmpty(open);
    }

    [Fact, Trait("Invariant", "5")]
    public async Task A_connection_whose_epoch_is_raised_is_sent_nothing_more_and_gets_no_receipt()
    {
        await using var test = await Start();
        await using var writer = new ReceiptWriter(test.Database, await Take(test));
        var (sent, receipts, outdated) = (0, 0, false);
        var sending = new BatchSender(writer, Key, 8, 64, () => outdated = true).SendAll(Deliveries(2_000), async (delivery, stop) =>
        {
            if (Interlocked.Increment(ref sent) == 100)
            {
                receipts = await test.Database.Write(s =>
                {
                    s.Execute("UPDATE connection_state SET epoch = epoch + 1 WHERE tenant = 1");
                    return ReceiptStore.LoadReceipts(s, Tenant, 1).Count;
                }, stop);
            }
            return await Confirm(delivery, stop);
        }, Cancellation);
        await sending.WaitAsync(Patience, Cancellation);

        Assert.True(outdated);
        Assert.Equal(receipts, (await Receipts(test)).Count);
        Assert.InRange(sent, 100, 400);
    }

    [Fact, Trait("Invariant", "6")]
    public async Task A_pass_that_is_stopped_leaves_the_writer_to_the_others()
    {
        await using var test = await Start();
        await using var writer = new ReceiptWriter(test.Database, await Take(test));
        for (var round = 0; round < 20; round++)
        {
            using var stop = new CancellationTokenSource();
            var sent = 0;
            var stopped = new BatchSender(writer, Key, 8, 64, Never).SendAll(Deliveries(500), async (delivery, cancellation) =>
            {
                if (Interlocked.Increment(ref sent) == 70 + round)
                    await stop.CancelAsync();
                return await Confirm(delivery, cancellation);
            }, stop.Token);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => stopped.WaitAsync(Patience, Cancellation));
        }
        var whole = await new BatchSender(writer, Key, 8, 64, Never).SendAll(Deliveries(500), Confirm, Cancellation).WaitAsync(Patience, Cancellation);
        Assert.Equal(500, whole.Count);
        Assert.Equal(500, (await Receipts(test)).Count);
    }

    [Fact]
    public async Task What_was_not_sent_keeps_what_is_known_of_it_by_now()
    {
        await using var test = await Start();
        await using var writer = new ReceiptWriter(test.Database, await Take(test));
        var batches = new BatchSender(writer, Key, 8, 64, Never);
        await batches.SendAll(Deliveries(10), Confirm, Cancellation);
        await test.Database.Write(s => ReceiptStore.OweAgain(s, Tenant, 1), Cancellation);
        await batches.SendAll(Deliveries(10), (delivery, _) => Task.FromResult(Settling.Untouched(delivery)), Cancellation);

        Assert.All((await Receipts(test)).Values, receipt => Assert.Equal(ReceiptStatus.Uncertain, receipt.Status));
        Assert.Equal(0, await Windows(test));
    }

    [Fact]
    public async Task Two_lanes_that_share_tenants_do_not_wait_for_each_other_in_a_ring()
    {
        await using var test = await Start(Engine.Postgres);
        await using var first = new ReceiptWriter(test.Database, await Take(test, lane: 1));
        await using var second = new ReceiptWriter(test.Database, await Take(test, lane: 2));
        var keys = Enumerable.Range(1, 6).Select(tenant => new ConnectionKey(new TenantId(tenant), 1, 1)).ToList();
        var sending = keys.SelectMany((key, i) => new[]
        {
            new BatchSender(first, key, 4, 16, Never).SendAll(Deliveries(300), Confirm, Cancellation),
            new BatchSender(second, keys[^(i + 1)] with { Connection = 2 }, 4, 16, Never).SendAll(Deliveries(300), Confirm, Cancellation),
        });
        await Task.WhenAll(sending).WaitAsync(Patience * 3, Cancellation);
        Assert.Equal(6 * 2 * 300, await test.Database.Read(s => s.Scalar<int>("SELECT count(*) FROM receipt"), Cancellation));
    }

    private static void Never() => Assert.Fail("The epoch was not raised.");

    private async Task<TestDatabase> Start(Engine engine = Engine.Sqlite)
    {
        var test = await TestDatabase.Create(engine, server, new FakeTimeProvider());
        await test.Database.Write(session =>
        {
            for (var tenant = 1; tenant <= 6; tenant++)
            {
                InputVersions.Raise(session, new TenantId(tenant), 1);
                InputVersions.Raise(session, new TenantId(tenant), 2);
            }
        }, Cancellation);
        return test;
    }

    private static async Task<Lease> Take(TestDatabase test, int lane = 1) =>
        (await test.Database.Write(session => Leases.TryTake(session, LeaseKind.Lane, lane, $"owner{lane}"), Cancellation))!;

    private static List<Delivery> Deliveries(int count) => [.. Enumerable.Range(1, count).Select(rid =>
        new Delivery(rid, Endpoint.Users, new Guid(rid, 0, 0, new byte[8]), DeliveryAction.Create, new byte[] { 1 }, 1))];

    private static async Task<Settlement> Confirm(Delivery delivery, CancellationToken cancellation)
    {
        await Task.Yield();
        return new(delivery.Rid, new Receipt(ReceiptStatus.Confirmed, delivery.Hash, 0), null,
            new LoggedAttempt(delivery.Action, 0, Outcome.Confirmed, 201));
    }

    private static Task<Dictionary<long, Receipt>> Receipts(TestDatabase test) =>
        test.Database.Read(session => ReceiptStore.LoadReceipts(session, Tenant, 1), Cancellation);

    private static Task<long> Windows(TestDatabase test) =>
        test.Database.Read(session => session.Scalar<long>("SELECT count(*) FROM send_window"), Cancellation);
}
