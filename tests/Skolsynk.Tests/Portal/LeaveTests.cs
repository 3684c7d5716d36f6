using System.Net;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Portal.SignIn;
using Skolsynk.Retention;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;
using Skolsynk.Tests.App;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Portal;

/// <summary>A supplier, or the whole service, is ended by the administrator herself, and she has a receipt of it.</summary>
public sealed class LeaveTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly TenantId One = new(1);

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "9")]
    public async Task A_supplier_that_is_left_with_deletes_is_empty_and_the_receipt_says_so(Engine engine)
    {
        await using var stage = await PortalStage.Start(server, engine);
        using var client = await stage.SignedIn("ga", stage.Running);
        var had = (await stage.App.Receipts(1)).Count;
        var other = await stage.App.Receipts(2);
        var name = await NameOf(stage, "alfa");
        var page = await client.Page("/suppliers/alfa/leave");
        Assert.Contains($"Be {name} ta bort {stage.App.Held("alfa").Count(ScimEndpoint.Users)}\u00A0personer och {stage.App.Held("alfa").Count(ScimEndpoint.StudentGroups)}\u00A0grupper", page, StringComparison.Ordinal);
        Assert.DoesNotContain("er sista leverantör", page, StringComparison.Ordinal);

        var wrong = await Html(await client.Post("/suppliers/alfa/leave", null, ("deletes", "1"), ("name", "Någon annan")));
        Assert.Contains("<title>Fel: Avsluta", wrong, StringComparison.Ordinal);
        Assert.Contains("value=\"Någon annan\"", wrong, StringComparison.Ordinal);
        Assert.Equal(had, (await stage.App.Receipts(1)).Count);

        var after = await Html(await client.Post("/suppliers/alfa/leave", null, ("deletes", "1"), ("name", $"  {name.ToUpperInvariant()} ")));
        Assert.Contains("Avslutskvitto nr 1-1", after, StringComparison.Ordinal);
        Assert.Contains("<span role=\"status\">Avslutas</span>", after, StringComparison.Ordinal);
        Assert.Contains("Global administratör", after, StringComparison.Ordinal);
        Assert.Contains($"{Skolsynk.Portal.Frame.Text.Number(had)}\u00A0kopplingar", after, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Once("/suppliers/alfa/leave")).StatusCode);

        await stage.App.DeliverAll();
        Assert.All(ScimEndpoints.All, endpoint => Assert.Equal(0, stage.App.Held("alfa").Count(endpoint)));
        Assert.Equal(other, await stage.App.Receipts(2));
        var receipt = await client.Page("/reports/receipts/1/live");
        Assert.Contains("<span role=\"status\">Avslutad ", receipt, StringComparison.Ordinal);
        Assert.Contains($"<td data-label=\"Bekräftade\" class=\"number\">{had}</td>", receipt, StringComparison.Ordinal);
        Assert.Contains("<td data-label=\"Obesvarade\" class=\"number\">0</td>", receipt, StringComparison.Ordinal);
        Assert.Contains("/reports/receipts/1", await client.Page("/reports"), StringComparison.Ordinal);
        Assert.Contains("Ni har ingen anslutning till", await client.Page("/suppliers/alfa"), StringComparison.Ordinal);
        Assert.Contains("Avslutade leverantör", await client.Page("/reports/log"), StringComparison.Ordinal);
        using var stranger = await stage.SignedIn("ga", stage.New);
        Assert.NotEqual(HttpStatusCode.OK, (await stranger.Once("/reports/receipts/1")).StatusCode);
    }

    [Fact]
    public async Task A_municipality_whose_last_supplier_was_ended_comes_back_by_itself_and_one_that_was_switched_off_does_not()
    {
        await using var app = await SkolsynkApp.Start(server);
        await app.Connect("alfa");
        await app.RunSync();
        Assert.False(await ComesBack(app));
        await app.Database.Write(session => Skolsynk.Deliveries.Endings.Begin(session, One, 1, Skolsynk.Deliveries.EndingKind.KeepAtSupplier));
        Assert.True(await ComesBack(app));
        await app.Connect("beta");
        Assert.False(await ComesBack(app));
    }

    private static Task<bool> ComesBack(SkolsynkApp app) => app.Database.Write(session =>
    {
        session.Execute("UPDATE tenant SET active = @off WHERE id = @tenant", ("@off", false), ("@tenant", One.Value));
        return TenantSetups.Activate(session, One);
    });

    [Fact]
    [Trait("Invariant", "9")]
    public async Task A_supplier_that_is_left_without_deletes_keeps_what_it_has_and_it_is_over_at_once()
    {
        await using var stage = await PortalStage.Start(server);
        using var client = await stage.SignedInAs(Role.Administrator);
        var requests = stage.App.Receiver("alfa").Journal.Counts.Requests;
        var after = await Html(await client.Post("/suppliers/alfa/leave", null, ("name", await NameOf(stage, "alfa"))));
        Assert.Contains("<span role=\"status\">Avslutad ", after, StringComparison.Ordinal);
        Assert.Contains("Beslutat av</dt><dd>Administratör", after, StringComparison.Ordinal);
        Assert.Contains("Uppgifterna blir kvar hos leverantören.", after, StringComparison.Ordinal);
        Assert.Contains("<td data-label=\"Skickade\" class=\"number\">0</td>", after, StringComparison.Ordinal);
        await stage.App.DeliverAll();
        Assert.Equal(requests, stage.App.Receiver("alfa").Journal.Counts.Requests);
        Assert.Empty(stage.App.Differences("alfa"));
        Assert.DoesNotContain(await stage.App.Database.Read(session => ConnectionStore.OfTenant(session, One)), one => one.Supplier.Key == "alfa");
    }

    [Fact]
    [Trait("Invariant", "9")]
    public async Task When_the_last_supplier_is_left_nothing_is_read_and_after_a_fortnight_nobody_is_kept()
    {
        await using var stage = await PortalStage.Start(server);
        using var client = await stage.SignedIn("ga", stage.Running);
        await client.Post("/suppliers/alfa/leave", null, ("name", await NameOf(stage, "alfa")));
        Assert.DoesNotContain("Ingen leverantör är ansluten", await client.Page("/home"), StringComparison.Ordinal);
        Assert.Contains("Detta är er sista leverantör. Läsningen stoppas.", await client.Page("/suppliers/beta/leave"), StringComparison.Ordinal);
        await client.Post("/suppliers/beta/leave", null, ("deletes", "1"), ("name", await NameOf(stage, "beta")));
        await stage.App.DeliverAll();
        Assert.All(ScimEndpoints.All, endpoint => Assert.Equal(0, stage.App.Held("beta").Count(endpoint)));
        Assert.Contains("Ingen leverantör är ansluten. Läsningen är stoppad.", await client.Page("/schools"), StringComparison.Ordinal);
        Assert.IsType<Skolsynk.Sync.SyncResult.NotRun>(await stage.App.RunSync());

        var purge = new Purge(stage.App.Database, "test");
        await purge.RunOnce(acceptTime: true, TestContext.Current.CancellationToken);
        stage.App.Clock.Advance(TimeSpan.FromDays(13));
        Assert.Equal(0, (await purge.RunOnce(acceptTime: true, TestContext.Current.CancellationToken)).Persons);
        stage.App.Clock.Advance(TimeSpan.FromDays(1) + TimeSpan.FromHours(1));
        Assert.True((await purge.RunOnce(acceptTime: true, TestContext.Current.CancellationToken)).Persons > 400);
        Assert.Equal(0, await Count(stage, "SELECT count(*) FROM entity WHERE tenant = 1 AND kind <> 1"));
        Assert.Equal(0, await Count(stage, "SELECT count(*) FROM class_member WHERE tenant = 1"));
        if (stage.App.DatabaseFile is { } file)
            Assert.Empty(Canary.InFiles(file, [.. stage.Running.Users.Where(user => user.IsStudent).Take(20).Select(user => user.UserPrincipalName)]));
        Assert.NotEmpty(await stage.App.Database.Read(session => RosterStore.LoadSchools(One, session)));
        Assert.NotEmpty(await stage.App.Database.Read(session => SchoolCodes.Load(session, One)));
        Assert.Null((await stage.App.Database.Read(session => AuditLog.Check(session, One))).Broken);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "9")]
    public async Task A_municipality_that_leaves_is_gone_at_once_and_its_receipt_can_be_fetched(Engine engine)
    {
        await using var stage = await PortalStage.Start(server, engine);
        await stage.Give(stage.AccountOf("it"), Role.Administrator);
        using var client = await stage.SignedIn("ga", stage.Running);
        using var colleague = await stage.SignedIn("it", stage.Running);
        var name = stage.Running.Name;
        Assert.NotEqual(HttpStatusCode.OK, (await client.Post("/settings/leave", null, ("deletes", "1"), ("name", "fel"))).Headers.Location is null ? HttpStatusCode.Found : HttpStatusCode.OK);
        stage.Clock.Advance(TimeSpan.FromMinutes(6));
        Assert.Contains("Logga in igen för att visa att det är du.", await Html(await client.Post("/settings/leave", null, ("deletes", "1"), ("name", name))), StringComparison.Ordinal);
        Assert.True((await stage.App.Database.Read(session => TenantOpening.Find(session, stage.Running.EntraTenantId)))!.Active);

        using var fresh = await stage.SignedIn("ga", stage.Running);
        var (wanted, held) = (await Count(stage, "SELECT count(*) FROM entity WHERE tenant = 1 AND kind = 2"), (await stage.App.Receipts(1)).Count + (await stage.App.Receipts(2)).Count);
        var answer = await fresh.Post("/settings/leave", null, ("deletes", "1"), ("name", name));
        var address = answer.RequestMessage!.RequestUri!.AbsolutePath;
        Assert.StartsWith("/closed/", address, StringComparison.Ordinal);
        Assert.DoesNotContain(Uri.EscapeDataString(name), address, StringComparison.Ordinal);
        var receipt = await Html(answer);
        Assert.Contains("Ta bort appen Skolsynk för Microsoft i Entra ID under Företagsprogram.", receipt, StringComparison.Ordinal);
        Assert.Contains(name, receipt, StringComparison.Ordinal);
        Assert.Contains($"{Skolsynk.Portal.Frame.Text.Number(wanted)}\u00A0personer", receipt, StringComparison.Ordinal);
        Assert.Contains($"{Skolsynk.Portal.Frame.Text.Number(held)}\u00A0kopplingar", receipt, StringComparison.Ordinal);
        Assert.Contains("<span role=\"status\">Avslutas</span>", receipt, StringComparison.Ordinal);
        foreach (var table in new[] { "entity", "entity_body", "class_member", "account", "audit_entry", "audit_head", "transfer_log" })
            Assert.Equal((table, 0), (table, await Count(stage, $"SELECT count(*) FROM {table} WHERE tenant = 1")));
        Assert.StartsWith("/?back=", (await fresh.Once("/home")).Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Equal($"/problem/{SignInProblems.Leaving}", (await colleague.Once("/schools")).Headers.Location!.ToString());
        using var later = stage.Client();
        Assert.EndsWith($"/problem/{SignInProblems.Leaving}", (await later.SignIn(stage.AccountOf("ga").Key)).RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);

        await stage.App.DeliverAll();
        Assert.True(await TenantEnding.Resume(stage.App.Database, One, TestContext.Current.CancellationToken));
        Assert.All(ScimEndpoints.All, endpoint => Assert.Equal((0, 0), (stage.App.Held("alfa").Count(endpoint), stage.App.Held("beta").Count(endpoint))));
        using var anybody = stage.Client();
        var done = await anybody.Page(address + "/live");
        Assert.Contains("<span role=\"status\">Avslutad ", done, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await anybody.Once("/closed/CfDJ8")).StatusCode);
        Assert.Null(await stage.App.Database.Read(session => TenantOpening.Find(session, stage.Running.EntraTenantId)));
        // She may begin anew, as somebody who was never here.
        using var again = stage.Client();
        await again.SignIn(stage.AccountOf("ga").Key);
        Assert.Equal("/setup/consent", (await again.Once("/home")).Headers.Location!.ToString());
    }

    private static Task<int> Count(PortalStage stage, string sql) => stage.App.Database.Read(session => session.Scalar<int>(sql));

    private static Task<string> NameOf(PortalStage stage, string key) => stage.App.Database.Read(session =>
        ConnectionStore.OfTenant(session, One).First(one => one.Supplier.Key == key).Supplier.Name);

    private static async Task<string> Html(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync());
}
