using Microsoft.Extensions.Time.Testing;
using Skolsynk.Deliveries;
using Skolsynk.Retention;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tenants;
using Skolsynk.Tests.Rosters;

namespace Skolsynk.Tests.Storms;

/// <summary>
/// Somebody is marked, a connection ends, those who left are purged, while 32 requests are in flight that the supplier applies and
/// answers 20 seconds later: afterwards it has nothing of them. And a mark does not wait for a first delivery.
/// </summary>
public sealed class InFlightTests : IDisposable
{
    private const int InFlight = 32;

    private readonly FakeTimeProvider clock = new(new DateTimeOffset(2026, 9, 1, 6, 0, 0, TimeSpan.Zero));
    private readonly PatientSupplier alfa = new();
    private readonly PatientSupplier beta = new();

    [Fact, Trait("Invariant", "4"), Trait("Invariant", "5")]
    public async Task Who_is_marked_with_32_requests_in_flight_is_nowhere_afterwards()
    {
        var town = new StormTown(pupils: 100);
        await using var database = await Read(town, new CapabilityProfile { Parallelism = InFlight });
        var delivering = await Until32Wait(database, request => request.Method == HttpMethod.Post && IsOf(request, "Users"));
        var marked = town.Persons.Where((_, i) => i % 3 == 0).ToHashSet();
        await database.Write(session => Marks.Set(session, StormWorld.One, MarkOrigin.Operator, marked));
        await database.Write(session => Marks.Approve(session, StormWorld.One));
        await AnsweredLater(delivering);
        await Deliver(database, alfa);
        Assert.Equal(town.Persons.Count - marked.Count, alfa.Held.Keys.Count(path => path.Contains("/Users/", StringComparison.Ordinal)));
        Assert.All(marked, person => Assert.DoesNotContain(alfa.Held, held => held.Key.EndsWith($"{person}", StringComparison.Ordinal)
            || held.Value.AsSpan().IndexOf(System.Text.Encoding.UTF8.GetBytes(town.FamilyName(person))) >= 0));
    }

    [Fact, Trait("Invariant", "4"), Trait("Invariant", "5")]
    public async Task A_connection_that_ends_with_32_requests_in_flight_leaves_nothing_at_the_supplier()
    {
        await using var database = await Read(new StormTown(pupils: 100), new CapabilityProfile { Parallelism = InFlight });
        var delivering = await Until32Wait(database, request => request.Method == HttpMethod.Post && IsOf(request, "Users"));
        await database.Write(session => Endings.Begin(session, StormWorld.One, 1, EndingKind.DeleteAtSupplier));
        await AnsweredLater(delivering);
        await Deliver(database, alfa);
        Assert.Empty(alfa.Held);
        Assert.Equal(0, await database.Read(session => session.Scalar<long>(
            "SELECT (SELECT count(*) FROM receipt) + (SELECT count(*) FROM send_window) + (SELECT count(*) FROM connection WHERE id = 1)")));
    }

    [Fact, Trait("Invariant", "9"), Trait("Invariant", "5")]
    public async Task A_purge_with_32_deletes_in_flight_forgets_nobody_before_the_supplier_has_confirmed()
    {
        var town = new StormTown(pupils: 100);
        await using var database = await Read(town, new CapabilityProfile { Parallelism = InFlight });
        await Deliver(database, alfa);
        var leavers = Enumerable.Range(1, 80).ToArray();
        town.Source.Truth = Skolsynk.Tests.Sync.Municipality.Without(town.Source.Truth, leavers);
        await ReadAgain(database, town);
        var delivering = await Until32Wait(database, request => request.Method == HttpMethod.Delete && IsOf(request, "Users"));
        await database.Write(session => session.Execute("UPDATE entity SET gone_at = gone_at - 20000000000 WHERE gone_at IS NOT NULL"));
        var first = await new Purge(database, "purge").RunOnce(acceptTime: true, CancellationToken.None);
        Assert.Equal(80, first.Persons + first.Waiting);
        Assert.InRange(first.Waiting, InFlight, 80);
        await AnsweredLater(delivering);
        await Deliver(database, alfa);
        Assert.Equal(first.Waiting, (await new Purge(database, "purge").RunOnce(acceptTime: true, CancellationToken.None)).Persons);
        Assert.All(leavers, n => Assert.DoesNotContain(alfa.Held.Keys, path => path.EndsWith($"{Snapshots.Person(n)}", StringComparison.Ordinal)));
        Assert.Equal(0, await database.Read(session => session.Scalar<long>("SELECT count(*) FROM entity WHERE gone_at IS NOT NULL")));
    }

