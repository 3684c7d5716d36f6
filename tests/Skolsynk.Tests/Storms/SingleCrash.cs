using Skolsynk.Deliveries;
using Skolsynk.Retention;
using Skolsynk.Suppliers;

namespace Skolsynk.Tests.Storms;

/// <summary>
/// A short life of a municipality, and its end. One process does one thing after the other; when it dies, another one does that thing
/// again.
/// </summary>
internal sealed class SingleCrash(Blow? blow) : IAsyncDisposable
{
    private readonly StormWorld world = new(new Random(7), pupils: 2);
    private StormProcess? process;

    public Passings Passings => world.Passings;

    /// <summary>A first delivery, changes, a protected person, a school that is unticked.</summary>
    public async Task Live()
    {
        await Do(Deliver);
        for (var change = 0; change < 4; change++)
            world.Tell(world.Town.Change(world.Random));
        await Do(Deliver);
        await world.Approve();
        await Do(Deliver);
        world.Tell(await world.Mark(world.Database, world.Town.Persons[1]));
        await Do(one => world.Deliver(one));
        await Do(one => world.Choose(one.Database, 1, new ScopeSettings { Schools = [world.Town.Schools[0]] }));
        await Do(one => world.Deliver(one));
        await world.Approve();
        await Do(one => world.Deliver(one));
        await Quiet();
        Assert.Empty(await StormCheck.Of(world));
    }

    /// <summary>A connection ends, somebody leaves and is purged, the municipality leaves.</summary>
    public async Task End()
    {
        await Deliver(world.Start([]));
        world.Tell(world.Town.MakeAnew(1));
        world.Passings = new Passings();
        await Do(one => world.End(one.Database, 2, EndingKind.DeleteAtSupplier));
        await Do(Deliver);
        await world.Approve();
        await Do(Deliver);
        await Do(world.EndingRound);
        world.Clock.Advance(TimeSpan.FromDays(190));
        await Do(world.Purge);
        await Quiet();
        Assert.Empty(await StormCheck.Of(world));
        Assert.Empty(world.Suppliers[1].Held);
        await EndAll();
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private async Task EndAll()
    {
        await Do(one => one.Database.Write(session => TenantEnding.Begin(session, StormWorld.One, EndingKind.DeleteAtSupplier)));
        await Do(one => TenantEnding.Resume(one.Database, StormWorld.One, CancellationToken.None));
        await Do(one => world.Deliver(one));
        await Do(world.EndingRound);
        world.Clock.Advance(TimeSpan.FromMinutes(61));
        await Do(one => world.Deliver(one));
        await Do(world.EndingRound);
        Assert.All(world.Suppliers, supplier => Assert.Empty(supplier.Held));
        Assert.Equal(0, await world.Database.Read(session => session.Scalar<long>(
            "SELECT (SELECT count(*) FROM entity) + (SELECT count(*) FROM entity_body) + (SELECT count(*) FROM receipt) + (SELECT count(*) FROM resource) "
            + "+ (SELECT count(*) FROM send_window) + (SELECT count(*) FROM connection) + (SELECT count(*) FROM tenant)")));
    }

    private async Task Deliver(StormProcess one)
    {
        await world.Sync(one);
        await world.Deliver(one);
    }

    private async Task Quiet()
    {
        world.Clock.Advance(TimeSpan.FromMinutes(61));
        await Do(Deliver);
        if (await world.Approve())
            await Do(Deliver);
        await Do(one => world.Deliver(one));
    }

    private async Task Do(Func<StormProcess, Task> work)
    {
        while (true)
        {
            process ??= world.Start(blow is null ? [] : [blow]);
            try
            {
                await work(process);
                return;
            }
            catch (Exception) when (process.Dead)
            {
                await world.Bury(process);
                process = null;
            }
        }
    }
}
