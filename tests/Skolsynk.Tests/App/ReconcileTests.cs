using System.Text;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.App;

/// <summary>Comparing a connection with what its supplier has.</summary>
public sealed class ReconcileTests(PostgresServer server)
{
    private static readonly TenantId One = new(1);
    private static readonly TenantId Two = new(2);

    [Theory]
    [InlineData("alfa", Engine.Sqlite), InlineData("beta", Engine.Sqlite), InlineData("alfa", Engine.Postgres)]
    public async Task What_the_supplier_has_lost_or_changed_is_sent_again(string supplier, Engine engine)
    {
        await using var app = await Delivered(supplier, engine);
        var held = app.Held(supplier);
        var users = held.All(ScimEndpoint.Users).Where(user => user.HasEnrolments).ToList();
        held.Delete(ScimEndpoint.Users, users[0].Id);
        held.Delete(ScimEndpoint.StudentGroups, held.All(ScimEndpoint.StudentGroups)[0].Id);
        Assert.Null(held.Replace(users[1] with { Body = Altered(users[1].Body, "\"familyName\":\"", "\"familyName\":\"Felaktig") }).Error);
        Assert.NotEmpty(app.Differences(supplier));
        var counts = app.Receiver(supplier).Journal.Counts;

        var row = await Reconcile(app);
        Assert.Empty(app.Differences(supplier));
        Assert.Equal((ReconcileOutcome.Whole, 2L, 1L, 0L, 0L), (row.Outcome, row.Missing, row.Different, row.Strange, row.Others));
        Assert.Equal(row.Listed + 2, (await app.Receipts(1)).Count);
        var after = app.Receiver(supplier).Journal.Counts;
        // The group is also sent as its pupil comes back; nothing else is.
        Assert.InRange(after.Posts + after.Puts - counts.Posts - counts.Puts, 3, 8);
        Assert.Equal((counts.Deletes, ReconcileOutcome.Whole), (after.Deletes, (await Reconcile(app)).Outcome));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "12")]
    public async Task With_a_shared_key_the_others_objects_are_counted_and_neither_touched_nor_stored(Engine engine)
    {
        await using var app = await SkolsynkApp.Start(server, new SandboxOptions { Tenants = 2 }, engine);
        await app.Connect("beta");
        await app.Connect("beta", tenant: Two);
        await app.RunSync();
        await app.RunSync(Two);
        await app.DeliverAll();
        var stranger = Guid.CreateVersion7();
        var known = await app.Receipts(1);
        var before = Bodies(app);
        Put(app.Held("beta"), ScimEndpoint.Users, $$"""{"externalId":"{{stranger}}","userName":"kanariella@annan.example","displayName":"Kanariella Fågelbur"}""", $"{stranger}");
        var counts = app.Receiver("beta").Journal.Counts;

        var row = await Reconcile(app);
        Assert.Equal((ReconcileOutcome.Whole, (long)known.Count, 0L, 0L), (row.Outcome, row.Listed, row.Missing, row.Different));
        Assert.Equal(before.Count - known.Count + 1, row.Others);
        Assert.All(Bodies(app).Where(one => one.Key != $"Users/{stranger}"), one => Assert.Equal(before[one.Key], one.Value));
        Assert.Equal(counts with { Lists = 0, Connections = 0, MaxPerSecond = 0 },
            app.Receiver("beta").Journal.Counts with { Lists = 0, Connections = 0, MaxPerSecond = 0 });
        Assert.Equal(known.Keys.Order(), (await app.Receipts(1)).Keys.Order());
        if (app.DatabaseFile is { } file)
            Assert.Empty(Canary.InFiles(file, "kanariella@annan.example", "Kanariella Fågelbur", $"{stranger}"));
        Assert.Equal(0, await app.Database.Read(s => s.Scalar<long>(
            "SELECT count(*) FROM resource WHERE ext = @ext", ("@ext", stranger.ToByteArray(bigEndian: true)))));
    }

    [Theory]
    [InlineData(FaultKind.FalseTotal), InlineData(FaultKind.CutAnswer), InlineData(FaultKind.Html), InlineData(FaultKind.HugeAnswer), InlineData(FaultKind.ServerError)]
    public async Task From_a_list_that_cannot_be_believed_nothing_is_concluded(object fault)
    {
        await using var app = await Delivered("alfa");
        var user = app.Held("alfa").All(ScimEndpoint.Users)[0].Id;
        app.Held("alfa").Delete(ScimEndpoint.Users, user);
        app.Receiver("alfa").Faults.On(new Fault((FaultKind)fault) { Method = "GET", Endpoint = ScimEndpoint.Users });
        var row = await Reconcile(app);
        Assert.Equal((ReconcileOutcome.Partial, 0L), (row.Outcome, row.Missing));
        Assert.StartsWith("Users: ", row.Detail, StringComparison.Ordinal);
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, user));

        app.Receiver("alfa").Faults.Off();
        Assert.Equal(1, (await Reconcile(app)).Missing);
        Assert.Empty(app.Differences("alfa"));
    }

    [Fact]
    public async Task A_supplier_that_shows_no_lists_gets_its_changes_all_the_same()
    {
        await using var app = await Delivered("alfa");
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.NotFound) { Method = "GET" });
        app.Municipality.RemoveUser(app.Municipality.Users.First(user => user.IsStudent && app.Held("alfa").Find(ScimEndpoint.Users, user.Id) is not null).Id);
        await app.RunSync();
        Assert.Equal((ReconcileOutcome.NoLists, ReconcileWish.None), await Reconcile(app) is var row ? (row.Outcome, row.Wanted) : default);
        Assert.Empty(app.Differences("alfa"));
    }

    [Fact, Trait("Invariant", "11")]
    public async Task Where_it_must_come_first_a_supplier_without_lists_waits_until_somebody_lets_it_go_on()
    {
        await using var app = await Delivered("alfa");
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.NotFound) { Method = "GET" });
        app.Municipality.RemoveUser(app.Municipality.Users.First(user => user.IsStudent && app.Held("alfa").Find(ScimEndpoint.Users, user.Id) is not null).Id);
        await app.RunSync();
        await app.Database.Write(s => Reconciliations.First(s, One, 1, 0));
        var counts = app.Receiver("alfa").Journal.Counts;
        Assert.Equal((PassEnd.Rests, RestKind.NotReconciled), (await app.DeliverAll())["alfa"] is var pass ? (pass.End, pass.Rest) : default);
        Assert.Equal(counts.Requests - counts.Lists, app.Receiver("alfa").Journal.Counts is var now ? now.Requests - now.Lists : 0);
        app.Clock.Advance(TimeSpan.FromHours(1));
        Assert.Equal(PassEnd.Rests, (await app.DeliverAll())["alfa"].End);
        Assert.NotEmpty(app.Differences("alfa"));

        await app.Database.Write(s => Reconciliations.Waive(s, One, 1));
        Assert.Equal(PassEnd.Done, (await app.DeliverAll())["alfa"].End);
        Assert.Empty(app.Differences("alfa"));
        Assert.True(app.Receiver("alfa").Journal.Counts.Puts - counts.Puts > 500);
    }

    [Fact, Trait("Invariant", "9")]
    public async Task A_connection_that_ends_while_its_supplier_lists_leaves_no_trace_of_the_comparison()
    {
        await using var app = await Delivered("alfa");
        app.Held("alfa").Delete(ScimEndpoint.Users, app.Held("alfa").All(ScimEndpoint.Users)[0].Id);
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.Slow) { Method = "GET", Milliseconds = 1_500 });
        await app.Database.Write(s => Reconciliations.Want(s, One, 1));
        var counts = app.Receiver("alfa").Journal.Counts;
        var round = Task.Run(() => app.DeliverAll());
        while (app.Receiver("alfa").Journal.Counts.Concurrent == 0)
            await Task.Delay(20, TestContext.Current.CancellationToken);
        await app.Database.Write(s => Endings.Begin(s, One, 1, EndingKind.KeepAtSupplier));
        await Endings.Finish(app.Database, One, 1, TestContext.Current.CancellationToken);
        await round;
        Assert.Equal((counts.Posts, counts.Puts, counts.Deletes), app.Receiver("alfa").Journal.Counts is var now ? (now.Posts, now.Puts, now.Deletes) : default);
        Assert.Equal(0, await app.Database.Read(s => s.Scalar<long>("SELECT (SELECT count(*) FROM reconciliation) + (SELECT count(*) FROM receipt)")));
    }

    [Fact]
    public async Task Once_a_week_each_connection_is_compared_by_itself()
    {
        await using var app = await Delivered("alfa");
        long Lists() => app.Receiver("alfa").Journal.Counts.Lists;
        await app.DeliverAll();
        Assert.Equal(0, Lists());
        app.Clock.Advance(TimeSpan.FromDays(7));
        await app.DeliverAll();
        var once = Lists();
        Assert.True(once >= 6);
        await app.DeliverAll();
        app.Clock.Advance(TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1));
        Assert.Equal(once, Lists());
        app.Clock.Advance(TimeSpan.FromMinutes(1));
        await app.DeliverAll();
        Assert.Equal(2 * once, Lists());
    }

    [Fact]
    public void The_moments_of_the_week_are_spread_and_each_comes_once()
    {
        const long hour = 3_600_000;
        var start = new DateTimeOffset(2026, 11, 24, 0, 0, 0, TimeSpan.Zero).ToUnixTimeMilliseconds();
        var due = Enumerable.Range(1, 300).Select(tenant => Enumerable.Range(1, 167).Where(i => (Reconciliation.Never with { Since = start + ((i - 1) * hour) })
            .IsDue(new TenantId(tenant), 1, start + (i * hour))).ToList()).ToList();
        Assert.All(due, hours => Assert.InRange(hours.Count, 0, 1));
        Assert.InRange(due.SelectMany(hours => hours).GroupBy(i => i).Max(group => group.Count()), 1, 12);
    }

    private async Task<SkolsynkApp> Delivered(string supplier, Engine engine = Engine.Sqlite)
    {
        var app = await SkolsynkApp.Start(server, engine: engine);
        await app.Connect(supplier);
        await app.RunSync();
        await app.DeliverAll();
        return app;
    }

    private static async Task<Reconciliation> Reconcile(SkolsynkApp app)
    {
        await app.Database.Write(s => Reconciliations.Want(s, One, 1));
        await app.DeliverAll();
        return await app.Database.Read(s => Reconciliations.Load(s, One, 1));
    }

    private static byte[] Altered(byte[] body, string old, string now) =>
        Encoding.UTF8.GetBytes(Encoding.UTF8.GetString(body).Replace(old, now, StringComparison.Ordinal));

    private static void Put(HeldObjects held, ScimEndpoint endpoint, string body, string id) =>
        Assert.Null(held.Create(new ScimObject(endpoint, id, Encoding.UTF8.GetBytes(body))).Error);

    private static Dictionary<string, string> Bodies(SkolsynkApp app) => ScimEndpoints.All.SelectMany(endpoint => app.Held("beta").All(endpoint))
        .ToDictionary(held => $"{held.Endpoint}/{held.Id}", held => Convert.ToBase64String(held.Body));
}
