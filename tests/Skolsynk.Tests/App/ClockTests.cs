using Microsoft.Extensions.Logging.Abstractions;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Retention;
using Skolsynk.Rosters;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tenants;
using Skolsynk.Tests.Data;
using Tenant = Skolsynk.Tenants.Tenant;

namespace Skolsynk.Tests.App;

/// <summary>A clock that jumps a year ahead or a day back purges nobody, removes nobody and silences nobody.</summary>
public sealed class ClockTests(PostgresServer server)
{
    private static readonly TenantId One = new(1);

    [Theory, InlineData(365), InlineData(-1)]
    [Trait("Invariant", "4"), Trait("Invariant", "9")]
    public async Task No_wait_ends_and_no_window_opens_until_somebody_has_accepted_the_clock(int days)
    {
        await using var app = await Delivered(profile => profile with { RemovalWaitDays = 14 });
        await Purge(app, accept: false);
        var pupil = Pupils(app)[0];
        app.Municipality.RemoveUser(pupil.Id);
        await app.RunSync();
        await app.DeliverAll();
        var jumped = Jump(app, TimeSpan.FromDays(days));
        await app.Database.Write(session =>
        {
            using var context = session.Context(One);
            var day = DateOnly.FromDateTime(jumped.UtcDateTime);
            context.Set<Tenant>().Single().BrakeWindow = new BrakeWindow(day, day, new BrakeLimits { School = new(100, 1_000), PersonsInWeek = new(100, 1_000), PersonsInDay = new(100, 1_000) });
            context.SaveChanges();
        });
        await app.DeliverAll();
        Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, pupil.Id));
        foreach (var one in Pupils(app).Take(60))
            app.Municipality.RemoveUser(one.Id);
        Assert.IsType<SyncResult.Held>(await app.RunSync());
        Assert.Equal(JobTime.Doubtful, (await Purge(app, accept: false)).Time);

        await Purge(app, accept: true);
        app.Clock.Advance(TimeSpan.FromHours(2));
        await app.DeliverAll();
        Assert.Equal(days > 0, app.Held("alfa").Find(ScimEndpoint.Users, pupil.Id) is null);
    }

    [Theory, InlineData(365), InlineData(-1)]
    [Trait("Invariant", "1")]
    public async Task What_is_held_or_kept_until_a_date_is_not_removed_by_it(int days)
    {
        await using var app = await Delivered();
        var pupils = Pupils(app).Take(60).ToList();
        List<string> there = [.. pupils.Select(pupil => pupil.Id).Where(id => app.Held("alfa").Find(ScimEndpoint.Users, id) is not null)];
        Assert.NotEmpty(there);
        foreach (var pupil in pupils)
            app.Municipality.RemoveUser(pupil.Id);
        Assert.IsType<SyncResult.Held>(await app.RunSync());
        var until = app.Clock.GetUtcNow().AddDays(30);
        foreach (var hold in await app.Holds())
            await app.Database.Write(session => HoldDecisions.Keep(One, session, hold.Number, until, [hold.Waiting[0].Id]));
        Jump(app, TimeSpan.FromDays(days));
        Assert.IsType<SyncResult.Held>(await app.RunSync());
        await app.DeliverAll();
        var stored = (await app.Database.Read(session => RosterStore.Load(One, session))).Roster.Persons.Select(person => $"{person.Id}").ToHashSet();
        Assert.All(pupils, pupil => Assert.Contains(pupil.Id, stored));
        Assert.All(there, id => Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, id)));
    }

    [Fact, Trait("Invariant", "6")]
    public async Task A_day_back_silences_neither_reading_nor_lane_nor_a_connection_that_rested()
    {
        await using var app = await Delivered();
        await app.Database.Write(session =>
        {
            Assert.NotNull(Leases.TryTake(session, LeaseKind.Read, 1, "a process that died"));
            return Leases.TryTake(session, LeaseKind.Lane, 1, "a process that died");
        });
        Assert.IsType<SyncResult.NotRun>(await app.RunSync());
        await app.Database.Write(session => ConnectionStates.Rest(session, One, 1, RestKind.Unauthorized, 3, TimeSpan.FromMinutes(30), null));
        Jump(app, TimeSpan.FromDays(-1));
        app.Municipality.Put(Pupils(app)[0] with { Surname = "Nyttnamn" });
        Assert.IsType<SyncResult.Done>(await app.RunSync());
        await app.DeliverAll();
        Assert.Empty(app.Differences("alfa"));
    }

    [Fact, Trait("Invariant", "6")]
    public async Task A_day_back_delays_no_reading_by_more_than_an_hour()
    {
        await using var app = await Delivered();
        using var loop = new SyncLoop(app.Database, app.Engine, Schedule.Hourly, app.Clock, NullLogger<SyncLoop>.Instance);
        await loop.StartAsync(TestContext.Current.CancellationToken);
        Jump(app, TimeSpan.FromDays(-1));
        var runs = await Runs(app);
        for (var turn = 0; turn < 300 && await Runs(app) == runs; turn++)
        {
            app.Clock.Advance(TimeSpan.FromSeconds(15));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        Assert.True(await Runs(app) > runs);
        await loop.StopAsync(TestContext.Current.CancellationToken);
    }

    [Theory, InlineData(6, true), InlineData(-6, true), InlineData(4, false)]
    [Trait("Invariant", "4"), Trait("Invariant", "9")]
    public async Task A_machine_whose_clock_is_five_minutes_from_the_databases_does_nothing_that_depends_on_time(int minutes, bool apart)
    {
        await using var test = await TestDatabase.Create(Engine.Postgres, server);
        var own = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(TimeProvider.System.GetUtcNow().AddMinutes(minutes));
        await using var database = new PostgresDatabase(test.ConnectionString!, own: own);
        await test.Database.Write(session =>
        {
            session.Execute("INSERT INTO tenant(id, entra_tenant_id, key, name, active, include_guests, include_disabled, include_handmade_groups, keep_school_year, confirmed, made_up_codes) "
                + "VALUES(1, @entra, 'ekby', 'Ekby', TRUE, FALSE, FALSE, TRUE, FALSE, FALSE, FALSE)", ("@entra", new byte[16]));
            InputVersions.Raise(session, One, 1);
            session.Execute("UPDATE connection_state SET ending = 2, ending_at = 1 WHERE tenant = 1");
        });
        Assert.Equal(!apart, await database.Read(ClockGuard.IsTrusted));
        await new EndingRound(database, "test").RunOnce(acceptTime: false, TestContext.Current.CancellationToken);
        Assert.Equal(apart ? 1 : 0, await database.Read(session => session.Scalar<int>("SELECT count(*) FROM connection_state WHERE tenant = 1")));
        var purge = await new Purge(database, "test").RunOnce(acceptTime: false, TestContext.Current.CancellationToken);
        Assert.Equal(apart ? JobTime.Apart : JobTime.Due, purge.Time);
        Assert.Equal(apart, await database.Read(session => JobRuns.Last(session, Job.Purge)) is null);
        if (apart)
            Assert.Equal(JobTime.Due, (await new Purge(database, "test").RunOnce(acceptTime: true, TestContext.Current.CancellationToken)).Time);
    }

    private static DateTimeOffset Jump(SkolsynkApp app, TimeSpan by)
    {
        if (by < TimeSpan.Zero)
            app.Clock.AdjustTime(app.Clock.GetUtcNow() + by);
        else
            app.Clock.Advance(by);
        return app.Clock.GetUtcNow();
    }

    private static Task<PurgeResult> Purge(SkolsynkApp app, bool accept) => new Purge(app.Database, "test").RunOnce(accept, TestContext.Current.CancellationToken);

    private static Task<int> Runs(SkolsynkApp app) => app.Database.Read(session => SyncRuns.Latest(One, session, 100).Count);

    /// <summary>Of one school, in a class there, and nothing else.</summary>
    private static List<SandboxUser> Pupils(SkolsynkApp app) => [.. app.Municipality.Users.Where(u => u.IsStudent && u.AccountEnabled && u.Surname is not null
        && app.Municipality.SchoolsOfUser(u.Id) is [var school] && school.Id == app.Municipality.Schools[0].Id && app.Municipality.ClassesTaughtBy(u.Id).Count == 0)];

    private async Task<SkolsynkApp> Delivered(Func<CapabilityProfile, CapabilityProfile>? profile = null)
    {
        var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa", profile: profile);
        await app.RunSync();
        await app.DeliverAll();
        return app;
    }
}
