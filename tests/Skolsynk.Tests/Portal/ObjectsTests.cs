using System.Net;
using System.Text.RegularExpressions;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Rosters;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Portal;

/// <summary>One supplier in detail: how everything stands there, sent again, logged and compared.</summary>
public sealed partial class ObjectsTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly TenantId First = new(1);

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    [Trait("Invariant", "4"), Trait("Invariant", "10")]
    public async Task Everything_stands_in_the_list_as_the_supplier_has_it_page_by_page_and_by_filter(Engine engine)
    {
        await using var stage = await PortalStage.Start(server, engine);
        var town = stage.Running;
        var school = town.Schools.First(one => one.SchoolUnitCode is not null);
        var (refused, left) = (town.AddPupil("Kanariella", "Fågelbur", school.Id, town.ClassesOfSchool(school.Id)[0].Id), town.AddPupil("Undulata", "Fågelbur", school.Id, town.ClassesOfSchool(school.Id)[0].Id));
        stage.App.Receiver("alfa").Faults.On(new Fault(FaultKind.BadRequest) { UserName = refused.UserPrincipalName });
        await stage.App.RunSync();
        await stage.App.DeliverAll();
        await Exclude(stage, Guid.Parse(left.Id));
        await stage.App.DeliverAll();
        using var client = await stage.SignedInAs(Role.GlobalAdministrator);

        // Page by page nothing is missed and nothing comes twice: what is listed is what the roster holds.
        var roster = await stage.App.Database.Read(session => RosterStore.Load(First, session).Roster);
        var names = new List<string>();
        var pages = 0;
        for (string? at = "/suppliers/alfa/objects"; at is not null; at = Next().Match(await Raw(client, at)) is { Success: true } next ? WebUtility.HtmlDecode(next.Groups[1].Value) : null)
        {
            names.AddRange(Rows().Matches(await Raw(client, at)).Select(row => row.Groups[1].Value));
            Assert.True(++pages < 60);
        }
        Assert.Equal(roster.Schools.Count + roster.Persons.Count + roster.Groups.Count, names.Count);
        Assert.Equal(names.Count, names.Distinct().Count());
        Assert.True(pages > 2);

        var rejected = await Page(client, "/suppliers/alfa/objects?status=rejected&type=person");
        Assert.Single(Rows().Matches(rejected));
        Assert.Contains("Fågelbur, Kanariella", rejected, StringComparison.Ordinal);
        Assert.Contains("Avvisad av leverantören", rejected, StringComparison.Ordinal);
        Assert.Contains("Teknisk information", rejected, StringComparison.Ordinal);
        Assert.Contains("<span class=\"code\">400", rejected, StringComparison.Ordinal);
        var notSent = await Page(client, "/suppliers/alfa/objects?status=not-sent&type=person");
        Assert.Contains("Fågelbur, Undulata", notSent, StringComparison.Ordinal);
        Assert.Contains("Undantagen för leverantören.", notSent, StringComparison.Ordinal);
        Assert.DoesNotContain("Fågelbur, Kanariella", notSent, StringComparison.Ordinal);
        var confirmed = await Page(client, "/suppliers/alfa/objects?status=confirmed&type=school");
        Assert.Equal(town.Schools.Count(one => one.SchoolUnitCode is not null), Rows().Count(confirmed));
        Assert.Contains("Inget att visa.", await Page(client, "/suppliers/alfa/objects?status=held"), StringComparison.Ordinal);
        Assert.Contains("Inget att visa.", await Page(client, "/suppliers/alfa/objects?status=leaving"), StringComparison.Ordinal);

        // By school: exactly those of it.
        var own = await Skolsynk.Portal.People.OwnIds.Of(stage.App.Database, First, TestContext.Current.CancellationToken);
        var id = Ids.Of(town.EntraTenantId, EntityKind.School, school.Id);
        var connection = (await stage.App.Database.Read(session => ConnectionStore.OfTenant(session, First))).First(one => one.Supplier.Key == "alfa");
        var ofSchool = new List<ObjectRow>();
        for ((EntityKind, Guid)? after = null; ;)
        {
            var (rows, more) = await stage.App.Database.Read(session => ObjectList.Load(session, connection, null, new(null, id, ObjectFilter.All, after)));
            ofSchool.AddRange(rows);
            if (!more) break;
            after = (rows[^1].Kind, rows[^1].Id);
        }
        Assert.Equal(
            roster.Schools.Where(one => one.Id == id).Select(one => one.Id).Concat(roster.Persons.Where(one => one.Schools.Contains(id)).Select(one => one.Id))
                .Concat(roster.Groups.Where(one => one.Schools.Contains(id)).Select(one => one.Id)),
            ofSchool.Select(one => one.Id));
        Assert.Contains(own.Of(id), await Page(client, $"/suppliers/alfa/objects?school={own.Of(id)}"), StringComparison.Ordinal);

        await Chosen_ones_are_sent_again_and_nothing_that_is_out_of_scope(stage, client, own, Guid.Parse(refused.Id), Guid.Parse(left.Id));
        await Who_only_looks_sees_counts(stage);
    }

    [Fact]
    public async Task A_supplier_is_compared_and_everything_sent_again_when_its_counts_were_seen()
    {
        await using var stage = await PortalStage.Start(server);
        using var client = await stage.SignedInAs(Role.GlobalAdministrator);
        Assert.Contains("Inte jämförd än.", await Page(client, "/suppliers/alfa/compare"), StringComparison.Ordinal);
        Assert.Contains("Jämförelsen pågår", await Text(await client.Post("/suppliers/alfa/compare", "/suppliers/alfa/compare")), StringComparison.Ordinal);
        await stage.App.DeliverAll();
        Assert.Matches("Inga skillnader. Jämfört <time[^>]*>[0-9:]+ i dag</time>.", await Text(await client.Once("/suppliers/alfa/compare/live", polling: true)));
        var held = stage.App.Held("alfa");
        var lost = held.All(ScimEndpoint.Users)[0].Id;
        held.Delete(ScimEndpoint.Users, lost);
        await client.Post("/suppliers/alfa/compare", "/suppliers/alfa/compare");
        await stage.App.DeliverAll();
        Assert.Contains("<dt>Saknas hos leverantören</dt><dd>1, skickas igen</dd>", await Page(client, "/suppliers/alfa/compare"), StringComparison.Ordinal);
        Assert.NotNull(held.Find(ScimEndpoint.Users, lost));

        var page = await Page(client, "/suppliers/alfa/resend");
        var seen = Seen().Match(page).Groups[1].Value;
        Assert.Contains("Antalet har ändrats sedan du såg det.", await Text(await client.Post("/suppliers/alfa/resend", "/suppliers/alfa/resend", ("seen", "1"))), StringComparison.Ordinal);
        Assert.Equal(0, await Uncertain(stage));
        Assert.Contains("Skickas igen.", await Text(await client.Post("/suppliers/alfa/resend", "/suppliers/alfa/resend", ("seen", seen))), StringComparison.Ordinal);
        Assert.Equal(int.Parse(seen, System.Globalization.CultureInfo.InvariantCulture), await Uncertain(stage));
        await stage.App.DeliverAll();
        Assert.Equal(0, await Uncertain(stage));

        var log = await Page(client, "/suppliers/alfa/log");
        Assert.Contains("Nya elever och lärare", log, StringComparison.Ordinal);
        Assert.Contains("Jämförde med leverantören", log, StringComparison.Ordinal);
        Assert.Contains("Skickade igen", log, StringComparison.Ordinal);
        foreach (var address in new[] { "/suppliers/beta/compare?environment=test", "/suppliers/beta/objects?environment=test", "/suppliers/beta/resend?environment=test", "/suppliers/beta/log?environment=test" })
            Assert.Equal(HttpStatusCode.NotFound, (await client.Once(address)).StatusCode);
    }

    private static async Task Chosen_ones_are_sent_again_and_nothing_that_is_out_of_scope(PortalStage stage, PortalClient client, Skolsynk.Portal.People.OwnIds own, Guid refused, Guid left)
    {
        const string Objects = "/suppliers/alfa/objects";
        Assert.Contains("Välj minst en.", await Text(await client.Post(Objects, Objects)), StringComparison.Ordinal);
        Assert.Contains("Välj högst 500.", await Text(await client.Post(Objects, Objects, [.. Enumerable.Range(0, 501).Select(i => ("row", $"2-{own.Of(new Guid(i, 0, 0, new byte[8]))}"))])), StringComparison.Ordinal);
        stage.App.Receiver("alfa").Faults.Off();
        var answer = await client.Post(Objects, Objects, ("row", $"2-{own.Of(refused)}"), ("row", $"2-{own.Of(left)}"), ("back", "https://elsewhere.example/"));
        Assert.Contains("Skickas igen.", await Text(answer), StringComparison.Ordinal);
        await stage.App.DeliverAll();
        Assert.NotNull(stage.App.Held("alfa").Find(ScimEndpoint.Users, $"{refused:D}"));
        Assert.Null(stage.App.Held("alfa").Find(ScimEndpoint.Users, $"{left:D}"));
        Assert.Contains("Inget att visa.", await Page(client, $"{Objects}?status=rejected"), StringComparison.Ordinal);
        var log = await stage.App.Database.Read(session => AuditLog.Of(session, First, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 0, 100));
        Assert.Contains(log, one => one is { Event: AuditEvent.SentAgain, After: "1\u00a0objekt" } && one.Concerns.EndsWith(" (Skarp)", StringComparison.Ordinal));
    }

    private static async Task Who_only_looks_sees_counts(PortalStage stage)
    {
        using var insight = await stage.SignedInAs(Role.Insight);
        var page = await Page(insight, "/suppliers/alfa/objects");
        Assert.Contains("<dt>Bekräftade</dt>", page, StringComparison.Ordinal);
        Assert.Contains("Ange skäl för att se namn", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<table", page, StringComparison.Ordinal);
    }

    private static Task<int> Uncertain(PortalStage stage) => stage.App.Database.Read(session => session.Scalar<int>(
        "SELECT count(*) FROM receipt WHERE tenant = @tenant AND connection = 1 AND status = 2", ("@tenant", 1)));

    private static Task Exclude(PortalStage stage, Guid person) => stage.App.Database.Write(session =>
    {
        var connection = ConnectionStore.OfTenant(session, First).First(one => one.Supplier.Key == "alfa");
        ConnectionSettings.SetScope(session, First, connection.Id, connection.Chosen with { ExcludedPersons = [person] });
    });

    private static async Task<string> Raw(PortalClient client, string address) => await (await client.Once(address)).Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static async Task<string> Page(PortalClient client, string address) => (await client.Page(address)).Replace('\u00a0', ' ');

    private static async Task<string> Text(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Replace('\u00a0', ' ');

    /// <summary>Own ids of the rows.</summary>
    [GeneratedRegex("<tr data-id=\"([^\"]+)\"")]
    private static partial Regex Rows();

    [GeneratedRegex("href=\"([^\"]+)\">Nästa sida")]
    private static partial Regex Next();

    [GeneratedRegex("name=\"seen\" value=\"([0-9]+)\"")]
    private static partial Regex Seen();
}
