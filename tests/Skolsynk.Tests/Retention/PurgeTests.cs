using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Retention;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Stores;
using Skolsynk.Tests.App;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Retention;

/// <summary>Six months after somebody left nothing of her is left, and nothing is purged by a clock that has jumped.</summary>
public sealed class PurgeTests(PostgresServer server)
{
    private static readonly TenantId One = new(1);

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "9")]
    public async Task Six_months_after_removal_nothing_of_the_person_is_left_in_the_files_too(Engine engine)
    {
        await using var app = await SkolsynkApp.Start(server, engine: engine);
        await app.Connect("alfa");
        await app.RunSync();
        await app.DeliverAll();
        var pupils = app.Municipality.Users.Where(u => u.IsStudent && app.Held("alfa").Find(ScimEndpoint.Users, u.Id) is not null).Take(12).ToList();
        var before = await Rows(app);
        await Leave(app, pupils);
        await Purge(app);
        app.Clock.Advance(TimeSpan.FromDays(180));
        Assert.Equal(0, (await Purge(app)).Persons);
        if (app.DatabaseFile is { } still)
            Assert.Equal(12, Canary.InFiles(still, [.. pupils.Select(pupil => pupil.UserPrincipalName)]).Count);

        app.Clock.Advance(TimeSpan.FromDays(2));
        var result = await Purge(app);
        Assert.Equal((12, 0), (result.Persons, result.Waiting));
        var entry = (await app.Database.Read(session => AuditLog.Of(session, One, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 0, 10))).Single();
        Assert.Equal((AuditActor.Service, AuditEvent.Purged, "12 borttagna gallrade"), (entry.Actor, entry.Event, entry.Concerns));
        if (app.DatabaseFile is { } file)
            Assert.Empty(Canary.InFiles(file, [.. pupils.SelectMany(pupil => new[] { pupil.UserPrincipalName, pupil.Id })]));
        Assert.Empty(await Traces(app, pupils));
        Assert.True(before.Resources - 12 >= (await Rows(app)).Resources);
        Assert.Equal(before.Bodies - 12, (await Rows(app)).Bodies);
        Assert.Empty(app.Differences("alfa"));
        Assert.Equal((JobTime.NotYet, 0), (await Purge(app, accept: false)) is var again ? (again.Time, again.Persons) : default);
    }

    [Fact, Trait("Invariant", "9")]
    public async Task Nobody_is_forgotten_whom_a_supplier_still_has()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        await app.RunSync();
        await app.DeliverAll();
        var pupil = app.Municipality.Users.First(u => u.IsStudent && u.AccountEnabled && u.Surname is not null);
        app.Receiver("alfa").Faults.On(new Fault(FaultKind.BadRequest) { Method = "DELETE", Id = pupil.Id });
        await Leave(app, [pupil]);
        app.Clock.Advance(TimeSpan.FromDays(200));
        Assert.Equal((0, 1), (await Purge(app)) is var held ? (held.Persons, held.Waiting) : default);

        app.Receiver("alfa").Faults.Off();
        await app.DeliverAll();
        Assert.Equal((1, 0), (await Purge(app)) is var done ? (done.Persons, done.Waiting) : default);
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, pupil.Id));
    }

    [Fact]
    public async Task Who_returns_within_six_months_keeps_the_number_and_is_not_purged()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.RunSync();
        var pupil = app.Municipality.Users.First(u => u.IsStudent && u.AccountEnabled && u.Surname is not null);
        var oid = await Oid(app, pupil);
        await Leave(app, [pupil]);
        app.Clock.Advance(TimeSpan.FromDays(100));
        app.Municipality.Put(pupil);
        await app.RunSync();
        app.Clock.Advance(TimeSpan.FromDays(200));
        Assert.Equal(0, (await Purge(app)).Persons);
        Assert.Equal(oid, await Oid(app, pupil));
    }

    [Theory, InlineData(365), InlineData(-1)]
    public async Task A_clock_that_jumps_purges_nothing_until_somebody_accepts_it(int days)
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.RunSync();
        app.Clock.Advance(TimeSpan.FromDays(2));
        Assert.Equal(JobTime.Due, (await Purge(app, accept: false)).Time);
        await Leave(app, [.. app.Municipality.Users.Where(u => u.IsStudent && u.AccountEnabled).Take(1)]);
        if (days < 0)
            app.Clock.AdjustTime(app.Clock.GetUtcNow().AddDays(days));
        else
            app.Clock.Advance(TimeSpan.FromDays(days));
        Assert.Equal((JobTime.Doubtful, 0), (await Purge(app, accept: false)) is var stopped ? (stopped.Time, stopped.Persons) : default);
        Assert.Equal(days > 0 ? 1 : 0, (await Purge(app)).Persons);
        app.Clock.Advance(TimeSpan.FromHours(25));
        Assert.Equal(JobTime.Due, (await Purge(app, accept: false)).Time);
    }

    [Theory]
    [InlineData("2026-08-31T12:00:00Z", "2027-02-28T11:59:59Z", false)]
    [InlineData("2026-08-31T12:00:00Z", "2027-02-28T12:00:00Z", true)]
    [InlineData("2026-06-10T08:00:00Z", "2026-12-10T07:59:59Z", false)]
    [InlineData("2026-06-10T08:00:00Z", "2026-12-10T08:00:00Z", true)]
    public void Months_are_calendar_months(string gone, string now, bool due) =>
        Assert.Equal(due, GoneEntities.IsDue(DateTimeOffset.Parse(gone, null), DateTimeOffset.Parse(now, null)));

    private static async Task Leave(SkolsynkApp app, IReadOnlyList<SandboxUser> pupils)
    {
        foreach (var pupil in pupils)
            app.Municipality.RemoveUser(pupil.Id);
        await app.RunSync();
        await app.DeliverAll();
    }

    private static Task<PurgeResult> Purge(SkolsynkApp app, bool accept = true) =>
        new Purge(app.Database, "test").RunOnce(accept, TestContext.Current.CancellationToken);

    private static async Task<long> Oid(SkolsynkApp app, SandboxUser pupil) =>
        (await app.Database.Read(s => RosterStore.LoadIndex(One, s))).Index.Persons.Single(row => row.Id == Guid.Parse(pupil.Id)).Oid;

    private static Task<(long Resources, long Bodies)> Rows(SkolsynkApp app) => app.Database.Read(s =>
        (s.Scalar<long>("SELECT count(*) FROM resource"), s.Scalar<long>("SELECT count(*) FROM entity_body")));

    /// <summary>Rows that still have one of the ids in them, or a number that no resource has any more.</summary>
    private static Task<List<string>> Traces(SkolsynkApp app, IReadOnlyList<SandboxUser> pupils) => app.Database.Read(s =>
    {
        var found = new List<string>();
        foreach (var (table, column) in new[] { ("entity", "src"), ("resource", "ext"), ("not_sent", "src"), ("removal", "src"), ("hold_item", "src") })
            found.AddRange(SqlList.Query(s, One, $"SELECT 1 FROM {table} WHERE tenant = @tenant AND {column} IN ({{0}})",
                pupils, pupil => Guid.Parse(pupil.Id).ToByteArray(bigEndian: true), _ => table));
        foreach (var table in new[] { "transfer_log", "receipt", "refusal" })
            found.AddRange(s.Query($"SELECT 1 FROM {table} t WHERE NOT EXISTS(SELECT 1 FROM resource r WHERE r.tenant = t.tenant AND r.rid = t.rid)", _ => table));
        return found;
    });
}
