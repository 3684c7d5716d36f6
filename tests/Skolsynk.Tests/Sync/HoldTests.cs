using Skolsynk.Rosters;
using Skolsynk.Source;
using Skolsynk.Stores;
using Skolsynk.Sync;
using Skolsynk.Tests.Data;
using Skolsynk.Tests.Rosters;
using static Skolsynk.Tests.Sync.Municipality;

namespace Skolsynk.Tests.Sync;

[Trait("Invariant", "1")]
public sealed class HoldTests(PostgresServer server)
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_swap_of_a_third_of_a_schools_pupils_is_held_until_it_is_approved(Engine engine)
    {
        await using var stage = await SyncStage.Create(engine, server, WithPupils(3, 60));
        await stage.Run();
        stage.Source.Truth = Newcomers(Without(stage.Source.Truth, [.. Enumerable.Range(1, 18)]), 500, 18);

        var held = Assert.IsType<SyncResult.Held>(await stage.Run());
        Assert.Equal((0, 18, 18), (held.Run.Removed, held.Run.Created, held.Run.Held));
        Assert.Equal(198, (await stage.Roster()).Persons.Count);
        var hold = Assert.Single(await Holds(stage));
        Assert.Equal((HoldCause.School, Snapshots.School(1), 18), (hold.Place.Cause, hold.Place.Of, hold.Waiting.Count));

        Assert.Equal(Decided.Done, await Approve(stage, hold));
        Assert.Equal(18, Assert.IsType<SyncResult.Done>(await stage.Run()).Run.Removed);
        Assert.Empty(await Holds(stage));
        Assert.IsType<SyncResult.NothingChanged>(await stage.Run());
    }

    [Fact]
    public async Task There_is_one_hold_of_a_cause_and_an_approval_covers_only_what_was_seen()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(3, 60));
        await stage.Run();
        var whole = stage.Source.Truth;
        stage.Source.Truth = Without(whole, [.. Enumerable.Range(1, 18)]);
        await stage.Run();
        var seen = Assert.Single(await Holds(stage));

        stage.Source.Truth = Without(whole, [.. Enumerable.Range(1, 20)]);
        await stage.Run();
        var now = Assert.Single(await Holds(stage));
        Assert.Equal((seen.Number, 20), (now.Number, now.Waiting.Count));
        Assert.NotEqual(seen.Fingerprint, now.Fingerprint);
        Assert.Equal(Decided.Changed, await Approve(stage, seen));
        Assert.Equal(Decided.Done, await Approve(stage, now));

        stage.Source.Truth = Without(whole, [.. Enumerable.Range(1, 35)]);
        var held = Assert.IsType<SyncResult.Held>(await stage.Run());
        Assert.Equal((20, 15), (held.Run.Removed, held.Run.Held));
    }

    [Fact]
    public async Task Nothing_approves_itself_and_what_comes_back_is_held_no_more()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(3, 60));
        await stage.Run();
        var whole = stage.Source.Truth;
        stage.Source.Truth = Without(whole, [.. Enumerable.Range(1, 18)]);
        await stage.Run();
        stage.Clock.Advance(TimeSpan.FromDays(30));
        stage.Source.Truth = Without(whole, 1, 2);
        Assert.Equal(2, Assert.IsType<SyncResult.Held>(await stage.Run()).Run.Held);
        await Approve(stage, Assert.Single(await Holds(stage)));
        stage.Source.Truth = whole;
        Assert.IsType<SyncResult.NothingChanged>(await stage.Run());
        Assert.Empty(await Holds(stage));
    }

    [Fact]
    public async Task Some_are_approved_and_some_are_kept_until_a_date()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(3, 60));
        await stage.Run();
        stage.Source.Truth = Without(stage.Source.Truth, [.. Enumerable.Range(1, 18)]);
        await stage.Run();
        var hold = Assert.Single(await Holds(stage));
        Guid[] going = [.. Enumerable.Range(1, 15).Select(Snapshots.Person)];
        Assert.Equal(Decided.NotInHold, await Approve(stage, hold, [Snapshots.Person(50)]));
        Assert.Equal(Decided.Done, await Approve(stage, hold, going));
        Assert.Equal(Decided.Done, await stage.Database.Write(session =>
            HoldDecisions.Keep(SyncStage.Tenant, session, hold.Number, stage.Clock.GetUtcNow().AddDays(10), null)));

        Assert.Equal(15, Assert.IsType<SyncResult.Done>(await stage.Run()).Run.Removed);
        Assert.Equal(165, (await stage.Roster()).Persons.Count);
        Assert.IsType<SyncResult.NothingChanged>(await stage.Run());
        stage.Clock.Advance(TimeSpan.FromDays(11));
        Assert.Equal(3, Assert.IsType<SyncResult.Held>(await stage.Run()).Run.Held);
        Assert.Equal(3, Assert.Single(await Holds(stage)).Waiting.Count);
    }

    [Fact]
    public async Task A_few_every_hour_are_let_through_until_they_are_too_many_in_a_day()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(10, 60));
        await stage.Run();
        var whole = stage.Source.Truth;
        // One of each school an hour: no school loses many, the municipality does.
        int[] gone = [];
        SyncResult result = new SyncResult.NotRun(NotRunReason.Running);
        for (var hour = 0; hour < 4 && result is not SyncResult.Held; hour++)
        {
            stage.Clock.Advance(TimeSpan.FromHours(1));
            gone = [.. gone, .. Enumerable.Range(0, 6).Select(school => (school * 60) + hour + 1)];
            stage.Source.Truth = Without(whole, gone);
            result = await stage.Run();
        }
        Assert.IsType<SyncResult.Held>(result);
        Assert.Equal(600 - 18, (await stage.Roster()).Persons.Count);
        Assert.Equal(HoldCause.Persons, Assert.Single(await Holds(stage)).Place.Cause);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task A_new_account_with_the_same_user_name_waits_for_an_answer(Engine engine)
    {
        await using var stage = await SyncStage.Create(engine, server, WithPupils(2, 12));
        await stage.Run();
        var whole = stage.Source.Truth;
        var heir = Snapshots.Person(900).ToString();
        var old = Snapshots.Person(3).ToString();
        string Renamed(string id) => id == old ? heir : id;
        stage.Source.Truth = whole with
        {
            Users = [.. whole.Users.Select(user => user with { Id = Renamed(user.Id) })],
            UsersBySchool = whole.UsersBySchool.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)[.. pair.Value.Select(Renamed)]),
            MembersByClass = whole.MembersByClass.ToDictionary(pair => pair.Key, pair => pair.Value with { Members = [.. pair.Value.Members.Select(Renamed)] }),
        };
        Assert.IsType<SyncResult.Held>(await stage.Run());
        var hold = Assert.Single(await Holds(stage));
        Assert.Equal([new Loss(LossKind.Succeeded, EntityKind.Person, Snapshots.Person(3), Snapshots.Person(900))], hold.Waiting);
        Assert.Equal(MemoryRoster.Text(Snapshots.Normalised(whole).Roster), MemoryRoster.Text(await stage.Roster()));

        await Approve(stage, hold);
        var done = Assert.IsType<SyncResult.Done>(await stage.Run());
        Assert.Equal((1, 1), (done.Run.Removed, done.Run.Created));
        Assert.Equal(MemoryRoster.Text(Snapshots.Normalised(stage.Source.Truth).Roster), MemoryRoster.Text(await stage.Roster()));
    }

    [Fact]
    public async Task An_empty_source_goes_through_when_it_is_approved_whole()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(2, 12));
        await stage.Run();
        stage.Source.Truth = Snapshots.Empty;
        await stage.Run();
        var hold = Assert.Single(await Holds(stage));
        Assert.Equal(Decided.OnlyWhole, await Approve(stage, hold, [Snapshots.Person(1)]));
        await Approve(stage, hold);
        Assert.Equal(28, Assert.IsType<SyncResult.Done>(await stage.Run()).Run.Removed);
        Assert.Empty((await stage.Roster()).Persons);
    }

    [Fact]
    public async Task A_pupil_who_moves_school_between_the_answers_to_the_two_lists_is_not_removed()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(2, 12));
        await stage.Run();
        stage.Source.Reads.Enqueue(Without(stage.Source.Truth, 1));
        var (from, to, pupil) = (Snapshots.School(1).ToString(), Snapshots.School(2).ToString(), Snapshots.Person(1).ToString());
        stage.Source.Truth = stage.Source.Truth with
        {
            UsersBySchool = stage.Source.Truth.UsersBySchool.ToDictionary(pair => pair.Key, pair => (IReadOnlyList<string>)(
                pair.Key == from ? [.. pair.Value.Where(id => id != pupil)] : pair.Key == to ? [.. pair.Value, pupil] : pair.Value)),
        };
        var done = Assert.IsType<SyncResult.Done>(await stage.Run());
        Assert.Equal((0, 1), (done.Run.Removed, done.Run.Updated));
        Assert.Equal([Snapshots.School(2)], (await stage.Roster()).Persons.Single(person => person.Id == Snapshots.Person(1)).Schools);
    }

    [Fact]
    public async Task A_class_that_answers_404_while_the_lists_have_it_is_not_removed()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(2, 12));
        await stage.Run();
        var group = Snapshots.Group(1).ToString();
        var whole = stage.Source.Truth;
        stage.Source.Reads.Enqueue(whole with { MembersByClass = whole.MembersByClass.Where(pair => pair.Key != group).ToDictionary() });
        stage.Source.Says = question => question.Id == group ? new Answer.Gone() : null;
        Assert.IsType<SyncResult.NothingChanged>(await stage.Run());
        Assert.Equal([12, 12], (await stage.Roster()).Groups.Select(one => one.Members.Count));
    }

    private static Task<IReadOnlyList<StoredHold>> Holds(SyncStage stage) =>
        stage.Database.Read(session => HoldStore.All(SyncStage.Tenant, session));

    private static Task<Decided> Approve(SyncStage stage, StoredHold hold, Guid[]? only = null) =>
        stage.Database.Write(session => HoldDecisions.Approve(SyncStage.Tenant, session, hold.Number, hold.Fingerprint, only));

    /// <summary>New pupils in the first school and in no class.</summary>
    private static SourceSnapshot Newcomers(SourceSnapshot snapshot, int from, int count)
    {
        var users = Enumerable.Range(from, count).Select(Snapshots.Pupil).ToList();
        return snapshot with
        {
            Users = [.. snapshot.Users, .. users],
            UsersBySchool = snapshot.UsersBySchool.ToDictionary(pair => pair.Key, pair => pair.Key != Snapshots.School(1).ToString()
                ? pair.Value : (IReadOnlyList<string>)[.. pair.Value, .. users.Select(user => user.Id)]),
        };
    }
}
