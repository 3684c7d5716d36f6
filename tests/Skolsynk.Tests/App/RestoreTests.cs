using System.Collections.Concurrent;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Retention;
using Skolsynk.Rosters;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;
using Skolsynk.Tests.Data;
using JournalEntry = Skolsynk.Data.JournalEntry;

namespace Skolsynk.Tests.App;

/// <summary>A backup that is restored, by whatever means, brings nobody back, sends nobody who has left and deletes nothing unseen.</summary>
public sealed class RestoreTests(PostgresServer server) : IDisposable
{
    private static readonly TenantId One = new(1);
    private static readonly TenantId Two = new(2);

    private readonly JournalFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "9"), Trait("Invariant", "11")]
    public async Task A_backup_brings_back_no_ended_connection_no_municipality_that_left_nobody_marked_and_nobody_purged(Engine engine)
    {
        await using var app = await SkolsynkApp.Start(server, new SandboxOptions { Tenants = 2 }, engine);
        await folder.Start(app.Database);
        await app.Connect("alfa");
        await app.Connect("beta");
        await app.Connect("beta", tenant: Two);
        await app.RunSync();
        await app.RunSync(Two);
        await app.DeliverAll();
        var copy = await Backup(app);
        var (marked, purged) = await ErasedSince(app);
        var fresh = await NewPupil(app);
        var numbers = await Next(app);
        var others = Names(app, Two).Except(Names(app, One)).ToArray();

        await copy.PutBack(app.Database);
        var check = await folder.Start(app.Database);
        Assert.Equal(JournalStanding.Restored, check.Standing);
        Assert.Equal([JournalKind.Connection, JournalKind.Tenant, JournalKind.Mark, JournalKind.Purge], check.Open.Select(entry => entry.What));
        await NothingGoes(app);

        await new Replay(app.Database, "test").AfterRestore(check.Open, null, Stop);
        Assert.Equal((JournalStanding.Current, 0), await folder.Start(app.Database) is var after ? (after.Standing, after.Open.Count) : default);
        if (app.DatabaseFile is { } file)
            Assert.Empty(Canary.InFiles(file, [marked.UserPrincipalName, purged.UserPrincipalName, .. others]));
        var jumped = await Next(app);
        Assert.True(numbers.Count > 5);
        Assert.All(numbers, number => Assert.True(jumped[number.Key] > number.Value));

        await AreReconciledFirst(app);
        await app.RunSync();
        await app.DeliverAll();
        Assert.Empty(app.Differences("alfa", d => d with { ExcludedPersons = [marked.Id] }));
        Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, fresh.Id));
        Assert.All(ScimEndpoints.All, endpoint => Assert.Equal(0, app.Held("beta").Count(endpoint)));
        await new EndingRound(app.Database, "test").RunOnce(acceptTime: true, Stop);
        Assert.Single(await app.Database.Read(s => ConnectionStore.OfTenant(s, One)));
        Assert.Equal(0, await app.Database.Read(s => s.Scalar<long>("SELECT count(*) FROM tenant WHERE id = 2")));
        if (app.DatabaseFile is { } clean)
            Assert.Empty(Canary.InFiles(clean, [marked.UserPrincipalName, purged.UserPrincipalName, purged.Id, .. others]));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "11")]
    public async Task Who_left_since_the_backup_is_not_sent_again_even_where_the_brake_holds_the_leaving(Engine engine)
    {
        await using var app = await SkolsynkApp.Start(server, engine: engine);
        await folder.Start(app.Database);
        await app.Connect("alfa");
        await app.RunSync();
        await app.DeliverAll();
        var copy = await Backup(app);
        var gone = Pupils(app).Take(40).ToList();
        gone.ForEach(pupil => app.Municipality.RemoveUser(pupil.Id));
        await app.RunSync();
        await app.ApproveHolds();
        await app.RunSync();
        await app.DeliverAll();
        Assert.Equal(0, gone.Count(pupil => app.Held("alfa").Find(ScimEndpoint.Users, pupil.Id) is not null));

        await copy.PutBack(app.Database);
        await new Replay(app.Database, "test").AfterRestore((await folder.Start(app.Database)).Open, null, Stop);
        await app.DeliverAll();
        await app.RunSync();
        var posts = app.Receiver("alfa").Journal.Counts.Posts;
        await app.DeliverAll();
        Assert.Equal(40, (await app.Holds()).Sum(hold => hold.Waiting.Count(loss => loss.Kind is EntityKind.Person && loss.IsWhole)));
        Assert.Equal(0, gone.Count(pupil => app.Held("alfa").Find(ScimEndpoint.Users, pupil.Id) is not null));
        Assert.Equal(posts, app.Receiver("alfa").Journal.Counts.Posts);
        await app.ApproveHolds();
        await app.RunSync();
        await app.DeliverAll();
        Assert.Empty(app.Differences("alfa"));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "9"), Trait("Invariant", "11")]
    public async Task Marks_stand_after_a_restore_as_they_stood_before_it(Engine engine)
    {
        await using var app = await SkolsynkApp.Start(server, engine: engine);
        await folder.Start(app.Database);
        await app.Connect("alfa");
        await app.RunSync();
        await app.DeliverAll();
        var pupils = Pupils(app);
        HashSet<Guid> Ids(int from, int count) => [.. pupils.Skip(from).Take(count).Select(pupil => Guid.Parse(pupil.Id))];
        await app.Database.Write(s => Marks.Set(s, One, MarkOrigin.Operator, Ids(0, 1)));
        var copy = await Backup(app);
        Assert.Equal(30, (await app.Database.Write(s => Marks.Set(s, One, MarkOrigin.Operator, Ids(1, 30)))).Waiting);
        await app.Database.Write(s => Marks.Approve(s, One));
        await app.Database.Write(s => Marks.Set(s, One, MarkOrigin.Operator, Ids(1, 31)));
        await app.RunSync();
        await app.DeliverAll();

        await copy.PutBack(app.Database);
        await new Replay(app.Database, "test").AfterRestore((await folder.Start(app.Database)).Open, null, Stop);
        var marked = await app.Database.Read(s => ProtectedPersons.Load(s, One));
        Assert.Equal(Ids(1, 31).Order(), marked.All.Order());
        // So many in a day are a mass: the last one waits, as before.
        Assert.Equal(Ids(31, 1), marked.Waiting);
        if (app.DatabaseFile is { } file)
            Assert.Empty(Canary.InFiles(file, [.. pupils.Skip(1).Take(30).Select(pupil => pupil.UserPrincipalName)]));
        await app.Database.Write(s => Marks.Approve(s, One));
        await app.DeliverAll();
        await app.RunSync();
        await app.DeliverAll();
        Assert.Empty(app.Differences("alfa", d => d with { ExcludedPersons = [.. pupils.Skip(1).Take(31).Select(pupil => pupil.Id)] }));
    }

    [Fact, Trait("Invariant", "11")]
    public async Task A_replay_that_is_begun_anew_after_a_crash_comes_to_the_same_end()
    {
        await using var app = await Delivered();
        var pupils = Pupils(app).Take(2).ToList();
        var copy = await Backup(app);
        for (var i = 1; i <= 2; i++)
            await app.Database.Write(s => Marks.Set(s, One, MarkOrigin.Operator, pupils.Take(i).Select(pupil => Guid.Parse(pupil.Id)).ToHashSet()));
        await copy.PutBack(app.Database);
        var open = (await folder.Start(app.Database)).Open;
        using var crash = new CancellationTokenSource();
        var crashing = open.Select((entry, i) => i == 1 ? entry with { Tenant = Crashes(crash) } : entry);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => new Replay(app.Database, "test").AfterRestore(new Lazily(crashing, open.Count), null, crash.Token));

        var check = await folder.Start(app.Database);
        Assert.Equal((JournalStanding.Restored, 1), (check.Standing, check.Open.Count));
        await Assert.ThrowsAsync<DatabaseRestoredException>(() => app.DeliverAll());
        await new Replay(app.Database, "test").AfterRestore(check.Open, null, Stop);
        Assert.Equal(2, (await app.Database.Read(s => ProtectedPersons.Load(s, One))).All.Count);
        Assert.Empty(Canary.InFiles(app.DatabaseFile!, [.. pupils.Select(pupil => pupil.UserPrincipalName)]));
    }

    private static int Crashes(CancellationTokenSource crash)
    {
        crash.Cancel();
        return 1;
    }

    /// <summary>Entries that are made when they are asked for.</summary>
    private sealed class Lazily(IEnumerable<JournalEntry> entries, int count) : IReadOnlyList<JournalEntry>
    {
        public int Count => count;

        public JournalEntry this[int index] => entries.ElementAt(index);

        public IEnumerator<JournalEntry> GetEnumerator() => entries.GetEnumerator();

        System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
    }

    [Fact, Trait("Invariant", "9"), Trait("Invariant", "11")]
    public async Task What_a_crash_left_between_the_journal_and_the_database_is_carried_out_at_the_next_start()
    {
        await using var app = await SkolsynkApp.Start(server);
        await folder.Start(app.Database);
        await app.Connect("alfa");
        await app.Connect("beta");
        await app.RunSync();
        await app.DeliverAll();
        var pupil = Pupils(app)[0];
        await Crash(app, s => Marks.Set(s, One, MarkOrigin.Operator, new HashSet<Guid> { Guid.Parse(pupil.Id) }));
        await Crash(app, s => Endings.Begin(s, One, 2, EndingKind.DeleteAtSupplier));
        Assert.NotEmpty(Canary.InFiles(app.DatabaseFile!, pupil.UserPrincipalName));

        var check = await folder.Start(app.Database);
        Assert.Equal((JournalStanding.Current, 2), (check.Standing, check.Open.Count));
        await new Replay(app.Database, "test").Leftovers(check.Open, Stop);
        await app.DeliverAll();
        Assert.Empty(Canary.InFiles(app.DatabaseFile!, pupil.UserPrincipalName));
        Assert.Empty(app.Differences("alfa", d => d with { ExcludedPersons = [pupil.Id] }));
        Assert.All(ScimEndpoints.All, endpoint => Assert.Equal(0, app.Held("beta").Count(endpoint)));
        Assert.Empty((await folder.Start(app.Database)).Open);
    }

    [Fact, Trait("Invariant", "1"), Trait("Invariant", "11")]
    public async Task A_purge_that_crashed_removes_nobody_who_has_come_back_since()
    {
        await using var app = await Delivered();
        var pupil = Pupils(app)[0];
        await Crash(app, s => JournalState.Enter(s, JournalKind.Purge, One, entry => entry with { Detail = (short)EntityKind.Person, Ids = [Guid.Parse(pupil.Id)] }));
        await new Replay(app.Database, "test").Leftovers((await folder.Start(app.Database)).Open, Stop);
        await app.DeliverAll();
        Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, pupil.Id));
        Assert.Empty((await folder.Start(app.Database)).Open);
    }

    [Fact, Trait("Invariant", "4"), Trait("Invariant", "11")]
    public async Task Nobody_loses_her_protection_by_a_command_that_was_rolled_back_or_died()
    {
        await using var app = await Delivered();
        var pupil = new HashSet<Guid> { Guid.Parse(Pupils(app)[0].Id) };
        await app.Database.Write(s => Marks.Set(s, One, MarkOrigin.Operator, pupil));

        await Fails(app, s => Marks.Set(s, One, MarkOrigin.Operator, new HashSet<Guid>()));
        Assert.Empty((await folder.Start(app.Database)).Open);
        folder.Died();
        var open = (await folder.Start(app.Database)).Open;
        Assert.Equal([JournalKind.Unmark], open.Select(entry => entry.What));
        Assert.Equal(0, (await new Replay(app.Database, "test").Leftovers(open, Stop)).Entries);
        Assert.Empty((await folder.Start(app.Database)).Open);
        Assert.Equal(pupil, (await app.Database.Read(s => ProtectedPersons.Load(s, One))).All);
    }

    [Fact, Trait("Invariant", "9")]
    public async Task What_was_rolled_back_is_not_ended_at_the_next_start_nor_after_a_restore()
    {
        await using var app = await Delivered();
        var copy = await Backup(app);
        await Fails(app, s => Endings.Begin(s, One, 1, EndingKind.DeleteAtSupplier));
        Assert.Empty((await folder.Start(app.Database)).Open);
        await copy.PutBack(app.Database);
        Assert.Empty((await folder.Start(app.Database)).Open);
    }

    [Fact, Trait("Invariant", "4"), Trait("Invariant", "11")]
    public async Task Months_that_are_being_forgotten_are_carried_out_by_nobody()
    {
        await using var app = await Delivered();
        var pupil = new HashSet<Guid> { Guid.Parse(Pupils(app)[0].Id) };
        await app.Database.Write(s => Marks.Set(s, One, MarkOrigin.Operator, pupil));
        await app.Database.Write(s => Marks.Set(s, One, MarkOrigin.Operator, new HashSet<Guid>()));
        app.Clock.Advance(TimeSpan.FromDays(60));
        var now = await app.Database.Read(s => s.Now);
        folder.Open().Forgetting(DateTimeOffset.FromUnixTimeMilliseconds(now));
        // The process died before anything else of it was done.
        Assert.Equal((JournalStanding.Current, 0), await folder.Start(app.Database) is var at ? (at.Standing, at.Open.Count) : default);
        await JournalState.Forget(app.Database, DateTimeOffset.FromUnixTimeMilliseconds(now), Stop);
        Assert.Equal((JournalStanding.Current, 0), await folder.Start(app.Database) is var after ? (after.Standing, after.Open.Count) : default);
        Assert.Empty(Directory.GetFiles(folder.Path, "*.log"));
    }

    /// <summary>The process dies between the journal and the commit.</summary>
    private async Task Crash(SkolsynkApp app, Action<Session> work)
    {
        await Fails(app, work);
        folder.Died();
    }

    private static Task<InvalidOperationException> Fails(SkolsynkApp app, Action<Session> work) => Assert.ThrowsAsync<InvalidOperationException>(() => app.Database.Write<int>(s =>
    {
        work(s);
        throw new InvalidOperationException("Something went wrong.");
    }));

    private async Task<SkolsynkApp> Delivered()
    {
        var app = await SkolsynkApp.Start(server);
        await folder.Start(app.Database);
        await app.Connect("alfa");
        await app.RunSync();
        await app.DeliverAll();
        return app;
    }

    private static async Task<TableCopy> Backup(SkolsynkApp app)
    {
        var copy = await TableCopy.Of(app.Database);
        await JournalState.GoOn(app.Database, Stop);
        app.Clock.Advance(TimeSpan.FromHours(1));
        return copy;
    }

    /// <summary>A connection and a municipality end with deletes, one pupil is marked, another leaves and is purged.</summary>
    private static async Task<(SandboxUser Marked, SandboxUser Purged)> ErasedSince(SkolsynkApp app)
    {
        await app.Database.Write(s => Endings.Begin(s, One, 2, EndingKind.DeleteAtSupplier));
        await app.DeliverAll();
        await app.Database.Write(s => TenantEnding.Begin(s, Two, EndingKind.DeleteAtSupplier));
        await TenantEnding.Resume(app.Database, Two, Stop);
        await app.DeliverAll();
        Assert.True(await TenantEnding.Resume(app.Database, Two, Stop));
        Assert.All(ScimEndpoints.All, endpoint => Assert.Equal(0, app.Held("beta").Count(endpoint)));
        var (marked, purged) = (Pupils(app)[0], Pupils(app)[1]);
        await app.Database.Write(s => Marks.Set(s, One, MarkOrigin.Operator, new HashSet<Guid> { Guid.Parse(marked.Id) }));
        app.Municipality.RemoveUser(purged.Id);
        await app.RunSync();
        await app.DeliverAll();
        app.Clock.Advance(TimeSpan.FromDays(200));
        // The marked one was a bare id since; it goes too.
        Assert.Equal(2, (await new Purge(app.Database, "test").RunOnce(acceptTime: true, Stop)).Persons);
        return (marked, purged);
    }

    private static async Task<SandboxUser> NewPupil(SkolsynkApp app)
    {
        var school = app.Municipality.Schools[0].Id;
        var pupil = app.Municipality.AddPupil("Nyanlända", "Inflyttad", school, app.Municipality.ClassesOfSchool(school)[0].Id);
        await app.RunSync();
        await app.DeliverAll();
        Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, pupil.Id));
        return pupil;
    }

    private static async Task NothingGoes(SkolsynkApp app)
    {
        var requests = Requests(app);
        await Assert.ThrowsAsync<DatabaseRestoredException>(() => app.RunSync());
        await Assert.ThrowsAsync<DatabaseRestoredException>(() => app.DeliverAll());
        await Assert.ThrowsAsync<DatabaseRestoredException>(() => new Purge(app.Database, "test").RunOnce(acceptTime: true, Stop));
        await Assert.ThrowsAsync<DatabaseRestoredException>(() => new EndingRound(app.Database, "test").RunOnce(acceptTime: true, Stop));
        Assert.Equal(requests, Requests(app));
    }

    /// <summary>Before the source was read again: lists are asked for, and nothing else of connections that go on; ended ones delete after their lists.</summary>
    private static async Task AreReconciledFirst(SkolsynkApp app)
    {
        var before = (Alfa: app.Receiver("alfa").Journal.Counts, Beta: app.Receiver("beta").Journal.Counts);
        var asked = new ConcurrentQueue<string>();
        await app.DeliverAll(app.Tools with { Handler = profile => new OrderTap(SupplierHandlers.Create(profile, allowLoopback: true), asked) });
        await app.DeliverAll();
        var alfa = app.Receiver("alfa").Journal.Counts;
        Assert.True(alfa.Lists > before.Alfa.Lists);
        Assert.Equal((before.Alfa.Posts, before.Alfa.Puts, before.Alfa.Deletes), (alfa.Posts, alfa.Puts, alfa.Deletes));
        var beta = asked.Where(one => one.Contains("/beta/", StringComparison.Ordinal)).ToList();
        Assert.InRange(beta.FindIndex(one => !one.StartsWith("GET", StringComparison.Ordinal)), 6, 14);
        Assert.True(app.Receiver("beta").Journal.Counts.Deletes > before.Beta.Deletes);
        var row = await app.Database.Read(s => Reconciliations.Load(s, One, 1));
        Assert.Equal((ReconcileWish.None, ReconcileOutcome.Whole), (row.Wanted, row.Outcome));
        Assert.True(row.ReadAfter > 0 && row.Others > 0);
    }

    /// <summary>Keeps what was asked for, in order.</summary>
    private sealed class OrderTap(HttpMessageHandler inner, ConcurrentQueue<string> asked) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            asked.Enqueue($"{request.Method} {request.RequestUri}");
            return base.SendAsync(request, cancellationToken);
        }
    }

    private static long Requests(SkolsynkApp app) => app.Receiver("alfa").Journal.Counts.Requests + app.Receiver("beta").Journal.Counts.Requests;

    private static Task<Dictionary<(int, int), long>> Next(SkolsynkApp app) => app.Database.Read(s => s.Query(
        "SELECT tenant, name, next FROM counter WHERE tenant < 2", row => (Key: (row.GetInt32(0), (int)row.GetInt16(1)), Next: row.GetInt64(2)))
        .ToDictionary(one => one.Key, one => one.Next));

    private static IEnumerable<string> Names(SkolsynkApp app, TenantId tenant) =>
        app.Sandbox.Municipalities[tenant.Value - 1].Users.Select(user => user.UserPrincipalName).OfType<string>();

    private static List<SandboxUser> Pupils(SkolsynkApp app) =>
        [.. app.Municipality.Users.Where(u => u.IsStudent && app.Held("alfa").Find(ScimEndpoint.Users, u.Id) is not null)];
}
