using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Retention;
using Skolsynk.Rosters;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tenants;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.App;

/// <summary>Deletes that settings, or we ourselves, would cause: nothing is deleted until a person has said so.</summary>
[Trait("Invariant", "4")]
public sealed class PlanBrakeTests(PostgresServer server)
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Unticking_a_big_school_deletes_nothing_until_it_is_approved(Engine engine)
    {
        await using var app = await Delivered(engine);
        var before = Counts(app);
        await SetScope(app, scope => scope with { AllSchools = false, Schools = AllSchools(app).Skip(1).ToList() });
        var held = (await app.DeliverAll())["alfa"];

        Assert.Equal((PassEnd.Held, 0), (held.End, held.Deleted));
        Assert.True(held.Stays > 100);
        Assert.Equal(before, Counts(app));
        var holds = await app.Holds();
        Assert.NotEmpty(holds);
        Assert.All(holds, hold => Assert.Equal(1, hold.Connection));
        Assert.Equal(PassEnd.Skipped, (await app.DeliverAll())["alfa"].End);

        await app.ApproveHolds();
        var done = (await app.DeliverAll())["alfa"];
        Assert.Equal((PassEnd.Done, 0), (done.End, done.Stays));
        Assert.True(done.Deleted > held.Stays);
        Assert.Empty(await app.Holds());
        Assert.DoesNotContain(app.Held("alfa").All(ScimEndpoint.SchoolUnits), unit => unit.Id == AllSchools(app)[0].ToString());
    }

    [Fact]
    public async Task While_deletes_wait_newcomers_arrive_and_those_who_stay_remain_in_their_classes()
    {
        await using var app = await Delivered();
        var group = app.Municipality.Classes.First(c => app.Municipality.MembersOf(c.Id).Count(u => u.IsStudent && u.AccountEnabled) > 5);
        var asSent = app.Held("alfa").All(ScimEndpoint.StudentGroups).Single(one => one.Id == group.Id).Body;
        await SetScope(app, scope => scope with { Students = false });
        Assert.Equal(PassEnd.Held, (await app.DeliverAll())["alfa"].End);
        Assert.Equal(asSent, app.Held("alfa").All(ScimEndpoint.StudentGroups).Single(one => one.Id == group.Id).Body);

        var teacher = app.Municipality.AddNewTeacher("Alva", "Testson", app.Municipality.Schools[0].Id);
        await app.RunSync();
        var pass = (await app.DeliverAll())["alfa"];
        Assert.Equal((PassEnd.Held, 0), (pass.End, pass.Deleted));
        Assert.Contains(app.Held("alfa").All(ScimEndpoint.Users), user => user.Id == teacher.Id);

        await SetScope(app, scope => scope with { Students = true });
        Assert.Equal(PassEnd.Done, (await app.DeliverAll())["alfa"].End);
        Assert.Empty(await app.Holds());
        Assert.Empty(app.Differences("alfa"));
    }

    [Fact]
    public async Task A_few_who_are_left_out_by_a_setting_are_deleted_at_once_and_many_small_steps_are_not()
    {
        await using var app = await Delivered();
        Guid[] pupils = [.. app.Municipality.Users.Where(u => u.IsStudent && u.AccountEnabled && app.Municipality.SchoolsOfUser(u.Id).Count == 1)
            .GroupBy(u => app.Municipality.SchoolsOfUser(u.Id)[0].Id).SelectMany(school => school.Take(9)).Select(u => Guid.Parse(u.Id))];
        Assert.True(pupils.Length >= 24);
        await SetScope(app, scope => scope with { ExcludedPersons = pupils[..12] });
        Assert.Equal(PassEnd.Done, (await app.DeliverAll())["alfa"].End);
        Assert.DoesNotContain(app.Held("alfa").All(ScimEndpoint.Users), user => user.Id == pupils[0].ToString());
        app.Clock.Advance(TimeSpan.FromHours(1));
        await SetScope(app, scope => scope with { ExcludedPersons = pupils[..24] });
        Assert.Equal((PassEnd.Held, 0), ((await app.DeliverAll())["alfa"] is var pass ? pass.End : default, pass.Deleted));
    }

    [Fact]
    public async Task What_the_source_brake_let_through_or_a_person_approved_there_is_braked_no_second_time()
    {
        await using var app = await Delivered();
        var school = app.Municipality.Schools[0];
        var pupils = app.Municipality.Users.Where(u => u.IsStudent && app.Municipality.SchoolsOfUser(u.Id).Any(s => s.Id == school.Id)).Take(60).ToList();
        foreach (var pupil in pupils)
            app.Municipality.RemoveUser(pupil.Id);
        Assert.IsType<SyncResult.Held>(await app.RunSync());
        Assert.Equal(0, (await app.DeliverAll())["alfa"].Deleted);
        await app.ApproveHolds();
        Assert.IsType<SyncResult.Done>(await app.RunSync());
        var pass = (await app.DeliverAll())["alfa"];
        Assert.Equal(PassEnd.Done, pass.End);
        Assert.True(pass.Deleted >= 50);
        Assert.Empty(app.Differences("alfa"));
    }

    [Fact]
    public async Task Who_has_moved_to_a_school_that_is_not_sent_is_deleted_only_when_that_too_is_approved()
    {
        await using var app = await Delivered();
        var (from, to) = (app.Municipality.Schools[0], app.Municipality.Schools.Last(school => school.SchoolUnitCode is not null));
        await app.Database.Write(session => SchoolCodes.Set(session, new TenantId(1), new Dictionary<Guid, string?> { [AllSchools(app)[^1]] = null }));
        await app.DeliverAll();
        await app.ApproveHolds();
        await app.DeliverAll();
        var pupils = app.Municipality.Users.Where(u => u.IsStudent && app.Municipality.SchoolsOfUser(u.Id) is [var only] && only.Id == from.Id).Take(60).ToList();
        foreach (var pupil in pupils)
            app.Municipality.MoveToSchool(pupil.Id, from.Id, to.Id);
        Assert.IsType<SyncResult.Held>(await app.RunSync());
        await app.ApproveHolds();
        Assert.IsType<SyncResult.Done>(await app.RunSync());
        Assert.Equal((PassEnd.Held, 0), (await app.DeliverAll())["alfa"] is var pass ? (pass.End, pass.Deleted) : default);
        Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, pupils[0].Id));
    }

    [Fact]
    public async Task A_protected_person_is_removed_while_others_wait()
    {
        await using var app = await Delivered();
        var pupil = app.Municipality.Users.First(u => u.IsStudent && u.AccountEnabled && app.Municipality.ClassesOfUser(u.Id).Count > 0);
        await SetScope(app, scope => scope with { Students = false });
        Assert.Equal(PassEnd.Held, (await app.DeliverAll())["alfa"].End);
        await app.Database.Write(session => Marks.Set(session, new TenantId(1), MarkOrigin.Operator, new HashSet<Guid> { Guid.Parse(pupil.Id) }));
        Assert.DoesNotContain(await app.Holds(), hold => hold.Items.Any(item => item.Loss.Id == Guid.Parse(pupil.Id)));
        var pass = (await app.DeliverAll())["alfa"];
        Assert.Equal(PassEnd.Held, pass.End);
        Assert.DoesNotContain(app.Held("alfa").All(ScimEndpoint.Users), user => user.Id == pupil.Id);
        Assert.DoesNotContain(app.Held("alfa").All(ScimEndpoint.StudentGroups), group => group.References.Any(to => to.Id == pupil.Id));
    }

    [Fact]
    public async Task What_is_kept_until_a_date_stays_without_a_hold_and_waits_again_afterwards()
    {
        await using var app = await Delivered();
        await SetScope(app, scope => scope with { AllSchools = false, Schools = AllSchools(app).Skip(1).ToList() });
        await app.DeliverAll();
        var until = app.Clock.GetUtcNow().AddDays(3);
        foreach (var hold in await app.Holds())
            await app.Database.Write(session => HoldDecisions.Keep(new TenantId(1), session, hold.Number, until, null));
        var pass = (await app.DeliverAll())["alfa"];
        Assert.Equal((PassEnd.Done, 0), (pass.End, pass.Deleted));
        Assert.True(pass.Stays > 100);
        app.Clock.Advance(TimeSpan.FromDays(4));
        Assert.Equal(PassEnd.Held, (await app.DeliverAll())["alfa"].End);
    }

    private static int[] Counts(SkolsynkApp app) => [.. Enum.GetValues<ScimEndpoint>().Select(app.Held("alfa").Count)];

    private static List<Guid> AllSchools(SkolsynkApp app) =>
        [.. app.Municipality.Schools.Where(s => s.SchoolUnitCode is not null).Select(s => Ids.Of(app.Municipality.EntraTenantId, EntityKind.School, s.Id))];

    private static Task SetScope(SkolsynkApp app, Func<ScopeSettings, ScopeSettings> change) => app.Database.Write(session =>
    {
        using var context = session.Context(new TenantId(1));
        var connection = context.Set<Connection>().Single(c => c.Id == 1);
        connection.Scope = change(connection.Scope);
        context.SaveChanges();
        InputVersions.Raise(session, new TenantId(1), 1);
    });

    private async Task<SkolsynkApp> Delivered(Engine engine = Engine.Sqlite)
    {
        var app = await SkolsynkApp.Start(server, engine: engine);
        await app.Connect("alfa");
        await app.RunSync();
        await app.DeliverAll();
        return app;
    }
}
