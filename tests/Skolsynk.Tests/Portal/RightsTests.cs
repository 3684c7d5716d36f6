using System.Net;
using System.Text.RegularExpressions;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.SignIn;
using Skolsynk.Suppliers;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Portal;

/// <summary>Every way to ask the portal for something, and for whom it is.</summary>
public sealed partial class RightsTests(PostgresServer server, SharedStage shared) : IClassFixture<SharedStage>
{
    private const Who All = Who.Everyone;
    private const Who Changers = Who.Administrators;
    private const Who Ga = Who.GlobalAdministrator;
    private static readonly TenantId One = new(1);

    /// <summary>Method, address and form → for whom; null: for everybody, signed in or not. A new page has no line here, and so fails the test.</summary>
    private static readonly Dictionary<string, Who?> Table = new()
    {
        ["GET /"] = null,
        ["GET /Index"] = null,
        ["GET /sign-in"] = null,
        ["GET /sign-out"] = null,
        ["POST /sign-out"] = null,
        ["GET /problem/{code}"] = null,
        ["POST /problem/{code}"] = null,
        ["GET /setup/consent"] = Ga,
        ["GET /setup/consent/start"] = Ga,
        ["GET /setup/consent/callback"] = Ga,
        ["GET /setup/verify"] = Ga,
        ["GET /setup/verify live"] = Ga,
        ["GET /setup/organisation"] = Changers,
        ["POST /setup/organisation"] = Changers,
        ["GET /setup/protected"] = Changers,
        ["POST /setup/protected"] = Changers,
        ["GET /setup/first-read"] = Changers,
        ["GET /setup/first-read live"] = Changers,
        ["POST /setup/first-read start"] = Changers,
        ["GET /home"] = All,
        ["GET /home live"] = All,
        ["POST /home read"] = Changers,
        ["GET /schools"] = All,
        ["POST /schools"] = Changers,
        ["GET /schools/paste"] = Changers,
        ["POST /schools/paste"] = Changers,
        ["GET /schools/{handler}"] = Who.Nobody,
        ["POST /schools/{handler} read"] = Changers,
        ["GET /suppliers"] = All,
        ["POST /suppliers"] = Changers,
        ["GET /suppliers/pause-all"] = Changers,
        ["POST /suppliers/pause-all"] = Changers,
        ["GET /suppliers/{key}"] = All,
        ["GET /suppliers/{key} live"] = All,
        ["POST /suppliers/{key} pause"] = Changers,
        ["POST /suppliers/{key} resume"] = Changers,
        ["GET /suppliers/{key}/scope"] = All,
        ["POST /suppliers/{key}/scope"] = Changers,
        ["GET /suppliers/{key}/connection"] = All,
        ["POST /suppliers/{key}/connection"] = Changers,
        ["GET /suppliers/{key}/agreement"] = All,
        ["POST /suppliers/{key}/agreement"] = Changers,
        ["GET /suppliers/{key}/previews/{id}"] = All,
        ["GET /suppliers/{key}/previews/{id} live"] = All,
        ["POST /suppliers/{key}/previews/{id}"] = Changers,
        ["GET /suppliers/{key}/objects"] = All,
        ["POST /suppliers/{key}/objects"] = Changers,
        ["GET /suppliers/{key}/log"] = All,
        ["GET /suppliers/{key}/compare"] = All,
        ["GET /suppliers/{key}/compare live"] = All,
        ["POST /suppliers/{key}/compare"] = Changers,
        ["GET /suppliers/{key}/resend"] = Changers,
        ["POST /suppliers/{key}/resend"] = Changers,
        ["GET /suppliers/{key}/leave"] = Changers,
        ["POST /suppliers/{key}/leave"] = Changers,
        ["GET /help/{topic?}"] = null,
        ["GET /privacy"] = null,
        ["GET /accessibility"] = null,
        ["GET /status"] = null,
        ["GET /settings/source"] = All,
        ["GET /settings/privacy"] = All,
        ["GET /closed/{seal}"] = null,
        ["GET /closed/{seal} live"] = null,
        ["GET /settings/protected"] = Who.Protecting,
        ["POST /settings/protected open"] = Who.Protecting,
        ["POST /settings/protected search"] = Who.Protecting,
        ["POST /settings/protected mark"] = Who.Protecting,
        ["POST /settings/protected unmark"] = Who.Protecting,
        ["POST /settings/protected group"] = Who.Protecting,
        ["POST /settings/protected accept"] = Who.Protecting,
        ["POST /settings/protected approve"] = Who.Protecting,
        ["POST /settings/protected withdraw"] = Who.Protecting,
        ["GET /settings/protected/record/{id}"] = Who.Protecting,
        ["POST /settings/protected/record/{id} open"] = Who.Protecting,
        ["POST /settings/protected/record/{id} save"] = Who.Protecting,
        ["POST /settings/protected/record/{id} close"] = Who.Protecting,
        ["GET /names"] = Who.Insight,
        ["POST /names"] = Who.Insight,
        ["GET /people"] = All,
        ["POST /people"] = All,
        ["GET /people/{id}"] = All,
        ["GET /people/{id} live"] = All,
        ["POST /people/{id} send"] = Changers,
        ["GET /groups"] = All,
        ["POST /groups"] = All,
        ["GET /groups/{id}"] = All,
        ["GET /groups/{id} live"] = All,
        ["POST /groups/{id} send"] = Changers,
        ["GET /reviews"] = All,
        ["GET /reviews/{id}"] = All,
        ["POST /reviews/{id}"] = Changers,
        ["POST /reviews/{id} decide"] = Changers,
        ["GET /reports"] = All,
        ["GET /reports/log/file"] = All,
        ["GET /reports/receipts/{id}"] = All,
        ["GET /reports/receipts/{id} live"] = All,
        ["GET /settings/guard"] = Changers,
        ["POST /settings/guard"] = Changers,
        ["GET /settings/leave"] = Ga,
        ["POST /settings/leave"] = Ga,
        ["GET /reports/log"] = All,
        ["GET /settings"] = All,
        ["GET /settings/access"] = Ga,
        ["POST /settings/access search"] = Ga,
        ["POST /settings/access give"] = Ga,
        ["POST /settings/access take"] = Ga,
        ["POST /settings/access protect"] = Ga,
    };

