using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Retention;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.App;

/// <summary>An ended connection, and a municipality that left, are gone: here at once, at the supplier if that was asked for.</summary>
public sealed class EndingTests(PostgresServer server)
{
    private static readonly TenantId One = new(1);
    private static readonly TenantId Two = new(2);

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "9"), Trait("Invariant", "4")]
    public async Task A_connection_that_ends_with_deletes_leaves_nothing_at_the_supplier_and_nothing_here(Engine engine)
    {
        await using var app = await Delivered(engine);
        var other = await app.Receipts(2);
        var had = (await app.Receipts(1)).Count;
        await app.Database.Write(s => Endings.Begin(s, One, 1, EndingKind.DeleteAtSupplier));
        Assert.All((await app.Receipts(1)).Values, receipt => Assert.Null(receipt.Hash));
        await app.DeliverAll();

        Assert.All(ScimEndpoints.All, endpoint => Assert.Equal(0, app.Held("alfa").Count(endpoint)));
        Assert.Empty(await RowsOf(app, One, connection: 1));
        var receipt = Assert.Single(await app.Database.Read(s => Erasures.Of(One, s)));
        Assert.Equal((had, had, 0L), (receipt.Receipts, receipt.Deleted, receipt.Remained));
        Assert.NotNull(receipt.Ended);
        Assert.Equal(other, await app.Receipts(2));
        Assert.Empty(app.Differences("beta"));
        Assert.DoesNotContain("alfa", (await app.DeliverAll()).Keys);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "9")]
    public async Task A_connection_that_ends_without_deletes_sends_nothing_and_leaves_nothing_here(Engine engine)
    {
        await using var app = await Delivered(engine);
        var requests = app.Receiver("alfa").Journal.Counts.Requests;
        var key = (await app.Database.Read(s => ConnectionStore.OfTenant(s, One)))[0].SealedKey;
        await app.Database.Write(s => Endings.Begin(s, One, 1, EndingKind.KeepAtSupplier));
        Assert.DoesNotContain("alfa", (await app.DeliverAll()).Where(pass => pass.Value.End is not PassEnd.Skipped).Select(pass => pass.Key));
        await Endings.Finish(app.Database, One, 1, TestContext.Current.CancellationToken);
        await app.Database.Scrub(TestContext.Current.CancellationToken);

        Assert.Equal(requests, app.Receiver("alfa").Journal.Counts.Requests);
        Assert.Empty(app.Differences("alfa"));
        Assert.Empty(await RowsOf(app, One, connection: 1));
        if (app.DatabaseFile is { } file)
            Assert.Empty(Canary.InFiles(file, key));
        Assert.Equal(0, Assert.Single(await app.Database.Read(s => Erasures.Of(One, s))).Deleted);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "9"), Trait("Invariant", "12")]
    public async Task A_municipality_that_leaves_is_gone_and_the_other_is_untouched(Engine engine)
    {
        await using var app = await SkolsynkApp.Start(server, new SandboxOptions { Tenants = 2 }, engine);
        await app.Connect("beta");
        await app.Connect("beta", tenant: Two);
        await app.RunSync();
        await app.RunSync(Two);
        await app.DeliverAll();
        var mine = app.Sandbox.Municipalities[1].EntraTenantId;
        var before = Bodies(app);
        var names = app.Sandbox.Municipalities[1].Users.Select(user => user.UserPrincipalName).Except(app.Municipality.Users.Select(user => user.UserPrincipalName)).ToArray();

        await app.Database.Write(s => TenantEnding.Begin(s, Two, EndingKind.DeleteAtSupplier));
        Assert.False(await TenantEnding.Resume(app.Database, Two, TestContext.Current.CancellationToken));
        Assert.IsType<Skolsynk.Sync.SyncResult.NotRun>(await app.RunSync(Two));
        await app.DeliverAll();
        Assert.True(await TenantEnding.Resume(app.Database, Two, TestContext.Current.CancellationToken));
        await app.Database.Scrub(TestContext.Current.CancellationToken);

        Assert.Equal(["counter", "erasure"], (await RowsOf(app, Two)).Order());
        if (app.DatabaseFile is { } file)
            Assert.Empty(Canary.InFiles(file, [.. names, $"{mine}"]));
        Assert.NotEmpty(names);
        var after = Bodies(app);
        Assert.Empty(app.Differences("beta"));
        Assert.All(after, held => Assert.Equal(before[held.Key], held.Value));
        Assert.Equal((await app.Receipts(1)).Count, after.Count);
        var receipts = await app.Database.Read(s => Erasures.Of(Two, s));
        Assert.All(receipts, receipt => Assert.Equal((0L, receipt.Receipts), (receipt.Remained, receipt.Deleted)));
        Assert.True(receipts.Single(receipt => receipt.Cause is ErasureCause.Tenant).Persons > 400);
    }

    [Fact, Trait("Invariant", "9")]
    public async Task Deletes_that_a_supplier_does_not_take_for_a_day_are_given_up_and_told_of()
    {
        await using var app = await Delivered(Engine.Sqlite);
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.ServerError) { Method = "DELETE", Endpoint = ScimEndpoint.Users });
        await app.Database.Write(s => TenantEnding.Begin(s, One, EndingKind.DeleteAtSupplier));
        await app.DeliverAll();
        var round = new EndingRound(app.Database, "test");
        await round.RunOnce(acceptTime: false, TestContext.Current.CancellationToken);
        app.Clock.Advance(TimeSpan.FromHours(23));
        await round.RunOnce(acceptTime: false, TestContext.Current.CancellationToken);
        Assert.NotEmpty(await app.Receipts(1));
        app.Clock.Advance(TimeSpan.FromDays(30));
        Assert.Equal(JobTime.Doubtful, await round.RunOnce(acceptTime: false, TestContext.Current.CancellationToken));
        Assert.NotEmpty(await app.Receipts(1));

        await round.RunOnce(acceptTime: true, TestContext.Current.CancellationToken);
        Assert.Equal(["counter", "erasure"], (await RowsOf(app, One)).Order());
        var receipt = (await app.Database.Read(s => Erasures.Of(One, s))).Single(one => one.Cause is ErasureCause.Tenant);
        Assert.True(receipt.Remained > 0 && receipt.Remained + receipt.Deleted == receipt.Receipts);
    }

    [Theory, InlineData(EndingKind.KeepAtSupplier), InlineData(EndingKind.DeleteAtSupplier)]
    [Trait("Invariant", "8"), Trait("Invariant", "9")]
    public async Task Late_answers_bring_nothing_of_an_ended_connection_back(EndingKind kind)
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("bench");
        await app.RunSync();
        app.Receiver("bench").Faults.On(new Fault(FaultKind.LateAnswer) { Milliseconds = 2_000, Endpoint = ScimEndpoint.Users });
        var environment = (await app.Database.Read(ConnectionStore.Environments))[0];
        var round = Task.Run(() => new LaneRunner(app.Tools).RunOnce(environment, null, CancellationToken.None));
        while (app.Held("bench").Count(ScimEndpoint.Users) == 0)
            await Task.Delay(50, TestContext.Current.CancellationToken);
        await app.Database.Write(s => Endings.Begin(s, One, 1, kind));
        if (kind is EndingKind.KeepAtSupplier)
            await Endings.Finish(app.Database, One, 1, TestContext.Current.CancellationToken);
        app.Receiver("bench").Faults.Off();
        await round;
        await app.DeliverAll();
        Assert.Empty(await RowsOf(app, One, connection: 1));
        if (kind is EndingKind.DeleteAtSupplier)
            Assert.All(ScimEndpoints.All, endpoint => Assert.Equal(0, app.Held("bench").Count(endpoint)));
    }

    private async Task<SkolsynkApp> Delivered(Engine engine)
    {
        var app = await SkolsynkApp.Start(server, engine: engine);
        await app.Connect("alfa");
        await app.Connect("beta");
        await app.RunSync();
        await app.DeliverAll();
        return app;
    }

    /// <summary>Everything that the shared set holds of the first municipality's, by endpoint and id.</summary>
    private static Dictionary<string, string> Bodies(SkolsynkApp app) => ScimEndpoints.All.SelectMany(endpoint => app.Held("beta").All(endpoint))
        .ToDictionary(held => $"{held.Endpoint}/{held.Id}", held => Convert.ToBase64String(held.Body));

    /// <summary>
    /// Every table, known or not yet thought of, that has a row of a tenant, or of one of its connections.
    /// </summary>
    private static Task<List<string>> RowsOf(SkolsynkApp app, TenantId tenant, int? connection = null) => app.Database.Read(session =>
    {
        using var context = session.Context();
        var tables = session.Query(app.DatabaseFile is null
                ? "SELECT c.table_name, c.column_name FROM information_schema.columns c WHERE c.table_schema = 'public'"
                : "SELECT m.name, c.name FROM sqlite_master m JOIN pragma_table_info(m.name) c WHERE m.type = 'table'",
            row => (Table: row.GetString(0), Column: row.GetString(1))).ToLookup(one => one.Table, one => one.Column);
        return tables.Where(table => HasRows(session, table.Key, [.. table], tenant, connection)).Select(table => table.Key).ToList();
    });

    private static bool HasRows(Session session, string table, HashSet<string> columns, TenantId tenant, int? connection)
    {
        var owner = table == "tenant" ? "id" : columns.Contains("tenant") ? "tenant" : columns.Contains("tenant_id") ? "tenant_id" : null;
        var of = table == "connection" ? "id" : columns.Contains("connection") ? "connection" : null;
        if (owner is null || (connection is not null && of is null))
            return false;
        var where = connection is null ? "" : $" AND {of} = {connection}";
        return session.Scalar<long>($"SELECT count(*) FROM {table} WHERE {owner} = {tenant}{where}") > 0;
    }
}
