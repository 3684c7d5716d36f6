using Skolsynk.Deliveries;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Tenants;
using Skolsynk.Source;
using Skolsynk.Sync;
using Skolsynk.Tests.Data;
using Fault = Skolsynk.Sandbox.Faults.Fault;
using FaultKind = Skolsynk.Sandbox.Faults.FaultKind;

namespace Skolsynk.Tests.App;

/// <summary>What goes wrong at Microsoft 365 removes nobody, changes nothing at the suppliers, and heals by itself.</summary>
public sealed class SourceFaultTests(PostgresServer server)
{
    [Theory]
    [InlineData("BadJson", FailureKind.Malformed)]
    [InlineData("ForeignNextLink", FailureKind.Malformed)]
    [InlineData("EndlessPages", FailureKind.Malformed)]
    [InlineData("NotFound", FailureKind.Malformed)]
    [InlineData("HalfPageChain", FailureKind.Unreachable)]
    [InlineData("HtmlGateway", FailureKind.Unreachable)]
    [InlineData("BrokenConnection", FailureKind.Unreachable)]
    [InlineData("ServerError", FailureKind.Unreachable)]
    [InlineData("Throttled", FailureKind.Throttled)]
    [InlineData("Unauthorized", FailureKind.ConsentLost)]
    [InlineData("Forbidden", FailureKind.ConsentLost)]
    [InlineData("BareMembers", FailureKind.PermissionMissing)]
    [InlineData("NotEducationTenant", FailureKind.NotEducationTenant)]
    [Trait("Invariant", "1")]
    public async Task A_read_that_fails_says_why_and_changes_nothing(string kind, FailureKind failure)
    {
        await using var app = await Delivered();
        // Pages of a small school hold all of it; a chain needs more than one.
        if (kind is "HalfPageChain" or "ForeignNextLink" or "EndlessPages")
            app.Sandbox.Faults.SwitchOn(new Fault(FaultKind.EmptyPages));
        app.Sandbox.Faults.SwitchOn(new Fault(Enum.Parse<FaultKind>(kind)));
        app.Municipality.RemoveUser(Pupil(app).Id);
        var requests = app.Receiver("alfa").Journal.Counts.Requests;

        var failed = Assert.IsType<SyncResult.Failed>(await app.RunSync());
        Assert.Equal(failure, failed.Failure.Kind);
        Assert.Equal(PassEnd.Skipped, (await app.DeliverAll())["alfa"].End);
        Assert.Equal(requests, app.Receiver("alfa").Journal.Counts.Requests);

        app.Sandbox.Faults.SwitchAllOff();
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.RunSync();
        await app.DeliverAll();
        Assert.Empty(app.Differences("alfa"));
    }

    [Theory]
    [InlineData("EmptyPages")]
    [InlineData("RepeatedPages")]
    [InlineData("DuplicateIds")]
    [InlineData("UnknownValues")]
    public async Task What_is_odd_but_whole_is_read_and_changes_nothing(string kind)
    {
        await using var app = await Delivered();
        var requests = app.Receiver("alfa").Journal.Counts.Requests;
        app.Sandbox.Faults.SwitchOn(new Fault(Enum.Parse<FaultKind>(kind)));

        var result = await app.RunSync();
        if (kind == "UnknownValues")
            Assert.IsNotType<SyncResult.Failed>(result);
        else
            Assert.IsType<SyncResult.NothingChanged>(result);
        await app.DeliverAll();
        if (kind != "UnknownValues")
            Assert.Equal(requests, app.Receiver("alfa").Journal.Counts.Requests);
    }

    [Fact, Trait("Invariant", "1")]
    public async Task An_empty_source_removes_nobody()
    {
        await using var app = await Delivered();
        app.Sandbox.Faults.SwitchOn(new Fault(FaultKind.EmptySource));
        Assert.IsType<SyncResult.Held>(await app.RunSync());
        await app.DeliverAll();
        Assert.Empty(app.Differences("alfa"));
    }

    [Fact, Trait("Invariant", "1")]
    public async Task A_pupil_who_is_missing_in_the_lists_but_answers_by_himself_is_not_removed()
    {
        await using var app = await Delivered();
        var pupil = Pupil(app);
        var school = app.Municipality.SchoolsOfUser(pupil.Id)[0];
        app.Sandbox.Faults.SwitchOn(new Fault(FaultKind.EmptySource) { Path = $"v1.0/education/schools/{school.Id}/users", Count = 1 });
        await app.RunSync();
        await app.DeliverAll();
        Assert.Empty(app.Differences("alfa"));
    }

    [Theory]
    [InlineData(EntraError.WrongSecret, FailureKind.OwnCredentialWrong)]
    [InlineData(EntraError.ExpiredSecret, FailureKind.OwnCredentialWrong)]
    [InlineData(EntraError.ConsentMissing, FailureKind.ConsentLost)]
    public async Task Consent_lost_and_our_own_secret_are_told_apart(EntraError error, FailureKind failure)
    {
        await using var app = await SkolsynkApp.Start(server);
        app.Sandbox.Tenants.Find(app.Municipality.EntraTenantId)!.Error = error;
        Assert.Equal(failure, Assert.IsType<SyncResult.Failed>(await app.RunSync()).Failure.Kind);
    }

    [Fact]
    public async Task A_group_of_5000_and_a_name_of_a_million_characters_do_no_harm()
    {
        var municipality = MunicipalityGenerator.Create(7);
        var school = municipality.Schools[0];
        var group = municipality.ClassesOfSchool(school.Id)[0];
        for (var i = 0; i < 5_000; i++)
            municipality.AddPupil("Alva", $"Prov{(char)('a' + (i % 26))}{(char)('a' + (i / 26 % 26))}", school.Id, group.Id);
        await using var app = await SkolsynkApp.Start(server, new SandboxOptions { Municipalities = [municipality] });
        await app.Connect("alfa");
        await app.RunSync();
        await app.DeliverAll();
        Assert.Empty(app.Differences("alfa"));

        app.Sandbox.Faults.SwitchOn(new Fault(FaultKind.MillionCharacterName));
        Assert.IsNotType<SyncResult.Failed>(await app.RunSync());
        // A school without a name is not sent: all its pupils would go, and wait instead.
        Assert.Equal(PassEnd.Held, (await app.DeliverAll())["alfa"].End);
        app.Sandbox.Faults.SwitchAllOff();
        await app.RunSync();
        await app.DeliverAll();
        Assert.Empty(app.Differences("alfa"));
    }

    private async Task<SkolsynkApp> Delivered()
    {
        var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        await app.RunSync();
        await app.DeliverAll();
        return app;
    }

    private static SandboxUser Pupil(SkolsynkApp app) => app.Municipality.Users.First(u =>
        u.IsStudent && u.AccountEnabled && u.Surname is not null && app.Municipality.SchoolsOfUser(u.Id).Count == 1);
}
