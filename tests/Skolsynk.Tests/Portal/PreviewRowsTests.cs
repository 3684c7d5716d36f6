using System.Net;
using System.Text.RegularExpressions;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Previews;
using Skolsynk.Retention;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;
using Skolsynk.Tests.App;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Portal;

/// <summary>Previews row by row: who, what, from what to what and why, and what comes of approving them.</summary>
public sealed partial class PreviewRowsTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly TenantId First = new(1);

    [Fact]
    [Trait("Invariant", "10")]
    public async Task Rows_name_who_changes_and_why_and_forget_who_is_marked()
    {
        await using var stage = await PortalStage.Start(server);
        var schools = await stage.App.Database.Read(session => RosterStore.LoadSchools(First, session));
        var gone = stage.Running.Schools.First(school => Guid.Parse(school.Id) == schools[0].Id);
        var address = await Keep(stage, new ScopeSettings { Schools = [.. schools.Skip(1).Select(school => school.Id)], SchoolYear = true });
        using var client = await stage.SignedIn("ga", stage.Running);
        var page = await Ready(client, address);
        Assert.Matches("elever tas bort: hör bara till en skola som inte längre är vald", page);
        Assert.Contains("Hos Alfa", page, StringComparison.Ordinal);
        Assert.DoesNotContain("@", MainOf(page), StringComparison.Ordinal);

        var pupils = stage.Running.UsersOfSchool(gone.Id).Where(user => user.PrimaryRole == "student" && stage.Running.SchoolsOfUser(user.Id).Count == 1).ToList();
        var rows = await Ready(client, $"{address}?rows=yes&show=removed&type=students");
        Assert.Equal(50, Regex.Count(rows, "<th scope=\"row\">[^<]+, "));
        Assert.Contains("Sida 1 av ", rows, StringComparison.Ordinal);
        Assert.Contains("Tas bort: hör bara till en skola som inte längre är vald.", rows, StringComparison.Ordinal);
        var shown = pupils.Where(pupil => rows.Contains($"<dd>{pupil.UserPrincipalName}</dd>", StringComparison.OrdinalIgnoreCase)).ToList();
        Assert.Equal(50, shown.Count);
        Assert.DoesNotMatch("href=\"[^\"]*" + schools[0].Id.ToString("N"), rows);
        Assert.Contains("Nästa sida", rows, StringComparison.Ordinal);
        Assert.DoesNotContain("<th scope=\"row\">" + gone.DisplayName, rows, StringComparison.Ordinal);

        // One school alone, by a key that only this preview knows; memberships are a list of their own.
        var key = PreviewFilter.SchoolKey(Guid.ParseExact(address.Split('/')[^1], "N"), schools[1].Id);
        Assert.Contains("Inga ändringar med det filtret.", await Ready(client, $"{address}?rows=yes&show=removed&type=students&school={key}"), StringComparison.Ordinal);
        Assert.Contains("Medlem i ", await Ready(client, $"{address}?rows=yes&type=members&show=removed"), StringComparison.Ordinal);

        // Who is marked is gone from a preview that was made before, with the next click, and is not counted.
        var before = Number(page, "Elever");
        await stage.App.Database.Write(session => Marks.Set(session, First, MarkOrigin.Operator, new HashSet<Guid> { Guid.Parse(shown[0].Id) }));
        var after = await Ready(client, $"{address}?rows=yes&show=removed&type=students");
        Assert.DoesNotContain(shown[0].UserPrincipalName!, after, StringComparison.OrdinalIgnoreCase);
        Assert.Equal(before - 1, Number(after, "Elever"));

        // Who only looks sees counts, and names when she has said why.
        using var insight = await stage.SignedInAs(Role.Insight);
        var counts = await Ready(insight, $"{address}?rows=yes&show=removed");
        Assert.Contains("Ange skäl för att se namn", counts, StringComparison.Ordinal);
        Assert.DoesNotContain(shown[1].UserPrincipalName!, counts, StringComparison.OrdinalIgnoreCase);
        await insight.Post("/names", "/names", ("back", "/home"), ("reason", "1"));
        Assert.Contains(shown[1].UserPrincipalName!, await Ready(insight, $"{address}?rows=yes&show=removed&type=students"), StringComparison.OrdinalIgnoreCase);
        Assert.Contains(await Log(stage), one => one.Event is AuditEvent.NamesOpened && one.Concerns.StartsWith("Förhandsvisning, ", StringComparison.Ordinal));

        // What is thrown away is gone.
        Assert.Contains("Förhandsvisningen är slängd.", await Text(await client.Post(address, address, ("step", "discard"))), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Once(address)).StatusCode);
    }

    [Fact]
    public async Task A_source_that_changes_while_she_reads_is_approved_at_the_first_click_and_what_came_is_told()
    {
        await using var stage = await PortalStage.Start(server);
        var address = await Keep(stage, new ScopeSettings { AllSchools = true, Email = true });
        using var client = await stage.SignedIn("ga", stage.Running);
        await Ready(client, address);
        var school = stage.Running.Schools[0].Id;
        for (var minute = 0; minute < 3; minute++)
        {
            stage.Running.AddPupil("Ny", $"Minutsson{minute}", school, stage.Running.ClassesOfSchool(school)[0].Id);
            await stage.App.RunSync();
        }
        var done = await Text(await client.Post(address, address, ("step", "approve")));
        Assert.Contains("Urvalet är sparat.", done, StringComparison.Ordinal);
        Assert.Contains("tillkom medan du läste:", done, StringComparison.Ordinal);
        Assert.Contains("Minutsson1, Ny", done, StringComparison.Ordinal);
        Assert.True((await View(stage)).Details.Chosen.Email);
        // Sent twice: it is done once.
        Assert.Contains("Urvalet är sparat.", await Text(await client.Post(address, address, ("step", "approve"))), StringComparison.Ordinal);
        Assert.Single(await Log(stage), one => one.Event is AuditEvent.ScopeApproved);

        // Two administrators: the second is told what has come to hers, and approves that.
        var (mine, others) = (await Keep(stage, new ScopeSettings { AllSchools = true, Email = true, Teachers = false }), await Keep(stage, new ScopeSettings { AllSchools = true, Email = false }));
        using var other = await stage.SignedIn("ga", stage.Running);
        await other.Post(others, others, ("step", "approve"));
        var told = await Text(await client.Post(mine, mine, ("step", "approve")));
        Assert.Contains("Förhandsvisningen gäller inte längre.", told, StringComparison.Ordinal);
        Assert.Contains("har tillkommit sedan du såg den.", told, StringComparison.Ordinal);
        Assert.False((await View(stage)).Details.Chosen.Email);
        Assert.True((await View(stage)).Details.Chosen.Teachers);
    }

    [Theory]
    [InlineData(Engine.Sqlite)]
    [InlineData(Engine.Postgres)]
    public async Task What_is_shown_of_an_object_is_what_is_sent_of_it_and_a_preview_that_is_overtaken_is_worked_out_anew(Engine engine)
    {
        await using var app = await SkolsynkApp.Start(server, engine: engine);
        await app.Connect("alfa", new ScopeSettings());
        await app.RunSync();
        var view = (await app.Database.Read(session => ConnectionView.All(session, First)))[0];
        var wanted = new ScopeSettings { AllSchools = true, Email = true };
        var id = await PreviewRound.Keep(app.Database, view, wanted);
        var made = MadePreview.Of(await app.Database.Read(session => PreviewInput.Load(session, view, wanted)), _ => false);
        var stored = (await app.Database.Read(session => StoredPreview.Load(session, First, 1, id)))!;
        var looks = 0;
        var answer = await PreviewRound.Approve(app.Database, stored, session =>
        {
            // The second look is the one of the transaction: something has been changed since the first.
            if (++looks == 2)
                InputVersions.Raise(session, First, 1);
            return ConnectionView.All(session, First)[0];
        }, (_, _) => { });
        Assert.Equal((Approved.Done, 4), (answer.Result, looks));
        await app.DeliverAll();
        var book = await app.Database.Read(session => ReceiptStore.Load(session, First, 1));
        var payloads = made.Rows.SelectMany(row => Payload.Of(made, row.Row)).ToList();
        Assert.True(payloads.Count > 200);
        Assert.All(payloads, payload => Assert.Equal(payload.Hash, book.ReceiptOf(book.NumberOf(payload.Endpoint, payload.Id)!.Value)!.Value.Hash));
        var user = payloads.First(payload => payload.Endpoint is Endpoint.Users && payload.Lines.Any(line => line.What == "Inskriven vid"));
        Assert.Contains(user.Lines, line => line.What == "Inskriven vid" && made.Schools.Values.Contains(line.Value));
        Assert.Contains(user.Lines, line => line.What == "E-postadress" && line.Value.Contains('@', StringComparison.Ordinal));
    }

    [Fact]
    public void A_teacher_who_only_comes_to_one_more_school_and_a_group_that_only_gets_a_teacher_are_rows_that_change()
    {
        var (a, b) = (Guid.Parse("10000000-0000-0000-0000-000000000000"), Guid.Parse("20000000-0000-0000-0000-000000000000"));
        var teacher = new ScopedPerson { Id = Guid.Parse("30000000-0000-0000-0000-000000000000"), UserName = "t@x.example", GivenName = "Tova", FamilyName = "Lärdal", EnrolledAt = [], EmployedAt = [a] };
        var group = new ScopedGroup { Id = Guid.Parse("40000000-0000-0000-0000-000000000000"), Name = "7A", Kind = GroupKind.Class, Owner = a, Students = [], Teachers = [] };
        var before = new ScopedRoster { OrganisationId = a, OrganisationName = "x", Schools = [new(a, "Björkskolan", "12345678"), new(b, "Ekskolan", "12345679")], Persons = [teacher], Groups = [group], NotSent = [] };
        var effect = PreviewEffect.Between(before, before with { Persons = [teacher with { EmployedAt = [a, b] }], Groups = [group with { Teachers = [teacher.Id] }] });
        Assert.Equal([(PreviewKind.Teachers, PreviewChange.Changed), (PreviewKind.Groups, PreviewChange.Changed)], effect.Rows.Select(row => (row.Kind, row.Change)));
        Assert.Equal((1, 1), (effect.Preview.Counts[PreviewKind.Teachers].Changed, effect.Preview.Counts[PreviewKind.Groups].Changed));
        var made = new MadePreview(effect, (0, 0), [], []) { Schools = before.Schools.ToDictionary(school => school.Id, school => school.Name) };
        Assert.Equal(new FieldChange("Skoltillhörighet", "Björkskolan", "Björkskolan, Ekskolan"), PreviewFields.Lines(made, effect.Rows[0]).Single());
        Assert.Contains(new FieldChange("Medlemmar som tillkommer", "", "Lärdal, Tova"), PreviewFields.Lines(made, effect.Rows[1]));
        Assert.Equal(effect.Preview.Pairs.Count, effect.Rows.Sum(row => row.Pairs.Count));
    }

    private static async Task<string> Keep(PortalStage stage, ScopeSettings wanted) =>
        $"/suppliers/alfa/previews/{await PreviewRound.Keep(stage.App.Database, await View(stage), wanted):N}";

    private static Task<ConnectionView> View(PortalStage stage) =>
        stage.App.Database.Read(session => ConnectionView.All(session, First).First(one => one.Details.Supplier.Key == "alfa"));

    private static Task<IReadOnlyList<AuditEntry>> Log(PortalStage stage) =>
        stage.App.Database.Read(session => AuditLog.Of(session, First, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 0, 100));

    /// <summary>The page when it is worked out; on a busy machine it says at first that it counts.</summary>
    private static async Task<string> Ready(PortalClient client, string address)
    {
        for (var tries = 0; tries < 100; tries++)
        {
            var page = await client.Page(address);
            if (!page.Contains("Räknar ut ändringar…", StringComparison.Ordinal))
                return page;
        }
        throw new InvalidOperationException("The preview was not ready.");
    }

    private static string MainOf(string page) => page[page.IndexOf("<main", StringComparison.Ordinal)..page.IndexOf("<footer", StringComparison.Ordinal)];

    /// <summary>How many of a kind are removed.</summary>
    private static int Number(string page, string kind) => int.Parse(
        Regex.Match(page, $"<th scope=\"row\">{kind}</th>(?:<td class=\"number\">[^<]*</td>){{2}}<td class=\"number\">([^<]*)</td>").Groups[1].Value.Replace("\u00A0", "", StringComparison.Ordinal),
        System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<string> Text(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