    [Fact]
    public async Task Every_way_in_says_for_whom_it_is()
    {
        var stage = shared.Stage;
        var doors = (await stage.Doors()).ToDictionary(Line, door => door.For);
        Assert.Equal(Table.OrderBy(one => one.Key).Select(one => $"{one.Key}: {one.Value}"), doors.OrderBy(one => one.Key).Select(one => $"{one.Key}: {one.Value}"));
    }

    [Fact]
    public async Task What_is_not_hers_is_not_there()
    {
        var stage = shared.Stage;
        var preview = await Preview(stage);
        await stage.App.Database.Write(session => Skolsynk.Stores.Erasures.Begin(One, session, Skolsynk.Stores.ErasureCause.Connection, "one → alfa, Test (99)", 0, 0));
        var doors = (await stage.Doors()).Where(door => Table[Line(door)] is not null).ToList();
        var own = await IsolationTests.Own(stage);
        foreach (var role in new[] { Role.Administrator, Role.Insight, Role.GlobalAdministrator })
        {
            foreach (var protects in new[] { false, true })
            {
                using var client = await stage.SignedInAs(role, protects);
                foreach (var door in doors)
                {
                    // There is no hold and no late mark here to look at; ReviewTests and ProtectionTests have some.
                    if (Line(door) is "GET /reviews/{id}" or "GET /settings/protected/record/{id}")
                        continue;
                    var address = Filled(door, preview, own);
                    var answer = door.Method == "GET" ? await client.Once(address) : await client.PostBlind(address);
                    // A post that is let through fails at its missing token, and so changes nothing.
                    if (Hers(Table[Line(door)]!.Value, role, protects))
                        Assert.True(answer.StatusCode is not HttpStatusCode.NotFound && (door.Method == "GET" || answer.StatusCode is HttpStatusCode.BadRequest), $"{role} {door} {answer.StatusCode}");
                    else
                        Assert.True(answer.StatusCode is HttpStatusCode.NotFound, $"{role} {door} {answer.StatusCode}");
                }
            }
        }
    }

