using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Retention;
using Skolsynk.Rosters;
using Skolsynk.Source;
using Skolsynk.Stores;
using Skolsynk.Sync;
using Skolsynk.Tenants;
using Skolsynk.Tests.Data;
using Skolsynk.Tests.Rosters;
using static Skolsynk.Tests.Sync.Municipality;

namespace Skolsynk.Tests.Sync;

public sealed class SyncEngineTests(PostgresServer server)
{
    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    public async Task The_first_run_stores_the_source_and_the_second_does_nothing(Engine engine)
    {
        await using var stage = await SyncStage.Create(engine, server, WithPupils(2, 12));
        var first = Assert.IsType<SyncResult.Done>(await stage.Run());
        Assert.Equal((2, 24, 2, 28, 0, 0, 2), (first.Run.Schools, first.Run.Persons, first.Run.Groups, first.Run.Created, first.Run.Updated, first.Run.Removed, first.Run.MembersChanged));
        Assert.Equal(MemoryRoster.Text(Snapshots.Normalised(stage.Source.Truth).Roster), MemoryRoster.Text(await stage.Roster()));

        Assert.IsType<SyncResult.NothingChanged>(await stage.Run());
        Assert.Equal(1, (await stage.Stored()).Version);
        Assert.Equal([SyncOutcome.NothingChanged, SyncOutcome.Done], (await stage.Runs()).Select(run => run.Outcome));
        Assert.Equal(first.Run, (await stage.Runs())[1]);
    }

