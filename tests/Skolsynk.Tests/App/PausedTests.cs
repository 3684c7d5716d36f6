using Skolsynk.Deliveries;
using Skolsynk.Retention;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;
using Skolsynk.Tests.Data;
using TenantId = Skolsynk.Data.TenantId;

namespace Skolsynk.Tests.App;

/// <summary>A pause stops everything at a supplier but the removal of protected persons.</summary>
[Trait("Invariant", "4")]
public sealed class PausedTests(PostgresServer server)
{
    private static readonly TenantId One = new(1);

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_protected_person_is_removed_at_a_paused_supplier_and_nothing_else_is_done_there(Engine engine)
    {
        await using var app = await Delivered(engine);
        await app.Change(1, connection => connection.Paused = true);
        var marked = Pupil(app);
        var newcomer = app.Municipality.AddPupil("Alva", "Testson", app.Municipality.Schools[0].Id, app.Municipality.ClassesOfSchool(app.Municipality.Schools[0].Id)[0].Id);
        var left = app.Municipality.Users.First(user => user.IsStudent && user.AccountEnabled && user.Id != marked.Id && app.Held("alfa").Find(ScimEndpoint.Users, user.Id) is not null);
        app.Municipality.RemoveUser(left.Id);
        await app.RunSync();
        app.Receiver("alfa").Journal.Clear();
        Assert.Empty(await app.DeliverAll());
        Assert.Equal(0, app.Receiver("alfa").Journal.Counts.Requests);

        await Mark(app, marked);
        var pass = (await app.DeliverAll())["alfa"];
        Assert.Equal(PassEnd.Rests, pass.End);
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, marked.Id));
        Assert.All(app.Held("alfa").All(ScimEndpoint.StudentGroups), group => Assert.DoesNotContain(group.References, to => to.Id == marked.Id));
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, newcomer.Id));
        Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, left.Id));
        Assert.Empty(await app.DeliverAll());

        await app.Change(1, connection => connection.Paused = false);
        await app.DeliverAll();
        Assert.Empty(app.Differences("alfa", d => d with { ExcludedPersons = [marked.Id] }));
    }

    [Fact]
    public async Task A_removal_that_a_paused_supplier_refuses_is_tried_again_within_the_hour()
    {
        await using var app = await Delivered(Engine.Sqlite);
        await app.Change(1, connection => connection.Paused = true);
        var marked = Pupil(app);
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.BadRequest) { Method = "DELETE" });
        await Mark(app, marked);
        await app.DeliverAll();
        Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, marked.Id));
        app.Receiver("alfa").Faults.Off();
        app.Clock.Advance(TimeSpan.FromMinutes(61));
        await app.DeliverAll();
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, marked.Id));
    }

    [Fact]
    public async Task A_pause_in_the_middle_of_a_first_delivery_sends_no_more_of_it_though_somebody_is_marked()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa", profile: profile => profile with { RatePerSecond = 50, Parallelism = 2 });
        await app.RunSync();
        using var stop = new CancellationTokenSource();
        var environment = (await app.Database.Read(ConnectionStore.Environments)).Single();
        var holding = Task.Run(async () =>
        {
            for (; !stop.IsCancellationRequested; await Task.Delay(100, CancellationToken.None))
                await new LaneRunner(app.Tools).Hold(environment, (_, _) => { }, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
        });
        await Until(() => app.Held("alfa").Count(ScimEndpoint.Users) > 20);
        var marked = app.Held("alfa").All(ScimEndpoint.Users)[0].Id;
        await app.Database.Write(session =>
        {
            Marks.Set(session, One, MarkOrigin.Operator, new HashSet<Guid> { Guid.Parse(marked) });
            using var context = session.Context(One);
            context.Set<Connection>().Single().Paused = true;
            context.SaveChanges();
        });
        await Until(() => app.Held("alfa").Find(ScimEndpoint.Users, marked) is null);
        var sent = app.Receiver("alfa").Journal.Counts.Requests;
        await Task.Delay(TimeSpan.FromSeconds(3), TestContext.Current.CancellationToken);
        Assert.InRange(app.Receiver("alfa").Journal.Counts.Requests, sent, sent + 40);
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, marked));
        await stop.CancelAsync();
        await holding;
    }

    private static async Task Until(Func<bool> so)
    {
        for (var i = 0; i < 600 && !so(); i++)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.True(so());
    }

    private static SandboxUser Pupil(SkolsynkApp app) => app.Municipality.Users.First(user => user.IsStudent && user.AccountEnabled
        && app.Held("alfa").Find(ScimEndpoint.Users, user.Id) is not null && app.Municipality.ClassesOfUser(user.Id).Count > 0);

    private static Task<MarksSet> Mark(SkolsynkApp app, SandboxUser user) => app.Database.Write(session =>
        Marks.Set(session, One, MarkOrigin.Operator, new HashSet<Guid> { Guid.Parse(user.Id) }));

    private async Task<SkolsynkApp> Delivered(Engine engine)
    {
        var app = await SkolsynkApp.Start(server, engine: engine);
        await app.Connect("alfa");
        await app.RunSync();
        await app.DeliverAll();
        return app;
    }
}
