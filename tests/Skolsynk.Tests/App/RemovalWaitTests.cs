using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Retention;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tenants;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.App;

/// <summary>Where a supplier, or a municipality, asks for a wait before removals: who comes back within it was never gone.</summary>
[Trait("Invariant", "4")]
public sealed class RemovalWaitTests(PostgresServer server)
{
    private static readonly TenantId One = new(1);

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Who_left_stays_at_that_supplier_for_the_wait_and_then_goes(Engine engine)
    {
        await using var app = await Delivered(engine);
        var pupil = Pupil(app);
        app.Municipality.RemoveUser(pupil.Id);
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.RunSync();
        Assert.Equal(PassEnd.Done, (await app.DeliverAll())["alfa"].End);
        Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, pupil.Id));
        Assert.Null(app.Held("beta").Find(ScimEndpoint.Users, pupil.Id));
        Assert.DoesNotContain(app.Held("alfa").All(ScimEndpoint.StudentGroups), group => group.References.Any(to => to.Id == pupil.Id));

        app.Clock.Advance(TimeSpan.FromDays(13));
        Assert.Equal(0, (await app.DeliverAll())["alfa"].Deleted);
        Assert.Single(await app.Database.Read(session => LeavingStore.Load(session, One, 1)));
        app.Clock.Advance(TimeSpan.FromDays(2));
        app.Receiver("alfa").Journal.Clear();
        await app.DeliverAll();
        Assert.Equal([$"{ScimEndpoint.Users}/{pupil.Id}"], app.Receiver("alfa").Journal.Last(100).Where(one => one.Method == "DELETE").Select(one => $"{one.Endpoint}/{one.Id}"));
        Assert.Empty(app.Differences("alfa"));
        app.Clock.Advance(TimeSpan.FromDays(1));
        await app.DeliverAll();
        Assert.Empty(await app.Database.Read(session => LeavingStore.Load(session, One, 1)));
    }

    [Fact, Trait("Invariant", "3")]
    public async Task Who_comes_back_within_the_wait_is_not_sent_and_waits_anew_when_leaving_again()
    {
        await using var app = await Delivered();
        var pupil = Pupil(app);
        Guid[] out1 = [Guid.Parse(pupil.Id)];
        await app.ChangeScope(1, new ScopeSettings { AllSchools = true, ExcludedPersons = out1 });
        await app.DeliverAll();
        app.Clock.Advance(TimeSpan.FromDays(10));
        var users = app.Receiver("alfa").Journal.Last(10_000).Count(one => one.Id == pupil.Id);
        await app.ChangeScope(1, new ScopeSettings { AllSchools = true });
        await app.DeliverAll();
        Assert.Equal(users, app.Receiver("alfa").Journal.Last(10_000).Count(one => one.Id == pupil.Id));
        Assert.Empty(app.Differences("alfa"));

        await app.ChangeScope(1, new ScopeSettings { AllSchools = true, ExcludedPersons = out1 });
        await app.DeliverAll();
        app.Clock.Advance(TimeSpan.FromDays(10));
        await app.DeliverAll();
        Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, pupil.Id));
        app.Clock.Advance(TimeSpan.FromDays(5));
        await app.DeliverAll();
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, pupil.Id));
    }

    [Fact]
    public async Task A_protected_person_an_ending_and_a_taken_name_wait_for_nothing()
    {
        await using var app = await Delivered();
        var (marked, renamed) = (Pupil(app), Pupil(app, 1));
        app.Municipality.RemoveUser(marked.Id);
        app.Municipality.RemoveUser(renamed.Id);
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.RunSync();
        await app.DeliverAll();
        Assert.Equal(2, (await app.Database.Read(session => LeavingStore.Load(session, One, 1))).Count);
        await app.Database.Write(session => Marks.Set(session, One, MarkOrigin.Operator, new HashSet<Guid> { Guid.Parse(marked.Id) }));
        await app.DeliverAll();
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, marked.Id));
        Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, renamed.Id));

        var heir = app.Municipality.AddPupil("Alva", "Testson", app.Municipality.Schools[0].Id);
        app.Municipality.Put(heir with { UserPrincipalName = renamed.UserPrincipalName });
        await app.RunSync();
        Assert.Equal(0, (await app.DeliverAll())["alfa"].Refused);
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, renamed.Id));
        Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, heir.Id));

        await app.Database.Write(session => Endings.Begin(session, One, 1, EndingKind.DeleteAtSupplier));
        await app.DeliverAll();
        Assert.All(ScimEndpoints.All, endpoint => Assert.Equal(0, app.Held("alfa").Count(endpoint)));
    }

    [Fact]
    public async Task The_plan_brake_asks_at_the_beginning_of_the_wait_and_not_again_at_its_end()
    {
        await using var app = await Delivered();
        Guid[] pupils = [.. app.Municipality.Users.Where(u => u.IsStudent && u.AccountEnabled && app.Municipality.SchoolsOfUser(u.Id).Count == 1)
            .GroupBy(u => app.Municipality.SchoolsOfUser(u.Id)[0].Id).SelectMany(school => school.Take(9)).Select(u => Guid.Parse(u.Id))];
        await app.ChangeScope(1, new ScopeSettings { AllSchools = true, ExcludedPersons = pupils[..12] });
        Assert.Equal(PassEnd.Done, (await app.DeliverAll())["alfa"].End);
        app.Clock.Advance(TimeSpan.FromDays(8));
        await app.ChangeScope(1, new ScopeSettings { AllSchools = true, ExcludedPersons = pupils[..24] });
        Assert.Equal(PassEnd.Done, (await app.DeliverAll())["alfa"].End);
        app.Clock.Advance(TimeSpan.FromDays(7));
        var pass = (await app.DeliverAll())["alfa"];
        Assert.Equal(PassEnd.Done, pass.End);
        Assert.True(pass.Deleted >= 12);
        await app.ChangeScope(1, new ScopeSettings { AllSchools = true, Students = false });
        Assert.Equal(PassEnd.Held, (await app.DeliverAll())["alfa"].End);
        app.Clock.Advance(TimeSpan.FromDays(60));
        Assert.InRange((await app.DeliverAll())["alfa"].Deleted, 1, 12);
    }

    private static SandboxUser Pupil(SkolsynkApp app, int skip = 0) => app.Municipality.Users.Where(u =>
        u.IsStudent && u.AccountEnabled && u.Surname is not null && app.Municipality.ClassesOfUser(u.Id).Count > 1 && app.Municipality.ClassesTaughtBy(u.Id).Count == 0).Skip(skip).First();

    private async Task<SkolsynkApp> Delivered(Engine engine = Engine.Sqlite)
    {
        var app = await SkolsynkApp.Start(server, engine: engine);
        await app.Connect("alfa", profile: profile => profile with { RemovalWaitDays = 14 });
        await app.Connect("beta", profile: profile => profile with { RemovalWaitDays = 14 });
        await app.Change(2, connection => connection.RemovalWaitDays = 0);
        Assert.IsType<SyncResult.Done>(await app.RunSync());
        await app.DeliverAll();
        return app;
    }
}