    [Fact]
    public async Task Who_may_only_look_reads_fields_as_text_and_finds_no_button()
    {
        var stage = shared.Stage;
        using var client = await stage.SignedInAs(Role.Insight);
        var preview = await Preview(stage);
        foreach (var address in new[] { "/home", "/schools", "/suppliers", "/suppliers/alfa", "/suppliers/alfa/scope", "/suppliers/alfa/connection", "/suppliers/alfa/agreement", $"/suppliers/alfa/previews/{preview:N}" })
        {
            var page = await client.Page(address);
            Assert.Contains("Du kan läsa men inte ändra. Ändringar görs av en administratör.", page, StringComparison.Ordinal);
            var main = page[page.IndexOf("<main", StringComparison.Ordinal)..];
            Assert.DoesNotMatch("<(input|button|textarea|select|form)", main);
            Assert.DoesNotContain("__RequestVerificationToken", main, StringComparison.Ordinal);
        }
        var code = (await stage.App.Database.Read(session => Skolsynk.Tenants.SchoolCodes.Load(session, One))).First().Value;
        Assert.Contains($"<span class=\"value\">{code}</span>", await client.Page("/schools"), StringComparison.Ordinal);
        Assert.DoesNotContain("/schools/paste", await client.Page("/schools"), StringComparison.Ordinal);
        Assert.DoesNotContain("Behörigheter", await client.Page("/settings"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_administrator_signs_in_without_being_global_and_what_is_taken_is_gone_with_the_next_click()
    {
        await using var stage = await PortalStage.Start(server);
        using var ga = await stage.SignedIn("ga", stage.Running);
        var it = stage.AccountOf("it");
        var found = WebUtility.HtmlDecode(await (await ga.Post("/settings/access", "/settings/access/search", ("address", it.UserName.ToUpperInvariant()))).Content.ReadAsStringAsync());
        Assert.Contains($"{it.Name}, {it.UserName}", found, StringComparison.Ordinal);
        var given = WebUtility.HtmlDecode(await (await ga.Post("/settings/access", "/settings/access/give", ("address", it.UserName), ("account", $"{it.ObjectId:N}"), ("role", "administrator"))).Content.ReadAsStringAsync());
        Assert.Contains("Behörigheten är sparad.", given, StringComparison.Ordinal);
        Assert.Contains(it.UserName, given, StringComparison.Ordinal);

        using var client = await stage.SignedIn("it", stage.Running);
        Assert.Contains("· Administratör", await client.Page("/home"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await client.Once("/settings/access")).StatusCode);
        // Eight hours for her, not one.
        stage.Clock.Advance(TimeSpan.FromMinutes(25));
        foreach (var _ in Enumerable.Range(0, 4))
        {
            Assert.Equal(HttpStatusCode.OK, (await client.Once("/home")).StatusCode);
            stage.Clock.Advance(TimeSpan.FromMinutes(25));
        }
        Assert.Equal(HttpStatusCode.OK, (await client.Once("/home")).StatusCode);

        using var again = await stage.SignedIn("ga", stage.Running);
        Assert.Contains("Behörigheten är borttagen.", WebUtility.HtmlDecode(await (await again.Post("/settings/access", "/settings/access/take", ("account", $"{it.ObjectId:N}"))).Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.Equal("/problem/no-access", (await client.Once("/schools")).Headers.Location!.ToString());
        Assert.StartsWith("/?back=", (await client.Once("/schools")).Headers.Location!.ToString(), StringComparison.Ordinal);
        using var later = stage.Client();
        Assert.EndsWith("/problem/no-access", (await later.SignIn(it.Key)).RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        var log = await again.Page("/reports/log");
        Assert.Contains("Gav behörighet", log, StringComparison.Ordinal);
        Assert.Contains("Tog bort behörighet", log, StringComparison.Ordinal);
        Assert.Contains(it.Name, log, StringComparison.Ordinal);
        Assert.DoesNotContain(ga.Asked.Concat(again.Asked), address => address.Contains('@', StringComparison.Ordinal) || address.Contains("%40", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("någon@annan.example", "administrator", "Inget konto i er organisation har den adressen.")]
    [InlineData("utan adress", "administrator", "Skriv hela e-postadressen")]
    [InlineData("' or startswith(mail,'a') or mail eq '@", "administrator", "Inget konto i er organisation har den adressen.")]
    [InlineData(null, "", "Välj en roll.")]
    [InlineData(null, "globaladministrator", "Välj en roll.")]
    public async Task A_role_that_cannot_be_given_is_not_and_what_was_typed_stays(string? address, string role, string wrong)
    {
        var stage = shared.Stage;
        using var ga = await stage.SignedIn("ga", stage.Running);
        var it = stage.AccountOf("it");
        var before = await Roles(stage);
        var page = WebUtility.HtmlDecode(await (await ga.Post("/settings/access", "/settings/access/give", ("address", address ?? it.UserName), ("account", $"{it.ObjectId:N}"), ("role", role))).Content.ReadAsStringAsync());
        Assert.Contains(wrong, page, StringComparison.Ordinal);
        Assert.Contains("<title>Fel: Behörigheter", page, StringComparison.Ordinal);
        Assert.Contains($"value=\"{address ?? it.UserName}\"", page, StringComparison.Ordinal);
        Assert.Equal(before, await Roles(stage));
    }

    private static Task<List<(Guid, Role)>> Roles(PortalStage stage) => stage.App.Database.Read(session =>
        AccountBook.All(session, One).Select(one => (one.Id, one.Role)).Order().ToList());

    [Fact]
    public async Task Nobody_handles_protected_persons_by_a_role_alone_and_insight_never()
    {
        await using var stage = await PortalStage.Start(server);
        using var ga = await stage.SignedIn("ga", stage.Running);
        var (self, it) = (stage.AccountOf("ga"), stage.AccountOf("it"));
        Assert.False((await Visit(stage, self, isGlobal: true)).MayHandleProtected);
        await ga.Post("/settings/access", "/settings/access/protect", ("account", $"{self.ObjectId:N}"), ("allow", "yes"));
        Assert.True((await Visit(stage, self, isGlobal: true)).MayHandleProtected);
        // Without the role of the day it is nothing by itself.
        Assert.False((await Visit(stage, self, isGlobal: false)).MayHandleProtected);
        await stage.Give(it, Role.Insight);
        Assert.Equal(HttpStatusCode.NotFound, (await ga.Post("/settings/access", "/settings/access/protect", ("account", $"{it.ObjectId:N}"), ("allow", "yes"))).StatusCode);
        await stage.Give(it, Role.Administrator);
        await ga.Post("/settings/access", "/settings/access/protect", ("account", $"{it.ObjectId:N}"), ("allow", "yes"));
        Assert.True((await Visit(stage, it, isGlobal: false)).MayHandleProtected);
        await ga.Post("/settings/access", "/settings/access/take", ("account", $"{it.ObjectId:N}"));
        await stage.Give(it, Role.Administrator);
        Assert.False((await Visit(stage, it, isGlobal: false)).MayHandleProtected);
        Assert.Contains("Hanterar skyddade personuppgifter", await ga.Page("/reports/log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_role_that_nobody_used_for_a_year_has_ended()
    {
        await using var stage = await PortalStage.Start(server);
        var it = stage.AccountOf("it");
        await stage.Give(it, Role.Administrator);
        Assert.Equal(Role.Administrator, (await Visit(stage, it, isGlobal: false)).Role);
        await stage.App.Database.Write(session => session.Execute(
            "UPDATE account SET given_at = @then WHERE tenant = @tenant", ("@then", DateTimeOffset.FromUnixTimeMilliseconds(session.Now).AddMonths(-12).AddDays(-1).ToUnixTimeMilliseconds()), ("@tenant", 1)));
        Assert.Equal(Role.None, (await Visit(stage, it, isGlobal: false)).Role);
    }

    private static Task<Visit> Visit(PortalStage stage, Skolsynk.Sandbox.Entra.Account account, bool isGlobal) => stage.App.Database.Read(session =>
        Skolsynk.Portal.SignIn.Visit.Of(session, new Visitor(account.Tenant, account.ObjectId, account.Name, account.UserName, "x", default) { IsGlobalAdministrator = isGlobal }));

    private static bool Hers(Who who, Role role, bool protects) => role switch
    {
        Role.GlobalAdministrator => who.HasFlag(Who.GlobalAdministrator) || (protects && who.HasFlag(Who.Protecting)),
        Role.Administrator => who.HasFlag(Who.Administrator) || (protects && who.HasFlag(Who.Protecting)),
        _ => who.HasFlag(Who.Insight),
    };

    /// <summary>The door without what its address may hold.</summary>
    private static string Line(Door door) => Optional().Replace(door.ToString(), "");

    private static string Filled(Door door, Guid preview, string[] own)
    {
        var handler = door.Handler?.ToLowerInvariant();
        var address = Optional().Replace(door.Pattern, handler is null ? "" : "/" + handler).Replace("{handler}", handler ?? "read", StringComparison.Ordinal)
            .Replace("{key}", "alfa", StringComparison.Ordinal).Replace("receipts/{id}", "receipts/1", StringComparison.Ordinal)
            .Replace("/people/{id}", own[0], StringComparison.Ordinal).Replace("/groups/{id}", own[1], StringComparison.Ordinal).Replace("{id}", $"{preview:N}", StringComparison.Ordinal);
        Assert.DoesNotContain("{", address, StringComparison.Ordinal);
        return address;
    }

    private static async Task<Guid> Preview(PortalStage stage) => await PreviewRound.Keep(
        stage.App.Database, (await stage.App.Database.Read(session => ConnectionView.All(session, One))).First(one => one.Details.Supplier.Key == "alfa"), new ScopeSettings { AllSchools = true });

    [GeneratedRegex(@"/\{handler[^/]*\?\}")]
    private static partial Regex Optional();
}
