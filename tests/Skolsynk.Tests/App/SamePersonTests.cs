using Skolsynk.Data;
using Skolsynk.Retention;
using Skolsynk.Rosters;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Stores;
using Skolsynk.Sync;
using Skolsynk.Tenants;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.App;

/// <summary>An account that is made anew, and the answer “samma person”: suppliers keep the person, and nothing is deleted or created.</summary>
public sealed class SamePersonTests(PostgresServer server)
{
    private static readonly TenantId One = new(1);

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "4"), Trait("Invariant", "3")]
    public async Task Who_gets_a_new_account_keeps_her_id_at_the_supplier_through_a_chain_of_accounts(Engine engine)
    {
        await using var app = await Delivered(engine);
        var first = Pupil(app);
        var before = Ids(app);
        var second = app.Municipality.RecreateAccount(first.Id);
        await SamePerson(app);
        await Sync<SyncResult.Done>(app);
        app.Receiver("alfa").Journal.Clear();
        Assert.Equal((0, 0), await Deliver(app));
        Assert.Equal(before, Ids(app));

        app.Municipality.Put(second with { Surname = "Nyttnamn" });
        await Sync<SyncResult.Done>(app);
        Assert.Equal((1, 0), await Deliver(app));
        Assert.NotEmpty(Canary.In(app.Held("alfa").Find(ScimEndpoint.Users, first.Id)!.Body, "Nyttnamn"));

        var third = app.Municipality.RecreateAccount(second.Id);
        await SamePerson(app);
        await Sync<SyncResult.Done>(app);
        await Deliver(app);
        Assert.Equal(before, Ids(app));
        Assert.Equal((0L, 0L), (app.Receiver("alfa").Journal.Counts.Deletes, app.Receiver("alfa").Journal.Counts.Posts));
        Assert.Equal(third.Id, (await Person(app, first)).SourceId);
        await Sync<SyncResult.NothingChanged>(app);

        app.Municipality.RemoveUser(third.Id);
        await Sync<SyncResult.Done>(app);
        await Deliver(app);
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, first.Id));
    }

    [Fact]
    public async Task The_earlier_account_that_comes_back_is_no_second_person_and_counts_again_when_the_later_one_goes()
    {
        await using var app = await Delivered();
        var first = Pupil(app);
        var second = app.Municipality.RecreateAccount(first.Id);
        await SamePerson(app);
        await Sync<SyncResult.Done>(app);
        app.Municipality.Put(first with { UserPrincipalName = "aterstalld@ekhult.example", Mail = null });
        var result = await Sync<SyncResult.NothingChanged>(app);
        Assert.Contains(result.Findings, finding => finding is { Kind: FindingKind.SecondAccount, Entity: EntityKind.Person });
        app.Municipality.RemoveUser(second.Id);
        await Sync<SyncResult.Done>(app);
        Assert.Null((await Person(app, first)).SourceId);
        await Deliver(app);
        Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, first.Id));
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, second.Id));
    }

    [Fact]
    public async Task Two_accounts_that_are_there_at_once_are_two_persons_whatever_is_answered()
    {
        await using var app = await Delivered();
        var first = Pupil(app);
        app.Municipality.Put(first with { UserPrincipalName = "bytt.namn@ekhult.example", Mail = "bytt.namn@ekhult.example" });
        var heir = app.Municipality.AddPupil("Alva", "Testson", app.Municipality.SchoolsOfUser(first.Id)[0].Id);
        app.Municipality.Put(heir with { UserPrincipalName = first.UserPrincipalName });
        await Sync<SyncResult.Held>(app);
        Assert.Equal(Decided.BothThere, await Answer(app));
        await app.ApproveHolds();
        await Sync<SyncResult.Done>(app);
        await Deliver(app);
        Assert.Empty(app.Differences("alfa"));
        Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, heir.Id));
    }

    [Theory, InlineData(0, Engine.Sqlite), InlineData(1, Engine.Sqlite), InlineData(1, Engine.Postgres)]
    [Trait("Invariant", "4"), Trait("Invariant", "9")]
    public async Task A_mark_on_either_account_removes_the_person_everywhere_and_keeps_the_other_out(int marked, Engine engine)
    {
        await using var app = await Delivered(engine);
        var first = Pupil(app);
        var second = app.Municipality.RecreateAccount(first.Id);
        await SamePerson(app);
        await Sync<SyncResult.Done>(app);
        await Deliver(app);
        await app.Database.Write(session => Marks.Set(session, One, MarkOrigin.Operator, new HashSet<Guid> { Guid.Parse(new[] { first, second }[marked].Id) }));
        await app.Database.Scrub(TestContext.Current.CancellationToken);
        await Deliver(app);
        void IsGone()
        {
            Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, first.Id));
            Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, second.Id));
            if (app.DatabaseFile is { } file)
                Assert.Empty(Canary.InFiles(file, first.UserPrincipalName));
        }
        IsGone();
        await app.RunSync();
        await Deliver(app);
        IsGone();

        // The tombstone is purged, the knowledge whose account it is must not be: it keeps her out.
        app.Clock.Advance(TimeSpan.FromDays(200));
        Assert.Equal(1, (await new Purge(app.Database, "test").RunOnce(acceptTime: true, TestContext.Current.CancellationToken)).Persons);
        await app.RunSync();
        await Deliver(app);
        IsGone();
    }

    [Fact, Trait("Invariant", "9")]
    public async Task The_purge_forgets_whose_account_it_was_and_a_later_return_is_a_new_person()
    {
        await using var app = await Delivered();
        var first = Pupil(app);
        var second = app.Municipality.RecreateAccount(first.Id);
        await SamePerson(app);
        await Sync<SyncResult.Done>(app);
        app.Municipality.RemoveUser(second.Id);
        await Sync<SyncResult.Done>(app);
        await Deliver(app);
        app.Clock.Advance(TimeSpan.FromDays(200));
        Assert.Equal(1, (await new Purge(app.Database, "test").RunOnce(acceptTime: true, TestContext.Current.CancellationToken)).Persons);
        Assert.True((await app.Database.Read(session => PersonAliases.Load(session, One))).IsEmpty);
        Assert.Empty(Canary.InFiles(app.DatabaseFile!, second.Id, first.UserPrincipalName));
    }

    [Fact]
    public async Task Who_is_left_out_under_the_new_account_is_left_out()
    {
        await using var app = await Delivered();
        var first = Pupil(app);
        var second = app.Municipality.RecreateAccount(first.Id);
        await SamePerson(app);
        await Sync<SyncResult.Done>(app);
        await app.ChangeScope(1, new() { AllSchools = true, ExcludedPersons = [Guid.Parse(second.Id)] });
        await Deliver(app);
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, first.Id));
    }

    [Fact]
    public async Task A_wrong_answer_is_taken_back_and_the_question_comes_again()
    {
        await using var app = await Delivered();
        var first = Pupil(app);
        var second = app.Municipality.RecreateAccount(first.Id);
        await SamePerson(app);
        await Sync<SyncResult.Done>(app);
        Assert.True(await app.Database.Write(session => PersonAliases.Remove(session, One, Guid.Parse(second.Id))));
        await Sync<SyncResult.Held>(app);
        await app.ApproveHolds();
        await Sync<SyncResult.Done>(app);
        await Deliver(app);
        Assert.Empty(app.Differences("alfa"));
        Assert.Equal([HoldAnswer.Approved, HoldAnswer.SamePerson], (await app.Database.Read(session => DecisionLog.Latest(One, session, 10))).Select(one => one.Answer));
    }

    private static async Task SamePerson(SkolsynkApp app)
    {
        await Sync<SyncResult.Held>(app);
        Assert.Equal(Decided.Done, await Answer(app));
        Assert.Empty(await app.Holds());
    }

    private static async Task<Decided> Answer(SkolsynkApp app)
    {
        var hold = Assert.Single(await app.Holds());
        return await app.Database.Write(session => HoldDecisions.SamePerson(One, session, hold.Number, hold.Fingerprint, null, "alva"));
    }

    private static async Task<T> Sync<T>(SkolsynkApp app) where T : SyncResult
    {
        app.Clock.Advance(TimeSpan.FromHours(1));
        return Assert.IsType<T>(await app.RunSync());
    }

    private static async Task<(int Confirmed, int Deleted)> Deliver(SkolsynkApp app)
    {
        var pass = (await app.DeliverAll())["alfa"];
        Assert.Equal(0, pass.Refused);
        return (pass.Confirmed, pass.Deleted);
    }

    private static async Task<Person> Person(SkolsynkApp app, SandboxUser user) =>
        (await app.Database.Read(session => RosterStore.Load(One, session))).Roster.Persons.Single(person => person.Id == Guid.Parse(user.Id));

    private static List<string> Ids(SkolsynkApp app) =>
        [.. ScimEndpoints.All.SelectMany(endpoint => app.Held("alfa").All(endpoint)).Select(held => $"{held.Endpoint}/{held.Id}").Order(StringComparer.Ordinal)];

    /// <summary>In classes, at one school.</summary>
    private static SandboxUser Pupil(SkolsynkApp app) => app.Municipality.Users.First(u =>
        u.IsStudent && u.AccountEnabled && u.Surname is not null && app.Municipality.ClassesOfUser(u.Id).Count > 1 && app.Municipality.SchoolsOfUser(u.Id).Count == 1);

    private async Task<SkolsynkApp> Delivered(Engine engine = Engine.Sqlite)
    {
        var app = await SkolsynkApp.Start(server, engine: engine);
        await app.Connect("alfa");
        await app.RunSync();
        await app.DeliverAll();
        return app;
    }
}
