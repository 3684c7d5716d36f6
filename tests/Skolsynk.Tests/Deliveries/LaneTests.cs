using Npgsql;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Expected;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Suppliers;
using Skolsynk.Tests.App;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Deliveries;

/// <summary>Lanes with several municipalities, several owners, and administrators who change things in the middle.</summary>
public sealed class LaneTests(PostgresServer server)
{
    private static readonly MunicipalitySize Tiny = new("tiny", 3, 60, 8, 1);
    private static readonly TenantId Second = new(2);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact, Trait("Invariant", "12")]
    public async Task Two_municipalities_with_one_shared_key_never_touch_each_others_objects()
    {
        await using var app = await StartTwo("beta");
        await app.DeliverAll();
        Assert.Empty(Differences(app, "beta"));

        app.Municipality.RemoveUser(app.Municipality.Users.First(user => user.IsStudent && user.AccountEnabled).Id);
        await app.RunSync();
        await app.DeliverAll();
        Assert.Empty(Differences(app, "beta"));

        await app.ChangeScope(1, new ScopeSettings { Schools = [] });
        await app.DeliverAll();
        await app.ApproveHolds();
        await app.DeliverAll();
        Assert.Empty(Differences(app, "beta", first => first with { Schools = [] }));
    }

    [Fact, Trait("Invariant", "4")]
    public async Task A_school_that_is_unticked_is_removed_from_the_last_type_to_the_first()
    {
        await using var app = await Start();
        await app.DeliverAll();
        var kept = app.Municipality.Schools[0].Id;
        await app.ChangeScope(1, new ScopeSettings { Schools = [Guid.Parse(kept)] });
        Assert.Equal(PassEnd.Held, (await app.DeliverAll())["alfa"].End);
        await app.ApproveHolds();
        var pass = (await app.DeliverAll())["alfa"];

        Assert.Equal(PassEnd.Done, pass.End);
        Assert.Empty(app.Differences("alfa", description => description with { Schools = [kept] }));
        var deleted = app.Receiver("alfa").Journal.Last(RequestJournal.Kept).Reverse().Where(entry => entry.Method == "DELETE").Select(entry => entry.Endpoint!.Value).ToList();
        Assert.Equal(pass.Deleted, deleted.Count);
        Assert.Equal(deleted.OrderDescending(), deleted);
    }

    [Fact]
    public async Task A_limited_supplier_never_sees_more_than_its_limit_in_a_second_whoever_holds_the_lane()
    {
        await using var app = await SkolsynkApp.Start(server, new SandboxOptions { Size = Tiny });
        await app.Connect("beta", profile: profile => profile with { RatePerSecond = 60 });
        app.Receiver("beta").RatePerSecond = null;
        await app.RunSync();
        using var stop = new CancellationTokenSource();
        var first = app.DeliverAll(app.Tools with { Owner = "first" }, stop.Token);
        await Until(() => app.Receiver("beta").Journal.Counts.Requests > 40);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await app.DeliverAll(app.Tools with { Owner = "second", AttemptTimeout = TimeSpan.FromMilliseconds(500) });

        Assert.Empty(app.Differences("beta"));
        Assert.InRange(app.Receiver("beta").Journal.Counts.MaxPerSecond, 10, 60);
    }

    [Fact]
    public async Task A_resource_that_is_sent_again_is_sent_and_nothing_else()
    {
        await using var app = await Start();
        await app.DeliverAll();
        var before = app.Receiver("alfa").Journal.Counts;
        var rid = (await app.Receipts(1)).Keys.Order().ElementAt(20);
        await app.Database.Write(session => ReceiptStore.OweAgain(session, new TenantId(1), 1, rid), Cancellation);
        var pass = (await app.DeliverAll())["alfa"];
        Assert.Equal((PassEnd.Done, 1), (pass.End, pass.Confirmed));
        Assert.Equal((before.Requests + 1, before.Puts + 1), (app.Receiver("alfa").Journal.Counts.Requests, app.Receiver("alfa").Journal.Counts.Puts));
    }

    [Fact]
    public async Task A_connection_that_is_sent_again_fills_a_supplier_that_lost_everything()
    {
        await using var app = await Start();
        await app.DeliverAll();
        app.Receiver("alfa").Reset();
        Assert.Equal(PassEnd.Skipped, (await app.DeliverAll())["alfa"].End);
        await app.Database.Write(session => ReceiptStore.OweAgain(session, new TenantId(1), 1), Cancellation);
        Assert.Equal(PassEnd.Done, (await app.DeliverAll())["alfa"].End);
        Assert.Empty(app.Differences("alfa"));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "5")]
    public async Task A_holder_that_lost_its_lane_records_nothing_more_and_the_next_one_finishes(Engine engine)
    {
        await using var app = await Start(engine);
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.Slow) { Milliseconds = 20 });
        var running = app.DeliverAll(app.Tools with { Owner = "first" });
        await Until(() => app.Receiver("alfa").Journal.Counts.Requests > 50);
        var receipts = await app.Database.Write(session =>
        {
            session.Execute("UPDATE lease SET owner = 'another', epoch = epoch + 1 WHERE kind = 2");
            return ReceiptStore.LoadReceipts(session, new TenantId(1), 1).Count;
        }, Cancellation);
        await Assert.ThrowsAnyAsync<Exception>(() => running);
        Assert.Equal(receipts, (await app.Receipts(1)).Count);

        app.Receiver("alfa").Faults.Off();
        await app.Database.Write(session => session.Execute("UPDATE lease SET until = 0 WHERE kind = 2"), Cancellation);
        await app.DeliverAll(app.Tools with { Owner = "second", AttemptTimeout = TimeSpan.FromMilliseconds(500) });
        Assert.Empty(app.Differences("alfa"));
    }

    [Fact, Trait("Invariant", "5")]
    public async Task A_pass_whose_connection_is_raised_in_the_middle_records_nothing_more_and_another_one_finishes()
    {
        await using var app = await Start();
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.Slow) { Milliseconds = 20 });
        var running = app.DeliverAll(app.Tools with { MostUnrecordedAtFirst = 32 });
        await Until(() => app.Receiver("alfa").Journal.Counts.Requests > 30);
        await app.Database.Write(session => session.Execute("UPDATE connection_state SET epoch = epoch + 1 WHERE tenant = 1"), Cancellation);
        app.Receiver("alfa").Faults.Off();

        Assert.Equal(PassEnd.Done, (await running)["alfa"].End);
        Assert.Empty(app.Differences("alfa"));
        Assert.Equal(0, await app.Database.Read(session => session.Scalar<long>("SELECT count(*) FROM send_window"), Cancellation));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_connection_is_due_exactly_when_its_pass_would_not_be_skipped(Engine engine)
    {
        await using var app = await Start(engine);
        await app.DeliverAll();
        string[] states =
        [
            "done_v = input_v", "input_v = input_v + 1", "mapping = mapping - 1", "next_due = 1", "next_due = 9000000000000", "full_at = 1",
            "rest_until = 1", "ending = 1, next_due = 1",
            $"rest_until = {app.Clock.GetUtcNow().AddMinutes(30).ToUnixTimeMilliseconds()}, next_due = 1",
            // The clock was set back: no rest is so long, and no pass was made tomorrow.
            "rest_until = 9000000000000, next_due = 1", "full_at = 9000000000000",
        ];
        foreach (var change in states)
        {
            var (due, skipped) = await app.Database.Write(session =>
            {
                session.Execute($"UPDATE connection_state SET {change} WHERE tenant = 1");
                var state = ConnectionStates.Load(session, new TenantId(1), 1)!;
                var skips = PassInput.MaySkip(state, windowsOpen: false, session.Now) || state.RestsAt(session.Now)
                    || state.Ending is EndingKind.KeepAtSupplier;
                var isDue = ConnectionStates.Due(session, Skolsynk.Ss12000.Scim2018.Mapping.Number).Contains((1, 1));
                session.Execute("UPDATE connection_state SET done_v = input_v, mapping = @m, next_due = 0, full_at = @now, rest_until = 0, ending = 0 "
                    + "WHERE tenant = 1", ("@m", Skolsynk.Ss12000.Scim2018.Mapping.Number), ("@now", session.Now));
                return (isDue, skips);
            }, Cancellation);
            Assert.True(due != skipped, change);
        }
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task What_the_daily_look_finds_though_nothing_changed_is_sent_and_told(Engine engine)
    {
        await using var app = await Start(engine);
        await app.DeliverAll();
        await Alter("UPDATE connection_state SET full_at = 1 WHERE tenant = 1");
        Assert.Equal((PassEnd.Done, 0), Found((await app.DeliverAll())["alfa"]));

        await Alter("DELETE FROM receipt WHERE tenant = 1 AND rid IN (SELECT min(rid) FROM receipt)");
        Assert.Equal((PassEnd.Skipped, 0), Found((await app.DeliverAll())["alfa"]));
        await Alter("UPDATE connection_state SET full_at = 1 WHERE tenant = 1");
        Assert.Equal((PassEnd.Done, 1), Found((await app.DeliverAll())["alfa"]));

        Task Alter(string sql) => app.Database.Write(session => session.Execute(sql), Cancellation);
        static (PassEnd, int) Found(PassResult result) => (result.End, result.Unexpected);
    }

    [Fact, Trait("Invariant", "6")]
    public async Task Pausing_one_municipality_disturbs_no_other_and_it_goes_on_where_it_was()
    {
        await using var app = await StartTwo("beta");
        app.Receiver("beta").RatePerSecond = null;
        app.Receiver("beta").Faults.On(new Fault(FaultKind.Slow) { Milliseconds = 400 });
        var ends = new System.Collections.Concurrent.ConcurrentQueue<(int Tenant, PassResult Result)>();
        using var stop = new CancellationTokenSource();
        var environment = (await app.Database.Read(ConnectionStore.Environments, Cancellation)).Single();
        var holding = new LaneRunner(app.Tools with { AttemptTimeout = TimeSpan.FromSeconds(2) })
            .Hold(environment, (connection, result) => ends.Enqueue((connection.Tenant.Value, result)), stop.Token);
        await Until(() => app.Receiver("beta").Journal.Counts.Requests > 40);
        await app.Change(1, connection => connection.Paused = true);
        await Until(() => ends.Any(end => end is { Tenant: 2, Result.End: PassEnd.Done }));
        Assert.DoesNotContain(ends, end => end.Result.Rest is RestKind.Unreachable);
        Assert.DoesNotContain(ends, end => end.Tenant == 1);

        app.Receiver("beta").Faults.Off();
        await app.Change(1, connection => connection.Paused = false);
        await Until(() => ends.Any(end => end is { Tenant: 1, Result.End: PassEnd.Done }));
        Assert.Empty(Differences(app, "beta"));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => holding);
    }

    [Fact, Trait("Invariant", "6")]
    public async Task What_is_broken_in_one_municipality_stops_no_other_and_is_tried_again_later()
    {
        await using var app = await StartTwo("beta");
        await app.Database.Write(session => session.Execute("UPDATE entity_body SET body = @nothing WHERE tenant = 2", ("@nothing", new byte[] { 0 })), Cancellation);
        var ends = new System.Collections.Concurrent.ConcurrentQueue<(int Tenant, PassResult Result)>();
        using var stop = new CancellationTokenSource();
        var environment = (await app.Database.Read(ConnectionStore.Environments, Cancellation)).Single();
        var holding = new LaneRunner(app.Tools).Hold(environment, (connection, result) => ends.Enqueue((connection.Tenant.Value, result)), stop.Token);
        await Until(() => ends.Any(end => end is { Tenant: 1, Result.End: PassEnd.Done }) && ends.Any(end => end.Tenant == 2));
        await Task.Delay(TimeSpan.FromSeconds(3), Cancellation);
        Assert.False(holding.IsCompleted);
        var broken = Assert.Single(ends, end => end.Tenant == 2).Result;
        Assert.Equal(PassEnd.Broken, broken.End);
        Assert.NotNull(broken.Fault);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => holding);
    }

    [Fact, Trait("Invariant", "5")]
    public async Task A_database_that_is_gone_for_a_while_loses_nothing()
    {
        await using var app = await Start(Engine.Postgres);
        var name = await app.Database.Read(session => session.Scalar<string>("SELECT current_database()"), Cancellation);
        await using var admin = new NpgsqlConnection(await server.NewDatabase());
        await admin.OpenAsync(Cancellation);
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.Slow) { Milliseconds = 20 });
        var done = new TaskCompletionSource();
        var loop = new LaneLoop(new LaneRunner(app.Tools with { AttemptTimeout = TimeSpan.FromSeconds(1) }), app.Database, TimeProvider.System,
            Microsoft.Extensions.Logging.Abstractions.NullLogger<LaneLoop>.Instance);
        loop.Passed += (_, result) =>
        {
            if (result.End is PassEnd.Done)
                done.TrySetResult();
        };
        using var stop = new CancellationTokenSource();
        var running = loop.Run(stop.Token);
        await Until(() => app.Receiver("alfa").Journal.Counts.Requests > 40);
        await Run(admin, $"ALTER DATABASE {name} ALLOW_CONNECTIONS false");
        await Run(admin, $"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'");
        await Task.Delay(TimeSpan.FromSeconds(3), Cancellation);
        app.Receiver("alfa").Faults.Off();
        Assert.False(done.Task.IsCompleted);
        await Run(admin, $"ALTER DATABASE {name} ALLOW_CONNECTIONS true");
        await done.Task.WaitAsync(TimeSpan.FromSeconds(60), Cancellation);
        Assert.Empty(app.Differences("alfa"));
        await stop.CancelAsync();
        await running.WaitAsync(TimeSpan.FromSeconds(30), Cancellation);
    }

    private async Task<SkolsynkApp> Start(Engine engine = Engine.Sqlite)
    {
        var app = await SkolsynkApp.Start(server, new SandboxOptions { Size = Tiny }, engine);
        await app.Connect("alfa");
        await app.RunSync();
        return app;
    }

    private async Task<SkolsynkApp> StartTwo(string supplier)
    {
        var app = await SkolsynkApp.Start(server, new SandboxOptions { Size = Tiny, Tenants = 2 });
        await app.Connect(supplier);
        await app.Connect(supplier, tenant: Second);
        await app.RunSync();
        await app.RunSync(Second);
        return app;
    }

    /// <summary>What both municipalities' objects together differ from what both should have there.</summary>
    private static IReadOnlyList<Divergence> Differences(SkolsynkApp app, string supplier, Func<ConnectionDescription, ConnectionDescription>? first = null)
    {
        var expected = app.Sandbox.Municipalities.SelectMany((municipality, i) =>
        {
            var description = ConnectionDescription.Everything(municipality, app.Sandbox.Suppliers[supplier].Profile);
            return Expectation.Of(municipality.Snapshot(), i == 0 && first is not null ? first(description) : description);
        });
        return Difference.Between(expected, app.Held(supplier));
    }

    private static async Task Run(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private static async Task Until(Func<bool> reached)
    {
        for (var i = 0; i < 6_000 && !reached(); i++)
            await Task.Delay(10, Cancellation);
        Assert.True(reached());
    }
}
