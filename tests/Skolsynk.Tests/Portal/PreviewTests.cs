using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Retention;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Source;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tenants;
using Skolsynk.Tests.App;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Portal;

/// <summary>Previews and what they let happen, the reading of schools alone, pauses, and what a status is called.</summary>
public sealed class PreviewTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly TenantId First = new(1);

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task What_a_preview_shows_is_what_is_sent(Engine engine)
    {
        await using var app = await SkolsynkApp.Start(server, engine: engine);
        await app.Connect("alfa", new ScopeSettings());
        await app.RunSync();
        await Draft(app);
        var view = await View(app);
        var wanted = new ScopeSettings { AllSchools = true };
        var id = await PreviewRound.Keep(app.Database, view, wanted);
        var preview = (await PreviewRound.Of(app.Database, view, wanted)).Preview;
        Assert.Equal(0, preview.Removed);
        Assert.Equal(Approved.Done, (await Approve(app, id)).Result);
        await app.DeliverAll();
        var held = app.Held("alfa");
        Assert.Equal(preview.Counts[PreviewKind.Schools].Created, held.Count(ScimEndpoint.SchoolUnits));
        Assert.Equal(preview.Counts[PreviewKind.Students].Created + preview.Counts[PreviewKind.Teachers].Created, held.Count(ScimEndpoint.Users));
        Assert.Equal(preview.Counts[PreviewKind.Groups].Created, held.Count(ScimEndpoint.StudentGroups));
        Assert.Null(await app.Database.Read(session => StoredPreview.Load(session, new TenantId(2), 1, id)));
    }

    [Fact]
    public async Task Who_was_excluded_after_a_preview_was_made_stays_excluded()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa", new ScopeSettings { AllSchools = true, SchoolYear = false });
        await app.RunSync();
        var view = await View(app);
        var id = await PreviewRound.Keep(app.Database, view, view.Details.Chosen with { SchoolYear = true });
        var person = Guid.Parse(app.Municipality.Users.First(user => user.IsStudent && user.AccountEnabled).Id);
        await app.Database.Write(session => ConnectionSettings.SetScope(session, First, 1, view.Details.Chosen with { ExcludedPersons = [person] }));
        Assert.Equal(Approved.Done, (await Approve(app, id)).Result);
        Assert.True((await View(app)).Details.Chosen.SchoolYear);
        Assert.Equal([person], (await View(app)).Details.Chosen.ExcludedPersons);
    }

    [Fact]
    public async Task Whatever_narrows_what_is_sent_breaks_off_what_is_being_sent()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        await app.RunSync();
        var school = (await app.Database.Read(session => RosterStore.LoadSchools(First, session)))[0].Id;
        foreach (var change in new Action<Session>[]
        {
            session => ConnectionSettings.SetScope(session, First, 1, new ScopeSettings()),
            session => SchoolCodes.Set(session, First, new Dictionary<Guid, string?> { [school] = null }),
            session => Agreements.Set(session, First, 1, agreement => agreement.EndsOn = new DateOnly(2020, 1, 1)),
            session => ConnectionSettings.Pause(session, First, 1, new DateOnly(2026, 12, 1)),
        })
        {
            var before = (await View(app)).State!.Epoch;
            await app.Database.Write(change);
            Assert.True((await View(app)).State!.Epoch > before);
        }
    }

    [Fact]
    public async Task A_preview_to_which_a_removal_came_is_not_approved_and_nothing_happens()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        await app.RunSync();
        var view = await View(app);
        var schools = await app.Database.Read(session => RosterStore.LoadSchools(First, session));
        var id = await PreviewRound.Keep(app.Database, view, new ScopeSettings { Schools = [.. schools.Skip(1).Select(school => school.Id)] });
        var stored = (await app.Database.Read(session => StoredPreview.Load(session, First, 1, id)))!;
        var wider = new StoredPreview
        {
            TenantId = 1,
            Id = id,
            ConnectionId = 1,
            At = stored.At,
            Pairs = stored.Pairs,
            Scope = new ScopeSettings { Schools = [.. schools.Skip(2).Select(school => school.Id)] },
        };
        var answer = await PreviewRound.Approve(app.Database, wider, session => ConnectionView.All(session, First)[0], (_, _) => { });
        Assert.Equal(Approved.Grew, answer.Result);
        Assert.True(answer.Added > 0);
        Assert.True((await View(app)).Details.Scope.Settings.AllSchools);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(20, 0, true)]
    [InlineData(21, 0, false)]
    [InlineData(1, 1, false)]
    public void A_little_that_came_to_a_preview_is_let_through_unless_it_removes(int added, int removals, bool passes)
    {
        var seen = Enumerable.Range(1, 5000).Select(i => (ulong)i).ToList();
        var more = Enumerable.Range(9000, added).Select(i => (ulong)i).ToList();
        var now = new SettingsPreview(new Dictionary<PreviewKind, PreviewCount>(), (0, 0), [.. seen, .. more], [.. more.Take(removals)]);
        Assert.Equal(passes, now.MayStandFor(seen, out var came));
        Assert.Equal(added, came);
        Assert.Equal(seen, SettingsPreview.Unpack(SettingsPreview.Pack(seen)));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    [Trait("Invariant", "1")]
    public async Task Reading_schools_alone_takes_in_nobody_and_removes_nothing(Engine engine)
    {
        await using var app = await SkolsynkApp.Start(server, engine: engine);
        var reading = Reading(app);
        Assert.Null(await reading.RunOnce(await Tenant(app), TestContext.Current.CancellationToken));
        var roster = (await app.Database.Read(session => RosterStore.Load(First, session))).Roster;
        Assert.Equal(app.Municipality.Schools.Count, roster.Schools.Count);
        Assert.Empty(roster.Persons);
        app.Municipality.DeleteSchool(app.Municipality.Schools[0].Id);
        await reading.RunOnce(await Tenant(app), TestContext.Current.CancellationToken);
        Assert.Equal(roster.Schools.Count, (await app.Database.Read(session => RosterStore.LoadSchools(First, session))).Count);
    }

    [Fact]
    [Trait("Invariant", "1")]
    public async Task Reading_schools_alone_leaves_a_municipality_with_persons_as_it_is()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.RunSync();
        var before = await app.Database.Read(session => RosterStore.Load(First, session));
        app.Municipality.DeleteSchool(app.Municipality.Schools[0].Id);
        await Reading(app).RunOnce(await Tenant(app), TestContext.Current.CancellationToken);
        var after = await app.Database.Read(session => RosterStore.Load(First, session));
        Assert.Equal((before.Version, before.Roster.Persons.Count), (after.Version, after.Roster.Persons.Count));
    }

    [Fact]
    public async Task A_pause_sends_nothing_and_ends_on_its_day()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        await app.RunSync();
        await app.Database.Write(session => ConnectionSettings.Pause(session, First, 1, new DateOnly(2026, 11, 26)));
        await app.DeliverAll();
        Assert.Equal(0, app.Held("alfa").Count(ScimEndpoint.Users));
        Assert.Equal(0, await app.Database.Write(session => ConnectionSettings.ResumeDue(session, new DateOnly(2026, 11, 25))));
        Assert.Equal(1, await app.Database.Write(session => ConnectionSettings.ResumeDue(session, new DateOnly(2026, 11, 26))));
        await app.DeliverAll();
        Assert.True(app.Held("alfa").Count(ScimEndpoint.Users) > 100);
    }

    [Fact]
    public async Task Green_is_said_only_when_everything_is_confirmed_and_the_reading_is_fresh()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        await app.RunSync();
        Assert.Equal("Startar", Word(await View(app)));
        await app.DeliverAll();
        var view = await View(app);
        Assert.Equal(("I fas", "green"), (Word(view), ConnectionStatus.Of(view, null, "Driften").Colour));
        Assert.Equal("Släpar efter", Word(view with { Now = view.Now.AddHours(3) }));
        Assert.Equal("Väntar på granskning", Word(view with { HeldAtSource = 3 }));
        Assert.Equal("Nyckel saknas", Word(view with { Details = view.Details with { SealedKey = null }, HeldAtSource = 3 }));
        Assert.Equal("Utkast", Word(view with { Details = view.Details with { Paused = true }, Start = new ConnectionStart { TenantId = 1, ConnectionId = 1 } }));
        Assert.Equal("Avtal saknas", Word(view with { Details = view.Details with { LacksConsent = true } }));
        Assert.Equal("Leverantören svarar inte", Word(view with { State = view.State! with { Rest = RestKind.Unreachable, RestUntil = view.Now.AddMinutes(5).ToUnixTimeMilliseconds() } }));
    }

    [Theory]
    [InlineData(0, "0")]
    [InlineData(12480, "12\u00A0480")]
    public void Numbers_are_written_with_a_hard_space(long number, string text) => Assert.Equal(text, Text.Number(number));

    private static async Task<PreviewAnswer> Approve(SkolsynkApp app, Guid id) => await PreviewRound.Approve(
        app.Database, (await app.Database.Read(session => StoredPreview.Load(session, First, 1, id)))!, session => ConnectionView.All(session, First)[0], (_, _) => { });

    private static string Word(ConnectionView view) => ConnectionStatus.Of(view, null, "Driften").Word;

    private static SchoolsReading Reading(SkolsynkApp app) => new(
        app.Database, (tenant, stop) => app.Reader.ReadSchools(new GraphTenant(tenant.EntraTenantId, ReadBudget.Unconfirmed), stop), "skolor");

    private static async Task<Skolsynk.Tenants.Tenant> Tenant(SkolsynkApp app) =>
        (await app.Database.Read(session => Skolsynk.Tenants.TenantOpening.Find(session, app.Municipality.EntraTenantId)))!;

    private static async Task<ConnectionView> View(SkolsynkApp app) => (await app.Database.Read(session => ConnectionView.All(session, First)))[0];

    [Fact]
    public async Task When_the_agreement_has_ended_nobody_is_sent_any_more()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        await app.RunSync();
        await Draft(app);
        await app.Database.Write(session => ConnectionSettings.Start(session, First, 1));
        await app.DeliverAll();
        Assert.True(app.Held("alfa").Count(ScimEndpoint.Users) > 100);
        await app.Database.Write(session => Agreements.Set(session, First, 1, agreement => agreement.EndsOn = new DateOnly(2026, 1, 1)));
        var late = app.Municipality.AddPupil("Försen", "Anländ", app.Municipality.Schools[0].Id, app.Municipality.ClassesOfSchool(app.Municipality.Schools[0].Id)[0].Id);
        await app.RunSync();
        Assert.Equal(PassEnd.Rests, (await app.DeliverAll())["alfa"].End);
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, late.Id));
        // A protected person is removed all the same.
        var pupil = app.Municipality.Users.First(user => user.IsStudent && app.Held("alfa").Find(ScimEndpoint.Users, user.Id) is not null);
        await app.Database.Write(session => Marks.Set(session, First, MarkOrigin.Operator, new HashSet<Guid> { Guid.Parse(pupil.Id) }));
        await app.DeliverAll();
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, pupil.Id));
        Assert.Null(app.Held("alfa").Find(ScimEndpoint.Users, late.Id));
        await app.Database.Write(session => Agreements.Set(session, First, 1, agreement => agreement.EndsOn = null));
        await app.DeliverAll();
        Assert.NotNull(app.Held("alfa").Find(ScimEndpoint.Users, late.Id));
    }

    /// <summary>As a connection is before anything was started in the portal.</summary>
    private static Task Draft(SkolsynkApp app) => app.Database.Write(session =>
    {
        Agreements.Set(session, First, 1, agreement => agreement.Processing = true);
        using var context = session.Context(First);
        context.Add(new ConnectionStart { TenantId = 1, ConnectionId = 1 });
        context.Set<Connection>().Single().Paused = true;
        context.SaveChanges();
    });
}
