using System.Net;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Retention;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Tenants;
using Skolsynk.Tests.App;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Portal;

/// <summary>Protected persons in the portal: marked by hand and by group, removed to the last receipt, named nowhere.</summary>
public sealed partial class ProtectionTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const string Page = "/settings/protected";
    private static readonly TenantId First = new(1);

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    [Trait("Invariant", "4"), Trait("Invariant", "9"), Trait("Invariant", "10")]
    public async Task Whoever_is_marked_in_the_portal_is_gone_everywhere_and_named_in_no_page_log_or_row(Engine engine)
    {
        using var logs = new LogTap();
        using var factory = LoggerFactory.Create(builder => builder.AddProvider(logs).SetMinimumLevel(LogLevel.Trace));
        await using var stage = await PortalStage.Start(server, engine, factory);
        var town = stage.Running;
        var pupil = town.AddPupil("Kanariella", "Fågelbur", town.Schools[0].Id, town.ClassesOfSchool(town.Schools[0].Id)[0].Id);
        string[] never = [pupil.GivenName!, pupil.Surname!, pupil.UserPrincipalName!, pupil.UserPrincipalName!.Split('@')[0]];
        await stage.App.RunSync();
        await stage.App.DeliverAll();
        Assert.NotNull(stage.App.Held("alfa").Find(ScimEndpoint.Users, pupil.Id));
        using var client = await stage.SignedInAs(Role.GlobalAdministrator, protects: true);

        var found = await Text(await client.Post(Page, $"{Page}/search", ("person", pupil.UserPrincipalName!.ToUpperInvariant())));
        Assert.Contains("Fågelbur, Kanariella", found, StringComparison.Ordinal);
        var marked = await Text(await client.Post(Page, $"{Page}/mark", ("id", $"{Guid.Parse(pupil.Id):N}")));
        Assert.Contains("Personen är markerad.", marked, StringComparison.Ordinal);
        Assert.Contains("borttagen hos 0 av", marked, StringComparison.Ordinal);
        var record = Record().Match(marked).Groups[1].Value;
        Assert.Contains("inte bekräftad, ring leverantören", await client.Page(record), StringComparison.Ordinal);
        Assert.Contains("Skydd satt", await client.Page("/home"), StringComparison.Ordinal);
        await stage.App.DeliverAll();
        foreach (var supplier in new[] { "alfa", "beta" })
            Assert.Null(stage.App.Held(supplier).Find(ScimEndpoint.Users, pupil.Id));
        var confirmed = await client.Page(record);
        Assert.DoesNotContain("inte bekräftad", confirmed, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(confirmed, "bekräftad [0-9]"));

        var basis = await Text(await client.Post(record, $"{record}/open"));
        Assert.Contains("Spara i ert skyddade diarium.", basis, StringComparison.Ordinal);
        Assert.Contains("förnamn och efternamn", basis, StringComparison.Ordinal);
        var file = await client.Post(record, $"{record}/save");
        Assert.Matches("^skolsynk_skyddsunderlag_[0-9a-f]{8}.txt$", file.Content.Headers.ContentDisposition!.FileName!.Trim('"'));
        Assert.Contains("Leverantör: Alfa", await Text(file), StringComparison.Ordinal);
        Assert.Contains("Underlaget är gallrat.", await Text(await client.Post(record, $"{record}/close")), StringComparison.Ordinal);
        await stage.App.Database.Write(session => LateMarks.Sweep(session, First));
        Assert.Equal(HttpStatusCode.NotFound, (await client.Once(record)).StatusCode);

        // Only who asks with a reason sees the name, and nothing of it stays.
        foreach (var address in new[] { Page, "/home", "/reviews", "/schools", "/suppliers", "/suppliers/alfa", "/reports/log", "/settings" })
            Assert.Empty(Canary.In(Encoding.UTF8.GetBytes(await client.Page(address)), never));
        Assert.Contains("Välj ett skäl.", await Text(await client.Post(Page, $"{Page}/open")), StringComparison.Ordinal);
        Assert.Contains("Fågelbur, Kanariella", await Text(await client.Post(Page, $"{Page}/open", ("reason", "1"))), StringComparison.Ordinal);
        await stage.App.RunSync();
        await stage.App.DeliverAll();
        Assert.Empty(await stage.App.Database.Read(session => Canary.InRows(session, engine is Engine.Postgres, never)));
        if (stage.App.DatabaseFile is { } database)
            Assert.Empty(Canary.InFiles(database, never));
        Assert.Empty(Canary.In(Encoding.UTF8.GetBytes(logs.Text), never));
        Assert.Contains(Page, logs.Text, StringComparison.Ordinal);
        Assert.DoesNotContain(client.Asked, address => never.Any(word => address.Contains(word, StringComparison.OrdinalIgnoreCase)));
        var events = (await Entries(stage)).Select(entry => entry.Event).ToList();
        Assert.Contains(AuditEvent.ProtectedChanged, events);
        Assert.Contains(AuditEvent.ProtectedViewed, events);
        Assert.Contains(await Entries(stage), entry => entry.After == "Kontroll av listan");
    }

    [Fact]
    [Trait("Invariant", "4")]
    public async Task Who_has_not_just_signed_in_sees_counts_and_changes_nothing()
    {
        await using var stage = await PortalStage.Start(server);
        var pupil = stage.Running.Users.First(user => user.PrimaryRole == "student");
        using var client = await stage.SignedInAs(Role.Administrator, protects: true);
        stage.Clock.Advance(TimeSpan.FromMinutes(16));
        var page = await client.Page(Page);
        Assert.Contains("Logga in igen för att visa att det är du.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Sök i Microsoft 365", page, StringComparison.Ordinal);
        Assert.Contains("Logga in igen", await Text(await client.Post("/suppliers", $"{Page}/mark", ("id", $"{Guid.Parse(pupil.Id):N}"))), StringComparison.Ordinal);
        Assert.Empty(await Marked(stage));
    }

    [Fact]
    public async Task What_is_typed_wrong_is_told_and_nobody_is_marked()
    {
        await using var stage = await PortalStage.Start(server);
        using var client = await stage.SignedInAs(Role.Administrator, protects: true);
        foreach (var (typed, wrong) in new[]
        {
            ("", "Skriv hela inloggningsnamnet, med @, eller kontots id."), ("Kanariella", "Skriv hela inloggningsnamnet, med @, eller kontots id."),
            ("ingen.alls@skola.example", "Ingen person i Microsoft 365 har"), ($"{Guid.CreateVersion7():D}", "Ingen person i Microsoft 365 har"),
        })
        {
            var page = await Text(await client.Post(Page, $"{Page}/search", ("person", typed)));
            Assert.Contains(wrong, page, StringComparison.Ordinal);
            Assert.Contains($"value=\"{typed}\"", page, StringComparison.Ordinal);
        }
        Assert.Contains("Skriv gruppens objekt-id", await Text(await client.Post(Page, $"{Page}/group", ("group", "Hemlig grupp"))), StringComparison.Ordinal);
        Assert.Contains("Ingen grupp i Microsoft 365 har det id:t.", await Text(await client.Post(Page, $"{Page}/group", ("group", $"{Guid.CreateVersion7()}"))), StringComparison.Ordinal);
        Assert.Empty(await Marked(stage));
    }

    [Fact]
    [Trait("Invariant", "4")]
    public async Task A_group_marks_its_members_and_a_mark_by_hand_is_taken_away_only_when_it_is_confirmed()
    {
        await using var stage = await PortalStage.Start(server);
        var (first, second) = (Pupils(stage)[0], Pupils(stage)[1]);
        stage.Running.Protect(first.Id);
        using var client = await stage.SignedInAs(Role.GlobalAdministrator, protects: true);
        Assert.Contains("Gruppen är sparad.", await Text(await client.Post(Page, $"{Page}/group", ("group", stage.Running.ProtectedGroupId))), StringComparison.Ordinal);
        await stage.App.RunSync();
        await stage.App.DeliverAll();
        Assert.Null(stage.App.Held("alfa").Find(ScimEndpoint.Users, first.Id));

        await client.Post(Page, $"{Page}/mark", ("id", $"{Guid.Parse(second.Id):N}"));
        Assert.Equal([MarkOrigin.EntraGroup, MarkOrigin.Administrator], (await Marked(stage)).Select(mark => mark.Origin).Order());
        Assert.Equal(HttpStatusCode.NotFound, (await client.Post(Page, $"{Page}/unmark", ("id", $"{Guid.Parse(first.Id):N}"), ("sure", "yes"))).StatusCode);
        Assert.Contains("Personen skickas som ny vid nästa läsning", await Text(await client.Post(Page, $"{Page}/unmark", ("id", $"{Guid.Parse(second.Id):N}"))), StringComparison.Ordinal);
        Assert.Equal(2, (await Marked(stage)).Count);
        await client.Post(Page, $"{Page}/unmark", ("id", $"{Guid.Parse(second.Id):N}"), ("sure", "yes"));
        Assert.Single(await Marked(stage));
        await stage.App.DeliverAll();
        await stage.App.RunSync();
        await stage.App.DeliverAll();
        Assert.NotNull(stage.App.Held("alfa").Find(ScimEndpoint.Users, second.Id));
    }

    [Fact]
    [Trait("Invariant", "4")]
    public async Task A_mass_of_marks_waits_for_one_click_and_a_wrong_list_is_taken_back()
    {
        await using var stage = await PortalStage.Start(server);
        var many = Pupils(stage).Take(30).ToList();
        using var client = await stage.SignedInAs(Role.GlobalAdministrator, protects: true);
        await Mark(stage, many);
        Assert.Contains("30\u00A0personer har fått skydd. De visas och skickas inte längre.", await client.Page("/home"), StringComparison.Ordinal);
        Assert.Contains("Antalet har ändrats", await Text(await client.Post(Page, $"{Page}/approve", ("persons", "29"))), StringComparison.Ordinal);
        await stage.App.DeliverAll();
        Assert.NotNull(stage.App.Held("alfa").Find(ScimEndpoint.Users, many[0].Id));
        Assert.Contains("Skyddet är borttaget.", await Text(await client.Post(Page, $"{Page}/withdraw", ("persons", "30"))), StringComparison.Ordinal);
        Assert.Empty(await Marked(stage));
        await Mark(stage, many);
        Assert.Contains("Borttagningen hos leverantörerna har börjat.", await Text(await client.Post(Page, $"{Page}/approve", ("persons", "30"))), StringComparison.Ordinal);
        await stage.App.DeliverAll();
        Assert.All(many, pupil => Assert.Null(stage.App.Held("alfa").Find(ScimEndpoint.Users, pupil.Id)));
        Assert.Equal(30, (await stage.App.Database.Read(session => LateMarks.All(session, First))).Count(mark => mark.IsConfirmed));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    [Trait("Invariant", "9")]
    public async Task What_nobody_came_for_is_purged_after_72_hours_and_the_checklist_stays_until_the_last_receipt(Engine engine)
    {
        await using var stage = await PortalStage.Start(server, engine);
        var pupil = Pupils(stage)[0];
        await Mark(stage, [pupil]);
        stage.App.Clock.Advance(TimeSpan.FromHours(71));
        await stage.App.Database.Write(session => LateMarks.Sweep(session, First));
        Assert.NotNull((await Late(stage)).Parts[0].From);
        stage.App.Clock.Advance(TimeSpan.FromHours(2));
        await stage.App.Database.Write(session => LateMarks.Sweep(session, First));
        var late = await Late(stage);
        Assert.Equal((null, 0, false), (late.Parts[0].From, late.Parts[0].Fields, late.IsConfirmed));
        Assert.Contains(await Entries(stage), entry => entry.Concerns == "Underlag till incidentbedömning, oläst");
        await stage.App.DeliverAll();
        await stage.App.Database.Write(session => LateMarks.Sweep(session, First));
        Assert.Empty(await stage.App.Database.Read(session => LateMarks.All(session, First)));
        Assert.Contains(await Entries(stage), entry => entry.Concerns == "1 skyddsåtgärd utförd");
    }

    [Fact]
    [Trait("Invariant", "7")]
    public async Task Another_municipalitys_late_mark_is_not_there_and_her_persons_cannot_be_marked()
    {
        await using var stage = await PortalStage.Start(server);
        var pupil = Pupils(stage)[0];
        await Mark(stage, [pupil]);
        var record = $"{Page}/record/{(await Late(stage)).Id:N}";
        using var other = await stage.SignedIn("ga", stage.New);
        await other.Page($"{(await other.Once("/setup/consent/start")).Headers.Location}&answer=yes");
        await other.Post("/setup/protected", "/setup/protected", ("answer", "here"));
        Assert.Equal(HttpStatusCode.OK, (await other.Once(Page)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Once(record)).StatusCode);
        foreach (var form in new[] { "open", "save", "close" })
            Assert.Equal(HttpStatusCode.NotFound, (await other.Post(Page, $"{record}/{form}")).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await other.Post(Page, $"{Page}/mark", ("id", $"{Guid.Parse(Pupils(stage)[1].Id):N}"))).StatusCode);
        Assert.Contains("Elever och lärare läses inte än.", await Text(await other.Post(Page, $"{Page}/search", ("person", Pupils(stage)[1].UserPrincipalName!))), StringComparison.Ordinal);
        Assert.Null((await Late(stage)).ClosedAt);
    }

    [Fact]
    public async Task Nobody_gives_herself_the_right_but_a_global_administrator()
    {
        await using var stage = await PortalStage.Start(server);
        using var client = await stage.SignedInAs(Role.Administrator);
        Assert.DoesNotContain("Ja, jag anger dem nu", await client.Page("/setup/protected"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Post("/setup/protected", "/setup/protected", ("answer", "here"))).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Once(Page)).StatusCode);
        using var ga = await stage.SignedIn("ga", stage.Running);
        Assert.Equal(HttpStatusCode.NotFound, (await ga.Once(Page)).StatusCode);
        await ga.Post("/setup/protected", "/setup/protected", ("answer", "here"));
        Assert.Equal(HttpStatusCode.OK, (await ga.Once(Page)).StatusCode);
        Assert.Contains(await Entries(stage), entry => entry is { Event: AuditEvent.RoleGiven, After: "Hanterar skyddade personuppgifter" });
    }

    private static List<SandboxUser> Pupils(PortalStage stage) => [.. stage.Running.UsersOfSchool(stage.Running.Schools[0].Id).Where(user => user.PrimaryRole == "student")];

    private static Task<MarksSet> Mark(PortalStage stage, List<SandboxUser> pupils) => stage.App.Database.Write(session =>
        Marks.Set(session, First, MarkOrigin.Administrator, pupils.Select(pupil => Guid.Parse(pupil.Id)).ToHashSet()));

    private static Task<IReadOnlyList<(Guid Person, MarkOrigin Origin, DateTimeOffset At, bool Waits)>> Marked(PortalStage stage) =>
        stage.App.Database.Read(session => ProtectedPersons.Marks(session, First));

    private static async Task<LateMark> Late(PortalStage stage) => Assert.Single(await stage.App.Database.Read(session => LateMarks.All(session, First)));

    private static Task<IReadOnlyList<AuditEntry>> Entries(PortalStage stage) =>
        stage.App.Database.Read(session => AuditLog.Of(session, First, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 0, 100));

    private static async Task<string> Text(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    [GeneratedRegex("href=\"(/settings/protected/record/[0-9a-f]{32})\"")]
    private static partial Regex Record();
}