    [Fact, Trait("Invariant", "4")]
    public async Task What_is_set_while_a_read_is_under_way_holds_for_that_read()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(1, 3));
        var reads = 0;
        stage.Source.OnRead = async () =>
        {
            if (reads++ == 0)
                await stage.Database.Write(session =>
                {
                    using var context = session.Context();
                    context.Set<Tenant>().Single().ProtectedGroup = "a-group";
                    context.SaveChanges();
                    RosterCommit.Moved(SyncStage.Tenant, session);
                });
        };
        Assert.Contains("no groups", (await Assert.ThrowsAsync<InvalidOperationException>(stage.Run)).Message, StringComparison.Ordinal);
        Assert.Equal(2, reads);
        Assert.Empty((await stage.Roster()).Persons);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "1")]
    public async Task A_pupil_who_is_missing_is_removed_only_after_the_source_was_asked(Engine engine)
    {
        await using var stage = await SyncStage.Create(engine, server, WithPupils(2, 12));
        await stage.Run();

        stage.Source.Reads.Enqueue(Without(stage.Source.Truth, 1));
        Assert.IsType<SyncResult.NothingChanged>(await stage.Run());
        // Asked for herself; then for her school and her class, which the lists lacked with her.
        Assert.Equal([1, 2], stage.Source.Asked.Select(round => round.Count));

        stage.Source.Truth = Without(stage.Source.Truth, 1);
        var done = Assert.IsType<SyncResult.Done>(await stage.Run());
        Assert.Equal((1, 1), (done.Run.Removed, done.Run.MembersChanged));
        Assert.Equal(new Question(QuestionKind.Person, Snapshots.Person(1).ToString()), Assert.Single(stage.Source.Asked[^1]));
    }

    [Theory]
    [InlineData(FailureKind.ConsentLost)]
    [InlineData(FailureKind.Unreachable)]
    [InlineData(FailureKind.Malformed)]
    [Trait("Invariant", "1")]
    public async Task A_read_that_failed_changes_nothing_and_leaves_its_row(FailureKind kind)
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(1, 3));
        await stage.Run();
        stage.Source.ReadFails = new ReadFailure(kind, "GET /education/users", 403, "Authorization_RequestDenied");
        Assert.IsType<SyncResult.Failed>(await stage.Run());
        var run = (await stage.Runs())[0];
        Assert.Equal((SyncOutcome.Failed, kind, "GET /education/users 403 Authorization_RequestDenied"), (run.Outcome, run.Failure, run.Detail));
        Assert.Equal(1, (await stage.Stored()).Version);
    }

    [Fact]
    [Trait("Invariant", "1")]
    public async Task When_the_source_cannot_be_asked_nothing_is_removed()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(1, 3));
        await stage.Run();
        stage.Source.Reads.Enqueue(Without(stage.Source.Truth, 1));
        stage.Source.AskFails = new ReadFailure(FailureKind.Unreachable, "POST /$batch");
        Assert.IsType<SyncResult.Failed>(await stage.Run());
        Assert.Equal(3, (await stage.Roster()).Persons.Count);
    }

    [Fact]
    [Trait("Invariant", "1")]
    public async Task What_the_source_does_not_prove_stays_while_everything_else_is_committed()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(1, 3));
        await stage.Run();
        stage.Source.Truth = Without(stage.Source.Truth, 1) with { Schools = [stage.Source.Truth.Schools[0] with { DisplayName = "Nya skolan" }] };
        stage.Source.Says = _ => new Answer.NotProven(403);
        Assert.IsType<SyncResult.Done>(await stage.Run());
        var roster = await stage.Roster();
        Assert.Equal("Nya skolan", roster.Schools[0].Name);
        Assert.Equal((3, 3), (roster.Persons.Count, roster.Groups[0].Members.Count));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "1")]
    public async Task An_empty_source_is_held_and_nothing_is_asked(Engine engine)
    {
        await using var stage = await SyncStage.Create(engine, server, WithPupils(2, 12));
        await stage.Run();
        stage.Source.Truth = Snapshots.Empty;
        var held = Assert.IsType<SyncResult.Held>(await stage.Run());
        Assert.Equal((new HoldPlace(HoldCause.EmptySource), 24), (Assert.Single(held.Holds).Place, held.Holds[0].Persons));
        Assert.Empty(stage.Source.Asked);
        Assert.Equal(24, (await stage.Roster()).Persons.Count);
    }

    [Fact]
    [Trait("Invariant", "1")]
    public async Task A_school_that_is_emptied_is_held_and_the_other_school_goes_on()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(2, 12));
        await stage.Run();
        stage.Source.Truth = Without(stage.Source.Truth, [.. Enumerable.Range(1, 13)]);
        var held = Assert.IsType<SyncResult.Held>(await stage.Run());
        Assert.Equal((new HoldPlace(HoldCause.EmptiedSchool, Snapshots.School(1)), 12), (Assert.Single(held.Holds).Place, held.Holds[0].Persons));
        Assert.Equal((1, 12), (held.Run.Removed, held.Run.Held));
        var roster = await stage.Roster();
        Assert.Equal(23, roster.Persons.Count);
        Assert.Equal([12, 11], roster.Groups.OrderByDescending(group => group.Members.Count).Select(group => group.Members.Count));
        Assert.Equal(SyncOutcome.Held, (await stage.Runs())[0].Outcome);
        Assert.IsType<SyncResult.Held>(await stage.Run());
        Assert.Equal(2, (await stage.Stored()).Version);
    }

    [Fact]
    [Trait("Invariant", "1")]
    public async Task With_very_many_missing_the_source_is_read_once_more_and_only_what_both_lack_is_asked_for()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(2, 600));
        await stage.Run();
        var whole = stage.Source.Truth;
        stage.Source.Reads.Enqueue(Without(whole, [.. Enumerable.Range(1, 550)]));
        stage.Source.Truth = Without(whole, 1, 2);
        var done = Assert.IsType<SyncResult.Done>(await stage.Run());
        Assert.Equal(3, stage.Source.TimesRead);
        Assert.Equal([2], stage.Source.Asked.Select(round => round.Count));
        Assert.Equal(2, done.Run.Removed);
        Assert.Equal(1_198, (await stage.Roster()).Persons.Count);
    }

    [Fact]
    [Trait("Invariant", "1")]
    public async Task A_class_whose_members_two_reads_lack_keeps_them_when_it_is_there_after_all()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(2, 600));
        await stage.Run();
        var torn = Without(stage.Source.Truth, [.. Enumerable.Range(1, 550)]) with { Classes = [], MembersByClass = Snapshots.Empty.MembersByClass };
        stage.Source.Reads.Enqueue(torn);
        stage.Source.Reads.Enqueue(torn);
        Assert.IsType<SyncResult.NothingChanged>(await stage.Run());
        Assert.Equal([600, 600], (await stage.Roster()).Groups.Select(group => group.Members.Count));
    }

    [Fact]
    public async Task There_are_never_two_runs_of_one_tenant_at_a_time()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(1, 3));
        var reading = new TaskCompletionSource();
        var goOn = new TaskCompletionSource();
        stage.Source.OnRead = () =>
        {
            reading.TrySetResult();
            return goOn.Task;
        };
        var first = stage.Run();
        await reading.Task;
        Assert.Equal(new SyncResult.NotRun(NotRunReason.Running), await stage.Run());
        Assert.Equal(
            new SyncResult.NotRun(NotRunReason.Running),
            await stage.NewEngine("two").RunOnce(SyncStage.Tenant, null, TestContext.Current.CancellationToken));
        goOn.SetResult();
        Assert.IsType<SyncResult.Done>(await first);
        Assert.IsType<SyncResult.NothingChanged>(await stage.NewEngine("two").RunOnce(SyncStage.Tenant, null, TestContext.Current.CancellationToken));
    }

    [Fact]
    [Trait("Invariant", "2")]
    public async Task A_run_whose_lease_was_taken_over_commits_nothing()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(1, 3));
        stage.Source.OnRead = async () =>
        {
            stage.Clock.Advance(TimeSpan.FromMilliseconds(Leases.Life));
            await stage.Database.Write(session => Leases.TryTake(session, LeaseKind.Read, SyncStage.Tenant.Value, "another"));
        };
        await Assert.ThrowsAsync<LeaseLostException>(stage.Run);
        Assert.Equal(0, (await stage.Stored()).Version);
        Assert.Empty(await stage.Runs());
    }

    [Fact]
    public async Task A_fault_of_our_own_leaves_a_row_without_its_message()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(1, 3));
        stage.Source.OnRead = () => throw new InvalidOperationException("Alva Ek");
        await Assert.ThrowsAsync<InvalidOperationException>(stage.Run);
        var run = Assert.Single(await stage.Runs());
        Assert.Equal((SyncOutcome.Broken, "InvalidOperationException"), (run.Outcome, run.Detail));
    }

    [Fact]
    public async Task A_tenant_that_is_not_active_is_not_read()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(1, 3));
        Assert.Equal(
            new SyncResult.NotRun(NotRunReason.Inactive), await stage.Engine.RunOnce(new TenantId(99), null, TestContext.Current.CancellationToken));
        Assert.Equal(0, stage.Source.TimesRead);
    }

    [Fact]
    public async Task Failures_in_a_row_are_counted_until_a_run_goes_well()
    {
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, WithPupils(1, 3));
        stage.Source.ReadFails = new ReadFailure(FailureKind.Throttled, "GET /education/users", 429);
        await stage.Run();
        await stage.Run();
        Assert.Equal((2, FailureKind.Throttled), await Last(stage));
        stage.Source.ReadFails = null;
        await stage.Run();
        Assert.Equal((0, null), await Last(stage));
    }

    private static async Task<(int Failures, FailureKind? Kind)> Last(SyncStage stage)
    {
        var last = await stage.Database.Read(session => SyncRuns.Last(SyncStage.Tenant, session));
        return (last!.FailuresInRow, last.Failure);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "4"), Trait("Invariant", "8")]
    public async Task Who_is_marked_while_a_run_has_read_her_is_not_stored(Engine engine)
    {
        var source = Municipality.WithPupils(2, 20);
        await using var stage = await SyncStage.Create(engine, server, source);
        await stage.Run();
        source.Truth = source.Truth with { Users = [.. source.Truth.Users.Select(user => user with { Surname = "Ny" })] };
        var asked = false;
        source.Reads.Enqueue(Municipality.Without(source.Truth, 7));
        source.Says = question =>
        {
            // The index is read by now, and nothing is committed yet.
            if (!asked)
                stage.Database.Write(session => Marks.Set(session, SyncStage.Tenant, MarkOrigin.Operator, new HashSet<Guid> { Snapshots.Person(3) })).GetAwaiter().GetResult();
            asked = true;
            return null;
        };
        Assert.IsType<SyncResult.Done>(await stage.Run());
        Assert.True(asked);
        var persons = (await stage.Roster()).Persons;
        Assert.Equal(39, persons.Count);
        Assert.DoesNotContain(persons, person => person.Id == Snapshots.Person(3));
        Assert.All(persons, person => Assert.Equal("Ny", person.FamilyName));
    }

    [Fact]
    [Trait("Invariant", "4")]
    public async Task Nothing_is_said_or_kept_of_a_protected_person()
    {
        var source = Municipality.WithPupils(1, 12);
        source.Truth = source.Truth with
        {
            Users = [.. source.Truth.Users.Select(user => user.Id == $"{Snapshots.Person(4)}" ? user with { GivenName = "811218-9876" } : user)],
        };
        await using var stage = await SyncStage.Create(Engine.Sqlite, server, source);
        await stage.Database.Write(session => Marks.Set(session, SyncStage.Tenant, MarkOrigin.Operator, new HashSet<Guid> { Snapshots.Person(4) }));
        var done = Assert.IsType<SyncResult.Done>(await stage.Run());
        Assert.Empty(done.Findings);
        Assert.Equal(11, done.Run.Persons);
        Assert.Equal(11, Assert.Single((await stage.Roster()).Groups).Members.Count);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "9")]
    public async Task A_run_under_way_when_the_tenant_leaves_stores_nothing(Engine engine)
    {
        var source = Municipality.WithPupils(2, 20);
        await using var stage = await SyncStage.Create(engine, server, source);
        await stage.Run();
        source.OnRead = async () =>
        {
            await stage.Database.Write(session => TenantEnding.Begin(session, SyncStage.Tenant, EndingKind.KeepAtSupplier));
            await TenantEnding.Resume(stage.Database, SyncStage.Tenant, TestContext.Current.CancellationToken);
        };
        Assert.IsType<SyncResult.NotRun>(await stage.Run());
        Assert.Empty((await stage.Roster()).Persons);
        Assert.IsType<SyncResult.NotRun>(await stage.Run());
    }
}
