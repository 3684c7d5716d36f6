using Skolsynk.Suppliers;

namespace Skolsynk.Tests.Storms;

/// <summary>What storms have found, each as the shortest history that shows it.</summary>
[Trait("Invariant", "5")]
public sealed class FoundTests : IAsyncDisposable
{
    private readonly StormWorld world = new(new Random(1));

    /// <summary>It was forgiven together with the person's own objects, not tried, and so waited for the daily pass.</summary>
    [Fact, Trait("Invariant", "4")]
    public async Task A_group_that_is_refused_when_a_protected_person_leaves_it_is_tried_again_within_the_hour()
    {
        await Delivered();
        await world.Mark(world.Database, world.Town.Persons[0]);
        world.Passings = new Passings();
        // The address is proven, the User goes, then her groups are told.
        await world.Deliver(world.Start([new Blow(Place.Send, 3, Strike.Refused400)]), only: 1);
        Assert.Contains(world.History(10), line => line.Contains("PUT StudentGroups", StringComparison.Ordinal) && line.EndsWith("Refused400", StringComparison.Ordinal));
        world.Clock.Advance(TimeSpan.FromMinutes(61));
        await world.Deliver(world.Start([]));
        Assert.Empty(await StormCheck.Of(world));
    }

    /// <summary>The old account's delete may have been in flight from a holder who died; then the new one waited for an hour.</summary>
    [Fact]
    public async Task A_new_account_arrives_as_soon_as_the_old_one_of_the_same_name_is_gone()
    {
        await Delivered();
        world.Tell(world.Town.MakeAnew(2));
        await world.Sync(world.Start([]));
        await world.Approve();
        await world.Sync(world.Start([]));
        Assert.True(await Dies(new Blow(Place.Send, 2, Strike.Dies)));
        await world.Deliver(world.Start([]));
        await world.Deliver(world.Start([]));
        Assert.Empty(await StormCheck.Of(world));
    }

    /// <summary>Somebody's delete may have been in flight from a holder who died; what refers to her was refused, and waited for an hour.</summary>
    [Fact]
    public async Task What_is_refused_for_a_reference_to_something_in_flight_is_tried_again_when_that_is_over()
    {
        await Delivered();
        await world.Choose(world.Database, 1, new ScopeSettings { AllSchools = true, Teachers = false });
        for (var nth = 2; await Dies(new Blow(Place.Send, nth, Strike.LateAndDies)); nth++)
        {
            await world.Choose(world.Database, 1, new ScopeSettings { AllSchools = true });
            await world.Deliver(world.Start([]));
            await world.Deliver(world.Start([]));
            Assert.Empty(await StormCheck.Of(world));
            await world.Choose(world.Database, 1, new ScopeSettings { AllSchools = true, Teachers = false });
        }
    }

    /// <summary>Between the end of its last pass and its last step nothing was due any more: it waited for the day to be over.</summary>
    [Fact, Trait("Invariant", "9")]
    public async Task An_ending_whose_process_died_after_the_last_delete_is_over_with_the_next_pass()
    {
        var struck = true;
        for (var nth = 1; struck; nth++)
        {
            await using var one = new StormWorld(new Random(1), pupils: 1);
            await one.Sync(one.Start([]));
            await one.Deliver(one.Start([]));
            await one.End(one.Database, 1, Skolsynk.Deliveries.EndingKind.DeleteAtSupplier);
            one.Passings = new Passings();
            var process = one.Start([new Blow(Place.Commit, nth, Strike.Dies)]);
            await one.Deliver(process, only: 1).ContinueWith(_ => { }, TaskScheduler.Default);
            struck = process.Dead;
            one.Clock.Advance(TimeSpan.FromMinutes(2));
            await one.Deliver(one.Start([]), only: 1);
            await one.EndingRound(one.Start([]));
            Assert.True(await Connections(one) == 0, $"died at commit {nth}");
        }
    }

    private static Task<long> Connections(StormWorld world) => world.Database.Read(session => session.Scalar<long>(
        "SELECT (SELECT count(*) FROM connection WHERE id = 1) + (SELECT count(*) FROM connection_state WHERE connection = 1)"));

    public ValueTask DisposeAsync() => world.DisposeAsync();

    private async Task Delivered()
    {
        await world.Sync(world.Start([]));
        await world.Deliver(world.Start([]));
        Assert.Empty(await StormCheck.Of(world));
    }

    /// <returns>False: it was done before the blow could strike.</returns>
    private async Task<bool> Dies(Blow blow)
    {
        world.Passings = new Passings();
        var process = world.Start([blow]);
        try
        {
            await world.Deliver(process, only: 1);
            return false;
        }
        catch (Exception) when (process.Dead)
        {
            await world.Bury(process);
            world.Clock.Advance(TimeSpan.FromSeconds(5));
            return true;
        }
    }
}
