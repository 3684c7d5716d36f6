using Skolsynk.Data;
using Skolsynk.Stores;

namespace Skolsynk.Tests.Storms;

/// <summary>A storm went wrong; the message says how to see it again.</summary>
internal sealed class StormException(string message) : Exception(message);

/// <summary>
/// One history of a world: combination after combination of changes, crashes, faults of suppliers and takeovers, each ended by a
/// quiet run and two quiet passes after which everything must be as it should. The same seed makes the same history; what the senders of one pass do at
/// the same moment is in nobody's hand.
/// </summary>
internal sealed class Storm : IAsyncDisposable
{
    private static readonly Place[] Places =
    [
        (Place)Step.Read, (Place)Step.Compared, (Place)Step.Committed, (Place)Step.LeaseTaken, (Place)Step.WindowWritten, (Place)Step.Sent,
        (Place)Step.Answered, (Place)Step.ReceiptWritten, (Place)Step.WindowClosed, Place.Begin, Place.Commit, Place.Written, Place.Send,
        Place.Send, Place.Send, Place.Send,
    ];

    private readonly int seed;
    private readonly StormWorld world;

    public Storm(int seed, Mutant mutant = Mutant.None)
    {
        this.seed = seed;
        world = new StormWorld(new Random(seed), mutant);
    }

    private Random Random => world.Random;

    /// <summary>How many blows have struck.</summary>
    public int Struck { get; private set; }

    /// <exception cref="StormException">Something is not as it must be.</exception>
    public async Task Run(int combinations)
    {
        for (var combination = 1; combination <= combinations; combination++)
        {
            world.Tell($"-- combination {combination}");
            await world.Reconnect();
            world.Tell(await world.Change(world.Database));
            await Blow();
            if (Random.Next(3) == 0)
            {
                world.Tell(await world.Change(world.Database));
                await Blow();
            }
            if (combination % 10 == 0)
                await Purge();
            await Quiet();
            await world.Deliver(world.Start([]));
            var wrong = await StormCheck.Of(world);
            if (wrong.Count > 0)
                throw new StormException(Told(combination, wrong));
        }
    }

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private string Told(int combination, IEnumerable<string> wrong) =>
        $"Seed {seed}, combination {combination}: {string.Join("; ", wrong.Take(8))}\n  {string.Join("\n  ", world.History(120))}";

    /// <summary>One process works until a blow ends it, or it is done.</summary>
    private async Task Blow()
    {
        if (Random.Next(6) == 0)
            world.Tell(world.Town.Tear(Random));
        var blows = Enumerable.Range(0, Random.Next(1, 3)).Select(_ => Drawn()).ToList();
        world.Passings = new Passings();
        var process = world.Start(blows, Elsewhere);
        world.Tell($"{process.Owner} works; {string.Join(", ", blows)}");
        await Work(process);
        Struck += process.Struck.Count;
        if (process.Dead)
            await world.Bury(process);
        else
            world.Tell($"{process.Owner} ends: {string.Join(", ", process.Struck)}");
        var dead = process.Dead;
        switch (Random.Next(4))
        {
            case 0:
                world.Tell(await world.Change(world.Database));
                break;
            case 1 or 2:
                world.Tell(await world.Revoke(world.Database));
                break;
        }
        if (dead && Random.Next(2) == 0)
        {
            var next = world.Start([]);
            world.Tell($"{next.Owner} follows at once");
            await Work(next);
        }
    }

    private async Task Work(StormProcess process)
    {
        try
        {
            if (Random.Next(3) > 0)
                await world.Sync(process);
            if (Random.Next(3) == 0)
                await world.Approve();
            await world.Deliver(process, only: Random.Next(4));
            if (Random.Next(4) == 0)
                await world.EndingRound(process);
        }
        catch (Exception stopped) when (process.Dead || (process.Unsure && stopped is LeaseLostException or OperationCanceledException))
        {
            // That is what storms are for.
        }
        catch (RosterMovedException)
        {
            // Somebody was marked in each of three tries.
        }
    }

    /// <summary>Half a year passes and those who left are purged, if nothing strikes meanwhile.</summary>
    private async Task Purge()
    {
        world.Clock.Advance(TimeSpan.FromDays(190));
        world.Passings = new Passings();
        List<Place> places = [(Place)Step.PurgeChunk, (Place)Step.EraseChunk, Place.Begin, Place.Commit, Place.Written];
        var place = places[Random.Next(places.Count)];
        var process = world.Start([new(place, Random.Next(1, 6), place is Place.Commit ? Strike.Dies : (Strike)Random.Next(3))], Elsewhere);
        world.Tell($"{process.Owner} purges");
        try
        {
            await world.Purge(process);
        }
        catch (Exception stopped) when (process.Dead || (process.Unsure && stopped is LeaseLostException))
        {
            await world.Bury(process);
        }
        Struck += process.Struck.Count;
    }

    private async Task Quiet()
    {
        world.Clock.Advance(TimeSpan.FromMinutes(61));
        world.Town.Calm();
        var process = world.Start([]);
        world.Tell($"{process.Owner} works in quiet");
        for (var approvals = 0; approvals < 4; approvals++)
        {
            await world.Sync(process);
            if (!await world.Approve())
                break;
        }
        // What is approved may bring the next limit in sight: persons first, then their group.
        for (var approvals = 0; approvals < 4; approvals++)
        {
            await world.Deliver(process);
            if (!await world.Approve())
                break;
        }
        await world.EndingRound(process);
    }

    private Blow Drawn()
    {
        var place = Places[Random.Next(Places.Length)];
        var most = place switch
        {
            (Place)Step.Read or (Place)Step.Compared or (Place)Step.Committed => 1,
            (Place)Step.LeaseTaken => 3,
            (Place)Step.WindowWritten or (Place)Step.ReceiptWritten or (Place)Step.WindowClosed => 6,
            _ => 24,
        };
        var nth = 1 + (int)(Random.NextDouble() * Random.NextDouble() * most);
        return new(place, nth, place switch
        {
            Place.Commit => Strike.Dies,
            Place.Send => (Strike)Random.Next(Enum.GetValues<Strike>().Length),
            _ => (Strike)Math.Max(0, Random.Next(4) - 1),
        });
    }

    /// <summary>What others do while a process stands still.</summary>
    private void Elsewhere(StormProcess process, Strike what) => Elsewhere(what).GetAwaiter().GetResult();

    private async Task Elsewhere(Strike what)
    {
        if (what is Strike.Meddled)
        {
            world.Tell("  meanwhile " + await world.Change(world.Database));
            return;
        }
        world.Clock.Advance(TimeSpan.FromSeconds(Random.Next(11, 40)));
        if (Random.Next(2) == 0)
            world.Tell("  meanwhile " + await world.Revoke(world.Database));
        var other = world.Start([]);
        world.Tell($"  {other.Owner} takes over");
        await world.Sync(other);
        await world.Approve();
        await world.Sync(other);
        await world.Deliver(other);
        world.Tell($"  {other.Owner} is done");
    }
}
