using Skolsynk.Deliveries;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.App;

/// <summary>The main job from Microsoft 365 to the suppliers, compared object by object with what the sandbox expects by itself.</summary>
public sealed class MainJobTests(PostgresServer server)
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_municipality_reaches_both_suppliers_exactly(Engine engine)
    {
        await using var app = await SkolsynkApp.Start(server, engine: engine);
        await app.Connect("alfa");
        await app.Connect("beta");

        Assert.IsType<SyncResult.Done>(await app.RunSync());
        var passes = await app.DeliverAll();

        Assert.All(passes.Values, pass => Assert.Equal((PassEnd.Done, 0), (pass.End, pass.Refused)));
        Assert.Empty(app.Differences("alfa"));
        Assert.Empty(app.Differences("beta"));
        Assert.True(app.Held("alfa").Count(ScimEndpoint.Users) > 400);
    }

    [Fact, Trait("Invariant", "3")]
    public async Task A_second_run_with_nothing_changed_sends_nothing()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        await app.RunSync();
        await app.DeliverAll();
        var sent = app.Receiver("alfa").Journal.Counts.Requests;

        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.IsType<SyncResult.NothingChanged>(await app.RunSync());
        Assert.Equal(PassEnd.Skipped, (await app.DeliverAll())["alfa"].End);
        app.Clock.Advance(TimeSpan.FromHours(24));
        Assert.Equal(PassEnd.Done, (await app.DeliverAll())["alfa"].End);
        Assert.Equal(sent, app.Receiver("alfa").Journal.Counts.Requests);
    }

    [Fact]
    public async Task Changes_in_the_source_reach_the_supplier_and_nothing_else_is_sent()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        await app.Connect("beta");
        await app.RunSync();
        await app.DeliverAll();
        var before = app.Receiver("alfa").Journal.Counts;

        var municipality = app.Municipality;
        var school = municipality.Schools[0];
        var classes = municipality.ClassesOfSchool(school.Id).Where(c => municipality.MembersOf(c.Id).Count > 5).ToList();
        var pupil = municipality.MembersOf(classes[0].Id).First(u => u.IsStudent);
        municipality.MoveToClass(pupil.Id, classes[0].Id, classes[1].Id);
        municipality.RenameClass(classes[2].Id, "9Z");
        municipality.AddPupil("Alva", "Testson", school.Id, classes[1].Id);
        municipality.RemoveUser(municipality.MembersOf(classes[3].Id).First(u => u.IsStudent).Id);
        await app.RunSync();
        var pass = (await app.DeliverAll())["alfa"];

        Assert.Empty(app.Differences("alfa"));
        Assert.Empty(app.Differences("beta"));
        Assert.Equal(PassEnd.Done, pass.End);
        Assert.InRange(app.Receiver("alfa").Journal.Counts.Requests - before.Requests, 5, 20);
    }
}
