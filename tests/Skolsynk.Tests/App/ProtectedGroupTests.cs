using Skolsynk.Data;
using Skolsynk.Retention;
using Skolsynk.Rosters;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Stores;
using Skolsynk.Sync;
using Skolsynk.Tenants;
using Skolsynk.Tests.Data;
using Fault = Skolsynk.Sandbox.Faults.Fault;
using FaultKind = Skolsynk.Sandbox.Faults.FaultKind;

namespace Skolsynk.Tests.App;

/// <summary>Protected persons by a group in Entra: in before anything of a read is stored, and nobody new without the group.</summary>
[Trait("Invariant", "4")]
public sealed class ProtectedGroupTests(PostgresServer server)
{
    private const string GroupPath = "v1.0/groups/*/transitiveMembers";
    private static readonly TenantId One = new(1);

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_member_is_never_stored_and_who_leaves_the_group_arrives(Engine engine)
    {
        await using var app = await Started(engine);
        var pupil = Pupils(app)[0];
        app.Municipality.Protect(pupil.Id);
        app.Municipality.Protect(Pupils(app)[1].Id);
        await app.RunSync();
        Assert.DoesNotContain((await Roster(app)).Persons, person => person.Id == Guid.Parse(pupil.Id));
        if (app.DatabaseFile is { } file)
            Assert.Empty(Canary.InFiles(file, pupil.UserPrincipalName));
        await app.DeliverAll();
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, pupil.Id));
        Assert.Empty(app.Differences("alfa"));

        app.Municipality.Unprotect(pupil.Id);
        await app.RunSync();
        await app.DeliverAll();
        Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, pupil.Id));
        Assert.Empty(app.Differences("alfa"));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task Who_is_put_in_the_group_later_is_erased_here_and_removed_at_the_supplier_and_other_marks_stay(Engine engine)
    {
        await using var app = await Delivered(engine);
        var (byGroup, byFile) = (Pupils(app)[0], Pupils(app)[1]);
        await app.Database.Write(session => Marks.Set(session, One, MarkOrigin.Operator, new HashSet<Guid> { Guid.Parse(byFile.Id) }));
        app.Clock.Advance(TimeSpan.FromDays(2));
        app.Municipality.Protect(byGroup.Id);
        app.Municipality.Protect(byFile.Id);
        await app.RunSync();
        if (app.DatabaseFile is { } file)
            Assert.Empty(Canary.InFiles(file, byGroup.UserPrincipalName));
        await app.DeliverAll();
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, byGroup.Id));
        Assert.Empty(app.Differences("alfa"));

        app.Municipality.Unprotect(byFile.Id);
        await app.RunSync();
        Assert.Contains(Guid.Parse(byFile.Id), (await app.Database.Read(session => ProtectedPersons.Load(session, One))).All);
    }

    [Theory]
    [InlineData(FaultKind.Forbidden, GroupProblem.NotAllowed)]
    [InlineData(FaultKind.NotFound, GroupProblem.NotFound)]
    [InlineData(FaultKind.HalfPageChain, GroupProblem.Unreadable)]
    [InlineData(FaultKind.ServerError, GroupProblem.Unreadable)]
    [InlineData(FaultKind.BadJson, GroupProblem.Unreadable)]
    [InlineData(FaultKind.EmptySource, GroupProblem.Shrunk)]
    public async Task Without_the_group_nobody_new_is_stored_or_sent_and_the_others_go_on(FaultKind fault, GroupProblem problem)
    {
        await using var app = await Delivered();
        var member = Pupils(app)[0];
        app.Municipality.Protect(member.Id);
        await app.RunSync();
        await app.DeliverAll();
        if (fault is FaultKind.HalfPageChain)
            app.Sandbox.Faults.SwitchOn(new Fault(FaultKind.EmptyPages) { Path = GroupPath });
        app.Sandbox.Faults.SwitchOn(new Fault(fault) { Path = GroupPath });
        var (school, group) = (app.Municipality.Schools[0], app.Municipality.ClassesOfSchool(app.Municipality.Schools[0].Id)[0]);
        var fresh = app.Municipality.AddPupil("Nykomlingina", "Oviss", school.Id, group.Id);
        var known = Pupils(app).First(pupil => pupil.Id != fresh.Id && pupil.Id != member.Id);
        app.Municipality.Put(known with { Surname = "Nyttnamn" });

        Assert.IsType<SyncResult.Done>(await app.RunSync());
        await app.DeliverAll();
        Assert.Empty(Canary.InFiles(app.DatabaseFile!, "Nykomlingina"));
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, fresh.Id));
        Assert.NotEmpty(Canary.In(app.Held("alfa").Find(ScimEndpoint.Users, known.Id)!.Body, "Nyttnamn"));
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, member.Id));
        var state = await app.Database.Read(session => ProtectedGroups.Load(session, One));
        Assert.Equal((problem, 1), (state!.Problem, state.Blocked));
        Assert.NotEqual("", GroupTexts.Of(problem, state.Found).Do);

        app.Sandbox.Faults.SwitchAllOff();
        app.Municipality.Protect(fresh.Id);
        await app.RunSync();
        Assert.Empty(Canary.InFiles(app.DatabaseFile!, "Nykomlingina"));
        app.Municipality.Unprotect(fresh.Id);
        await app.RunSync();
        await app.DeliverAll();
        Assert.Empty(app.Differences("alfa"));
        Assert.Equal(GroupProblem.None, (await app.Database.Read(session => ProtectedGroups.Load(session, One)))!.Problem);
    }

    [Fact]
    public async Task A_group_that_cannot_be_read_from_the_beginning_lets_nobody_in()
    {
        await using var app = await Started();
        app.Sandbox.Tenants.Find(app.Municipality.EntraTenantId)!.Roles = ["EduRoster.Read.All", "Member.Read.Hidden"];
        await app.RunSync();
        Assert.Empty((await Roster(app)).Persons);
        await app.DeliverAll();
        Assert.Equal(0, app.Held("alfa").Count(ScimEndpoint.Users));
        Assert.Equal(GroupProblem.NotAllowed, (await app.Database.Read(session => ProtectedGroups.Load(session, One)))!.Problem);
    }

    [Fact]
    public async Task A_group_that_loses_most_of_its_members_takes_no_mark_away_until_somebody_accepts_it()
    {
        await using var app = await Started();
        var pupils = Pupils(app).Take(6).ToList();
        foreach (var pupil in pupils)
            app.Municipality.Protect(pupil.Id);
        await app.RunSync();
        foreach (var pupil in pupils.Take(4))
            app.Municipality.Unprotect(pupil.Id);
        app.Municipality.Protect(Pupils(app)[7].Id);
        await app.RunSync();
        var marked = (await app.Database.Read(session => ProtectedPersons.Load(session, One))).All;
        Assert.Equal(7, marked.Count);
        Assert.Equal(GroupProblem.Shrunk, (await app.Database.Read(session => ProtectedGroups.Load(session, One)))!.Problem);
        await app.Database.Write(session => ProtectedGroups.Accept(session, One, 3));
        await app.RunSync();
        Assert.Equal(3, (await app.Database.Read(session => ProtectedPersons.Load(session, One))).All.Count);
        await app.DeliverAll();
        Assert.Empty(app.Differences("alfa"));
    }

    [Fact]
    public async Task A_mass_of_members_is_hidden_at_once_and_waits_with_the_removal()
    {
        await using var app = await Delivered();
        var pupils = Pupils(app).Take(30).ToList();
        foreach (var pupil in pupils)
            app.Municipality.Protect(pupil.Id);
        await app.RunSync();
        Assert.Equal(30, (await app.Database.Read(session => ProtectedPersons.Load(session, One))).WaitingPersons);
        Assert.DoesNotContain((await Roster(app)).Persons, person => pupils.Any(pupil => pupil.Id == $"{person.Id}"));
        await app.DeliverAll();
        Assert.All(pupils, pupil => Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, pupil.Id)));
        await app.RunSync();
        await app.Database.Write(session => Marks.Approve(session, One));
        await app.DeliverAll();
        Assert.All(pupils, pupil => Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, pupil.Id)));
        Assert.Empty(app.Differences("alfa"));
    }

    [Fact]
    public async Task A_new_account_with_an_old_name_is_asked_about_even_while_nobody_new_is_taken_in()
    {
        await using var app = await Delivered();
        app.Sandbox.Faults.SwitchOn(new Fault(FaultKind.Forbidden) { Path = GroupPath });
        var pupil = Pupils(app)[0];
        app.Municipality.RecreateAccount(pupil.Id);
        Assert.IsType<SyncResult.Held>(await app.RunSync());
        Assert.Equal(HoldCause.Succession, Assert.Single(await app.Holds()).Place.Cause);
        await app.DeliverAll();
        Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, pupil.Id));
    }

    private static List<SandboxUser> Pupils(SkolsynkApp app) => [.. app.Municipality.Users.Where(u =>
        u.IsStudent && u.AccountEnabled && u.Surname is not null && app.Municipality.ClassesOfUser(u.Id).Count > 1 && app.Municipality.SchoolsOfUser(u.Id).Count == 1)];

    private static async Task<Roster> Roster(SkolsynkApp app) => (await app.Database.Read(session => RosterStore.Load(One, session))).Roster;

    private async Task<SkolsynkApp> Started(Engine engine = Engine.Sqlite)
    {
        var app = await SkolsynkApp.Start(server, engine: engine);
        await app.Connect("alfa");
        await app.Database.Write(session =>
        {
            using var context = session.Context(One);
            context.Set<Skolsynk.Tenants.Tenant>().Single(tenant => tenant.Id == 1).ProtectedGroup = app.Municipality.ProtectedGroupId;
            context.SaveChanges();
        });
        return app;
    }

    private async Task<SkolsynkApp> Delivered(Engine engine = Engine.Sqlite)
    {
        var app = await Started(engine);
        await app.RunSync();
        await app.DeliverAll();
        return app;
    }
}
