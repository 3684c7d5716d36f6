using Skolsynk.Deliveries;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.App;

/// <summary>What a supplier that is down, slow or wrong does to it, and to the others: nothing is lost, and no hand is needed afterwards.</summary>
public sealed class FaultTests(PostgresServer server)
{
    [Fact]
    public async Task A_refused_pupil_is_left_out_of_his_class_and_is_in_it_within_a_pass_after_the_fault()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        var group = app.Municipality.Classes.First(c => app.Municipality.MembersOf(c.Id).Any(u => u.IsStudent && u.AccountEnabled && u.Surname is not null));
        var pupil = app.Municipality.MembersOf(group.Id).First(u => u.IsStudent && u.AccountEnabled && u.Surname is not null);
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.BadRequest) { UserName = pupil.UserPrincipalName });
        await app.RunSync();
        var pass = (await app.DeliverAll())["alfa"];

        Assert.Equal((PassEnd.Done, 1), (pass.End, pass.Refused));
        Assert.All(app.Differences("alfa"), d => Assert.Contains(pupil.Id, d.Id + d.Reason, StringComparison.Ordinal));
        Assert.Contains(app.Held("alfa").All(ScimEndpoint.StudentGroups), g => g.Id == group.Id);

        app.Receiver("alfa").Faults.Off();
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.DeliverAll();
        Assert.Empty(app.Differences("alfa"));
    }

    [Fact]
    public async Task An_account_made_anew_with_the_same_user_name_arrives()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        await app.RunSync();
        await app.DeliverAll();
        var pupil = app.Municipality.Users.First(u => u.IsStudent && u.AccountEnabled && app.Municipality.ClassesOfUser(u.Id).Count > 0);
        var fresh = app.Municipality.RecreateAccount(pupil.Id);
        Assert.IsType<SyncResult.Held>(await app.RunSync());
        Assert.Equal(PassEnd.Skipped, (await app.DeliverAll())["alfa"].End);
        Assert.Contains(app.Held("alfa").All(ScimEndpoint.Users), u => u.Id == pupil.Id);

        await app.ApproveHolds();
        await app.RunSync();
        var pass = (await app.DeliverAll())["alfa"];

        Assert.Equal((PassEnd.Done, 0), (pass.End, pass.Refused));
        Assert.Contains(app.Held("alfa").All(ScimEndpoint.Users), u => u.Id == fresh.Id);
        Assert.Empty(app.Differences("alfa"));
    }

    [Fact]
    public async Task A_teacher_who_moves_to_another_school_arrives_where_only_one_is_taken()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("beta");
        await app.RunSync();
        await app.DeliverAll();
        var teacher = app.Municipality.Users.First(u => u.IsTeacher && u.AccountEnabled
            && app.Municipality.SchoolsOfUser(u.Id).Count == 1 && app.Municipality.ClassesTaughtBy(u.Id).Count == 0);
        var from = app.Municipality.SchoolsOfUser(teacher.Id)[0];
        app.Municipality.MoveToSchool(teacher.Id, from.Id, app.Municipality.Schools.First(s => s.Id != from.Id && s.SchoolUnitCode is not null).Id);
        await app.RunSync();
        Assert.Equal((PassEnd.Done, 0), ((await app.DeliverAll())["beta"] is var pass ? pass.End : default, pass.Waiting));
        Assert.Empty(app.Differences("beta"));
    }

    [Fact]
    public async Task An_hour_of_400_to_everything_needs_no_hand_afterwards()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.BadRequest) { Endpoint = ScimEndpoint.Users });
        await app.RunSync();
        Assert.Equal(RestKind.Misconfigured, (await app.DeliverAll())["alfa"].Rest);
        Assert.Empty(await app.Refusals(1));
        app.Receiver("alfa").Faults.Off();
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.BadRequest));
        for (var minute = 0; minute < 60; minute++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(1));
            Assert.NotEqual(PassEnd.Done, (await app.DeliverAll())["alfa"].End);
        }
        Assert.InRange(app.Receiver("alfa").Journal.Counts.Requests, 1, 200);

        app.Receiver("alfa").Faults.Off();
        app.Clock.Advance(TimeSpan.FromMinutes(40));
        Assert.Equal(PassEnd.Done, (await app.DeliverAll())["alfa"].End);
        Assert.Empty(app.Differences("alfa"));
    }

    [Fact]
    public async Task A_wrong_base_url_confirms_no_removal()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        await app.RunSync();
        await app.DeliverAll();
        var receipts = await app.Receipts(1);
        app.Municipality.RemoveUser(app.Municipality.Users.First(u => u.IsStudent && u.AccountEnabled).Id);
        await app.RunSync();
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.NotFound));
        var pass = (await app.DeliverAll())["alfa"];

        Assert.Equal((RestKind.Misconfigured, 0), (pass.Rest, pass.Deleted));
        Assert.Equal(receipts.Count, (await app.Receipts(1)).Count);

        app.Receiver("alfa").Faults.Off();
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.DeliverAll();
        Assert.Empty(app.Differences("alfa"));
    }

    [Fact]
    public async Task A_delete_whose_answer_was_lost_is_confirmed_by_its_404_once_the_address_is_proven()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        await app.RunSync();
        await app.DeliverAll();
        var pupil = app.Municipality.Users.First(u => u.IsStudent && u.AccountEnabled && app.Municipality.ClassesOfUser(u.Id).Count == 0
            || u.PrimaryRole == "teacher" && app.Municipality.ClassesTaughtBy(u.Id).Count == 0 && app.Municipality.SchoolsOfUser(u.Id).Count > 0);
        app.Municipality.RemoveUser(pupil.Id);
        await app.RunSync();
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.NoAnswer) { Method = "DELETE", Requests = 1 });
        await app.DeliverAll();
        for (var i = 0; i < 20; i++)
        {
            app.Clock.Advance(TimeSpan.FromMinutes(5));
            if ((await app.DeliverAll())["alfa"].End is PassEnd.Done or PassEnd.Skipped)
                break;
        }
        Assert.Empty(app.Differences("alfa"));
        Assert.DoesNotContain(await app.Receipts(1), r => r.Value.Status is not ReceiptStatus.Confirmed);
    }

    [Theory]
    [InlineData("Down", RestKind.Unreachable)]
    [InlineData("ServerError", RestKind.Unreachable)]
    [InlineData("Html", RestKind.Unreachable)]
    [InlineData("NoAnswer", RestKind.Unreachable)]
    [InlineData("Drip", RestKind.Unreachable)]
    [InlineData("Accepted", RestKind.Misconfigured)]
    [InlineData("Redirect", RestKind.Misconfigured)]
    [InlineData("NotFound", RestKind.Misconfigured)]
    [InlineData("Forbidden", RestKind.Unauthorized)]
    [Trait("Invariant", "6")]
    public async Task A_supplier_that_lies_delays_no_other_and_gets_everything_afterwards(string fault, RestKind rest)
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        await app.Connect("bench");
        app.Receiver("alfa").Faults.On(new Fault(Enum.Parse<FaultKind>(fault)) { Milliseconds = fault == "Drip" ? 1_000 : 10_000 });
        await app.RunSync();
        var passes = await app.DeliverAll();
        Assert.Equal(rest, passes["alfa"].Rest);
        Assert.Equal(PassEnd.Done, passes["bench"].End);
        Assert.DoesNotContain(await app.Receipts(1), r => r.Value.Status is ReceiptStatus.Confirmed);

        app.Receiver("alfa").Faults.Off();
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.DeliverAll();
        Assert.Empty(app.Differences("alfa"));
    }

    [Fact]
    public async Task A_throttled_lane_slows_and_loses_nothing()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.Throttled) { RetryAfter = 1, Requests = 3 });
        await app.RunSync();
        Assert.Equal(PassEnd.Done, (await app.DeliverAll())["alfa"].End);
        Assert.Empty(app.Differences("alfa"));
    }

    [Fact]
    public async Task A_conflict_that_is_none_is_followed_to_its_end()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.Conflict) { Method = "POST", Endpoint = ScimEndpoint.Employments, Requests = 2 });
        await app.RunSync();
        await app.DeliverAll();
        app.Clock.Advance(TimeSpan.FromHours(1));
        await app.DeliverAll();
        Assert.Empty(app.Differences("alfa"));
    }

    [Fact]
    public async Task One_object_that_always_gets_500_stands_in_nobodys_way()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        var pupil = app.Municipality.Users.First(u => u.IsStudent && u.AccountEnabled && u.Surname is not null
            && app.Municipality.SchoolsOfUser(u.Id).Count > 0 && app.Municipality.ClassesTaughtBy(u.Id).Count == 0);
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.ServerError) { UserName = pupil.UserPrincipalName });
        await app.RunSync();
        PassResult pass;
        var rounds = 0;
        do
        {
            pass = (await app.DeliverAll())["alfa"];
        }
        while (pass.End is not PassEnd.Done && ++rounds < 8);
        Assert.Equal((PassEnd.Done, 1), (pass.End, pass.Waiting));
        Assert.All(app.Differences("alfa"), d => Assert.Contains(pupil.Id, d.Id + d.Reason, StringComparison.Ordinal));
    }

    [Fact, Trait("Invariant", "10")]
    public async Task Nothing_of_an_error_that_echoes_names_is_kept()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        var pupil = app.Municipality.Users.First(u => u.IsStudent && u.AccountEnabled && u.Surname is not null
            && app.Municipality.SchoolsOfUser(u.Id).Count > 0 && app.Municipality.ClassesTaughtBy(u.Id).Count == 0);
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.EchoNames) { UserName = pupil.UserPrincipalName });
        await app.RunSync();
        await app.DeliverAll();
        var refusal = Assert.Single(await app.Refusals(1)).Value;
        Assert.DoesNotContain(pupil.Surname!, refusal.Detail ?? "", StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain(pupil.GivenName!, refusal.Detail ?? "", StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("@", refusal.Detail ?? "", StringComparison.Ordinal);
    }
}
