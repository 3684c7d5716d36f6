using Microsoft.Extensions.Logging.Abstractions;
using Skolsynk.Source;
using Skolsynk.Sync;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Sync;

public sealed class SyncLoopTests(PostgresServer server)
{
    [Fact]
    public async Task A_tenant_is_read_at_the_start_then_every_hour_and_sooner_after_a_failure()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, Municipality.WithPupils(1, 3));
        using var loop = new SyncLoop(stage.Database, stage.Engine, Schedule.Hourly, stage.Clock, NullLogger<SyncLoop>.Instance);
        await loop.StartAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, await RunsAfter(stage, TimeSpan.Zero, 1));
        Assert.Equal(2, await RunsAfter(stage, TimeSpan.FromMinutes(71), 2));
        stage.Source.ReadFails = new ReadFailure(FailureKind.Unreachable, "GET /education/users");
        Assert.Equal(3, await RunsAfter(stage, TimeSpan.FromMinutes(61), 3));
        Assert.Equal(4, await RunsAfter(stage, TimeSpan.FromMinutes(6), 4));
        await loop.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(
            [SyncOutcome.Failed, SyncOutcome.Failed, SyncOutcome.NothingChanged, SyncOutcome.Done], (await stage.Runs()).Select(run => run.Outcome));
    }

    /// <summary>Lets time pass and the loop turn until there are so many runs.</summary>
    private static async Task<int> RunsAfter(SyncStage stage, TimeSpan passed, int expected)
    {
        stage.Clock.Advance(passed);
        for (var turn = 0; turn < 200; turn++)
        {
            if (await stage.Runs() is { } runs && runs.Count >= expected) return runs.Count;
            await Task.Delay(20, TestContext.Current.CancellationToken);
            stage.Clock.Advance(TimeSpan.FromSeconds(1));
        }
        return (await stage.Runs()).Count;
    }
}
