using System.Net;
using System.Text.RegularExpressions;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Deliveries.Reasons;
using Skolsynk.Portal.People;
using Skolsynk.Retention;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Portal;

/// <summary>Persons and groups: found by what is typed, told where they are and why not, sent again; never named where they should not be.</summary>
public sealed partial class PeopleTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const string Miss = "Ingen person hittades. Personen kan saknas i Microsoft 365, höra till en skola utanför din behörighet eller ha nyligen lagts till.";
    private static readonly TenantId First = new(1);

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    [Trait("Invariant", "4"), Trait("Invariant", "10")]
    public async Task A_person_is_found_and_told_where_she_is_why_not_elsewhere_and_is_sent_again(Engine engine)
    {
        await using var stage = await PortalStage.Start(server, engine);
        var town = stage.Running;
        var school = town.Schools.First(one => one.SchoolUnitCode is not null);
        var pupil = town.AddPupil("Kanariella", "Fågelbur", school.Id, town.ClassesOfSchool(school.Id)[0].Id);
        var id = Guid.Parse(pupil.Id);
        string[] never = ["anariella", "gelbur", pupil.UserPrincipalName!.Split('@')[0], $"{id:N}", $"{id:D}"];
        await stage.App.RunSync();
        await stage.App.DeliverAll();
        using var client = await stage.SignedInAs(Role.GlobalAdministrator);

        Assert.Contains("Sök för att börja.", await Page(client, "/people"), StringComparison.Ordinal);
        var tooShort = await Text(await client.Post("/people", "/people", ("text", "få")));
        Assert.Contains("Skriv minst 3 tecken.", tooShort, StringComparison.Ordinal);
        Assert.Contains("value=\"få\"", tooShort, StringComparison.Ordinal);
        var answer = await client.Post("/people", "/people", ("text", " fågelbur KANAR "));
        var hits = answer.RequestMessage!.RequestUri!.PathAndQuery;
        Assert.StartsWith("/people?s=", hits, StringComparison.Ordinal);
        var found = await Text(answer);
        Assert.Contains("Fågelbur, Kanariella", found, StringComparison.Ordinal);
        Assert.Contains("1 träff", found, StringComparison.Ordinal);
        var address = Link().Match(found).Groups[1].Value;
        Assert.Contains("Fågelbur, Kanariella", await Text(await client.Post("/people", "/people", ("text", pupil.UserPrincipalName!.ToUpperInvariant()))), StringComparison.Ordinal);
        Assert.Contains(address, await Text(await client.Post("/people", "/people", ("text", $"{id:D}"))), StringComparison.Ordinal);
        await Hits_are_another_replicas_too_but_nobody_elses_and_not_for_long(stage, client, hits);

        var page = await Page(client, address);
        Assert.Contains("<title>Varför? – Skolsynk</title>", page, StringComparison.Ordinal);
        Assert.Contains("Varför? – Fågelbur, Kanariella (elev)", page, StringComparison.Ordinal);
        Assert.Contains("Finns hos 2 av 2 leverantörer.", page, StringComparison.Ordinal);
        Assert.Contains("Skickat: inloggningsnamn, namn, skola, grupper", page, StringComparison.Ordinal);
        Assert.Contains($"Ny hos {Title(stage, "alfa")} (Skarp), bekräftad", page, StringComparison.Ordinal);

        await Exclude(stage, "beta", id);
        Assert.Contains("Markerad för borttagning", await Page(client, address), StringComparison.Ordinal);
        await stage.App.DeliverAll();
        page = await Page(client, address);
        Assert.Contains("Finns hos 1 av 2 leverantörer.", page, StringComparison.Ordinal);
        Assert.Contains($"Skickas inte till {Title(stage, "beta")} (Skarp): undantagen för leverantören.", page, StringComparison.Ordinal);
        Assert.Contains($"Är undantagen för {Title(stage, "beta")}", page, StringComparison.Ordinal);
        Assert.Contains("Skolan har kod (prövas sedan)", page, StringComparison.Ordinal);
        Assert.Contains($"Borttagning bekräftad av {Title(stage, "beta")} (Skarp)", page, StringComparison.Ordinal);

        page = await Text(await client.Post(address, $"{address}/send"));
        Assert.Contains("Skickas igen.", page, StringComparison.Ordinal);
        Assert.Contains("Väntar på sändning", page, StringComparison.Ordinal);
        await stage.App.DeliverAll();
        Assert.DoesNotContain("Väntar på sändning", await Text(await client.Once($"{address}/live", polling: true)), StringComparison.Ordinal);
        Assert.Contains($"Bekräftad av {Title(stage, "alfa")} (Skarp)", await Page(client, address), StringComparison.Ordinal);

        await What_only_looks_says_why_first_and_sends_nothing(stage, address);
        await stage.App.Database.Write(session => Marks.Change(session, First, id, isProtected: true));
        Assert.Equal(HttpStatusCode.NotFound, (await client.Once(address)).StatusCode);
        foreach (var text in new[] { "fågelbur", "ingen sådan person" })
            Assert.Contains(Miss, await Text(await client.Post("/people", "/people", ("text", text))), StringComparison.Ordinal);

        Assert.DoesNotContain(client.Asked, one => never.Any(word => Uri.UnescapeDataString(one).Contains(word, StringComparison.OrdinalIgnoreCase)));
        var log = await stage.App.Database.Read(session => AuditLog.Of(session, First, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 0, 100));
        Assert.Contains(log, one => one is { Event: AuditEvent.Searched, Concerns: "Personer" });
        Assert.Contains(log, one => one is { Event: AuditEvent.ObjectOpened, Concerns: "1 person" });
        Assert.Contains(log, one => one.Event is AuditEvent.SentAgain && one.After == $"{Title(stage, "alfa")} (Skarp)");
        Assert.DoesNotContain(log, one => never.Any(word => $"{one.Concerns}{one.Before}{one.After}".Contains(word, StringComparison.OrdinalIgnoreCase)));
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    [Trait("Invariant", "4")]
    public async Task What_is_told_of_one_is_what_the_selection_of_the_whole_says(Engine engine)
    {
        await using var stage = await PortalStage.Start(server, engine);
        var connections = await stage.App.Database.Read(session => ConnectionStore.OfTenant(session, First));
        var roster = await stage.App.Database.Read(session => RosterStore.Load(First, session).Roster);
        ScopeSettings[] settings =
        [
            new() { AllSchools = true },
            new() { Schools = [.. roster.Schools.Take(1).Select(one => one.Id)], Groups = GroupsTaken.Classes },
            new() { AllSchools = true, Students = false, ExcludedPersons = [.. roster.Persons.Take(3).Select(one => one.Id)] },
        ];
        ScopeInput[] inputs =
        [
            .. settings.Select(one => connections[0].Scope with { Settings = one }),
            connections[0].Scope with { Settings = settings[0], Profile = new CapabilityProfile { SchoolsPerPerson = SchoolsPerPerson.One, EmailNeeded = true } },
        ];
        var whole = inputs.Select(input => (Scope.Select(roster, input), input)).ToList();
        var ones = roster.Persons.Where((_, i) => i % 9 == 0 || roster.Persons[i].Role is not PersonRole.Student).Select(one => (EntityKind.Person, one.Id))
            .Concat(roster.Groups.Where((_, i) => i % 2 == 0).Select(one => (EntityKind.Group, one.Id))).Concat(roster.Schools.Select(one => (EntityKind.School, one.Id))).ToList();
        Assert.True(ones.Count > 30);
        var told = 0;
        foreach (var (kind, id) in ones)
        {
            var around = await stage.App.Database.Read(session => RosterAround.Load(First, session, kind, id));
            foreach (var (scoped, input) in whole)
            {
                var of = Scope.Select(around, input);
                var reason = new ScopeReasons(roster, input, scoped).Of(kind, id);
                Assert.Equal(reason, new ScopeReasons(around, input, of).Of(kind, id));
                Assert.Equal(Line(scoped.Persons.FirstOrDefault(one => one.Id == id)), Line(of.Persons.FirstOrDefault(one => one.Id == id)));
                Assert.Equal(Line(scoped.Groups.FirstOrDefault(one => one.Id == id)), Line(of.Groups.FirstOrDefault(one => one.Id == id)));
                told += reason is null ? 0 : 1;
            }
        }
        Assert.True(told > 20);
    }

    /// <summary>Many marks at once hide at once and erase only when somebody has confirmed them: until then the bodies are there to be found.</summary>
    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    [Trait("Invariant", "4")]
    public async Task Who_is_hidden_but_not_erased_yet_is_found_by_nobody(Engine engine)
    {
        await using var stage = await PortalStage.Start(server, engine);
        var app = stage.App;
        var found = (await app.Database.Read(session => RosterSearch.Persons(First, session, "@", 1_000))).Found;
        var persons = found.Where(one => one.Role is PersonRole.Student).Take(30).ToList();
        // One of them has another account by now, and that is the one that is marked.
        var account = new Guid("0b1c2d3e-0000-4000-8000-00000000acc1");
        await app.Database.Write(session => PersonAliases.Add(session, First, account, persons[0].Id));
        Assert.Equal(30, (await app.Database.Write(session => Marks.Set(session, First, MarkOrigin.Operator, persons.Skip(1).Select(one => one.Id).Append(account).ToHashSet()))).Waiting);
        await app.Database.Read(session =>
        {
            Assert.Equal(found.Count - 30, RosterSearch.Persons(First, session, "@", 1_000).Found.Count);
            Assert.All(persons, one => Assert.Empty(RosterSearch.Persons(First, session, $"{one.Id}", 50).Found));
            Assert.All(persons, one => Assert.Null(Subject.Load(session, First, EntityKind.Person, one.Id, "Driften")));
            Assert.All(ConnectionStore.OfTenant(session, First), connection =>
                Assert.Empty(ObjectList.Of(session, connection, [.. persons.Select(one => (EntityKind.Person, one.Id))])));
            return true;
        });
    }

    private static async Task Hits_are_another_replicas_too_but_nobody_elses_and_not_for_long(PortalStage stage, PortalClient client, string hits)
    {
        using var beside = new PortalClient(await stage.AddReplica(), client.Cookies);
        Assert.Contains("Fågelbur, Kanariella", await Page(beside, hits), StringComparison.Ordinal);
        await stage.Give(stage.AccountOf("it"), Role.Administrator);
        using var other = await stage.SignedIn("it", stage.Running);
        Assert.Contains("Sök igen.", await Page(other, hits), StringComparison.Ordinal);
        Assert.Contains("Sök igen.", await Page(client, "/groups?s=" + hits["/people?s=".Length..^4]), StringComparison.Ordinal);
        stage.Clock.Advance(TimeSpan.FromMinutes(16));
        Assert.Contains("Sök igen.", await Page(client, hits), StringComparison.Ordinal);
    }

    private static async Task What_only_looks_says_why_first_and_sends_nothing(PortalStage stage, string address)
    {
        using var insight = await stage.SignedInAs(Role.Insight);
        var counts = await Page(insight, "/people");
        Assert.Contains("är inlästa från Microsoft 365", counts, StringComparison.Ordinal);
        Assert.DoesNotContain("type=\"search\"", counts, StringComparison.Ordinal);
        Assert.StartsWith("/names?", (await insight.Once(address)).Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NoContent, (await insight.Once($"{address}/live", polling: true)).StatusCode);
        await insight.Post("/names?back=/people", "/names", ("back", "/people"), ("reason", "0"));
        var page = await Page(insight, address);
        Assert.Contains("Fågelbur, Kanariella", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Skicka igen", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await insight.Post("/people", $"{address}/send")).StatusCode);
    }

    private static Task Exclude(PortalStage stage, string supplier, Guid person) => stage.App.Database.Write(session =>
    {
        var connection = ConnectionStore.OfTenant(session, First).First(one => one.Supplier.Key == supplier);
        ConnectionSettings.SetScope(session, First, connection.Id, connection.Chosen with { ExcludedPersons = [person] });
    });

    private static string Title(PortalStage stage, string supplier) => stage.App.Sandbox.Suppliers[supplier].Profile.Title;

    private static string Line(ScopedPerson? one) => one is null ? "" : $"{one.UserName} {one.Email} {one.SchoolYear} {string.Join(',', one.EnrolledAt)} {string.Join(',', one.EmployedAt)}";

    private static string Line(ScopedGroup? one) => one is null ? "" : $"{one.Name} {one.Owner} {string.Join(',', one.Students)} {string.Join(',', one.Teachers)}";

    private static async Task<string> Text(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Replace('\u00a0', ' ');

    private static async Task<string> Page(PortalClient client, string address) => (await client.Page(address)).Replace('\u00a0', ' ');

    [GeneratedRegex("href=\"(/people/[0-9a-f]{32})\"")]
    private static partial Regex Link();
}