    /// <summary>134,000 objects at 20 a second take two hours; how many they are says nothing of who goes first.</summary>
    [Fact, Trait("Invariant", "4")]
    public async Task A_marked_person_is_gone_from_all_suppliers_within_60_s_while_a_first_delivery_at_20_a_second_is_running()
    {
        var pupils = 10_000;
        var town = new StormTown(pupils);
        await using var database = await Read(town, new CapabilityProfile { RatePerSecond = 20 });
        using var stop = new CancellationTokenSource();
        var delivering = new[] { Delivering(database, alfa, 1, stop.Token), Delivering(database, beta, 2, stop.Token) };
        // Anybody whom both have already; many more are to come than a minute takes.
        await Drive(() => FirstOfBoth() is not null);
        var person = FirstOfBoth()!.Value;
        Assert.InRange(alfa.Held.Count, 2, pupils / 2);
        var (marked, sentToAlfa, sentToBeta) = (clock.GetUtcNow(), alfa.Answered.Count, beta.Answered.Count);
        await database.Write(session => Marks.Set(session, StormWorld.One, MarkOrigin.Operator, new HashSet<Guid> { person }));
        await Drive(() => !Has(alfa, person) && !Has(beta, person));
        Assert.InRange(clock.GetUtcNow() - marked, TimeSpan.Zero, TimeSpan.FromSeconds(60));
        // A second until the pass notices, what was in flight, the proof of the address and the delete.
        Assert.InRange(alfa.Answered.Count - sentToAlfa, 1, 100);
        Assert.InRange(beta.Answered.Count - sentToBeta, 1, 100);
        Assert.InRange(alfa.Held.Count, 2, pupils / 2);
        await stop.CancelAsync();
        await Task.WhenAll(delivering).ContinueWith(_ => { }, TaskScheduler.Default);
    }

    public void Dispose()
    {
        alfa.Dispose();
        beta.Dispose();
    }

    private static bool IsOf(HttpRequestMessage request, string endpoint) => request.RequestUri!.AbsolutePath.Split('/').Contains(endpoint);

    private Guid? FirstOfBoth() => alfa.Held.Keys.FirstOrDefault(path => path.Contains("/Users/", StringComparison.Ordinal) && beta.Held.ContainsKey(path))
        is { } path ? Guid.Parse(path.Split('/')[^1]) : null;

    private static bool Has(PatientSupplier supplier, Guid person) => supplier.Held.ContainsKey($"/scim/Users/{person}");

    private async Task<MemoryDatabase> Read(StormTown town, CapabilityProfile profile)
    {
        var database = await StormWorld.NewDatabase(clock, profile);
        await ReadAgain(database, town);
        return database;
    }

    /// <summary>Whatever the brakes hold is approved: here it is what is in flight that matters.</summary>
    private static async Task ReadAgain(MemoryDatabase database, StormTown town)
    {
        var engine = new SyncEngine(database, _ => town.Source.Source, "test");
        for (var run = 0; run < 2; run++)
        {
            Assert.IsNotType<SyncResult.Failed>(await engine.RunOnce(StormWorld.One));
            await Approve(database);
        }
    }

    private static Task Approve(MemoryDatabase database) => database.Write(session =>
    {
        foreach (var hold in HoldStore.All(StormWorld.One, session).Where(hold => hold.Waiting.Count > 0))
            HoldDecisions.Approve(StormWorld.One, session, hold.Number, hold.Fingerprint, null);
    });

    private async Task Deliver(MemoryDatabase database, PatientSupplier supplier)
    {
        await Wait(Delivering(database, supplier, 1, CancellationToken.None));
        await Approve(database);
        await Wait(Delivering(database, supplier, 1, CancellationToken.None));
    }

    private Task<LaneRound> Delivering(MemoryDatabase database, PatientSupplier supplier, int lane, CancellationToken cancellation) => Task.Run(
        () => new LaneRunner(StormWorld.Tools(database, clock, supplier)).RunOnce(StormWorld.Environments[lane - 1], null, cancellation), CancellationToken.None);

    private async Task<Task> Until32Wait(MemoryDatabase database, Func<HttpRequestMessage, bool> which)
    {
        var answered = 0;
        // A lane begins with eight in flight and takes one more for each good answer.
        alfa.Sits = request => which(request) && Interlocked.Increment(ref answered) > InFlight;
        var delivering = Delivering(database, alfa, 1, CancellationToken.None);
        for (var i = 0; i < 3_000 && alfa.Waiting < InFlight; i++)
            await Task.Delay(10, TestContext.Current.CancellationToken);
        Assert.Equal(InFlight, alfa.Waiting);
        return delivering;
    }

    private async Task AnsweredLater(Task delivering)
    {
        for (var second = 0; second < 20; second++)
        {
            clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Assert.Equal(InFlight, alfa.Waiting);
        alfa.Go();
        await Wait(delivering);
    }

    private async Task Wait(Task running)
    {
        await Drive(() => running.IsCompleted);
        await running;
    }

    /// <summary>Time passes, a little quicker than it does, until something is so.</summary>
    private async Task Drive(Func<bool> until)
    {
        for (var i = 0; i < 6_000 && !until(); i++)
        {
            clock.Advance(TimeSpan.FromMilliseconds(20));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
        Assert.True(until());
    }
}
