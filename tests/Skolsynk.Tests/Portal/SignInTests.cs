using System.Net;
using Skolsynk.Data;
using Skolsynk.Portal.SignIn;
using Skolsynk.Sandbox.Entra;
using Skolsynk.Sandbox.Tenants;
using Skolsynk.Tenants;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Portal;

/// <summary>Who gets in, for how long, and how a consent is proven.</summary>
public sealed class SignInTests(PostgresServer server, SharedStage shared) : IClassFixture<SharedStage>
{
    [Fact]
    public async Task A_global_administrator_gets_in_and_sees_her_own_municipality()
    {
        var stage = shared.Stage;
        using var client = await stage.SignedIn("ga", stage.Running);
        var page = await client.Page("/home");
        Assert.Contains(stage.Running.Name, page, StringComparison.Ordinal);
        Assert.DoesNotContain(stage.New.Name, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("private", SignInProblems.PersonalAccount)]
    [InlineData("teacher", SignInProblems.NoAccess)]
    [InlineData("it", SignInProblems.NoAccess)]
    [InlineData("new-it", SignInProblems.NotGlobalAdministrator)]
    [InlineData("cancel", SignInProblems.Cancelled)]
    [InlineData("blocked", SignInProblems.ConditionalAccess)]
    public async Task Who_has_no_business_here_is_told_why_and_gets_no_session(string who, string problem)
    {
        var stage = shared.Stage;
        using var client = stage.Client();
        var account = who switch
        {
            "teacher" or "it" => Accounts.KeyOf(who, stage.Running.EntraTenantId),
            "new-it" => Accounts.KeyOf("it", stage.New.EntraTenantId),
            _ => who,
        };
        var answer = await client.SignIn(account);
        Assert.EndsWith($"/problem/{problem}", answer.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        Assert.Contains(SignInProblems.Of(problem, "Driften")!.Heading, WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync()), StringComparison.Ordinal);
        Assert.DoesNotContain(client.Cookies.GetAllCookies(), cookie => cookie.Name == "skolsynk");
        Assert.StartsWith("/?back=", (await client.Once("/home")).Headers.Location!.ToString(), StringComparison.Ordinal);
        Assert.Null(await stage.App.Database.Read(session => TenantOpening.Find(session, stage.New.EntraTenantId)));
    }

    [Fact]
    public async Task A_token_whose_issuer_is_another_tenant_lets_nobody_in()
    {
        await using var stage = await PortalStage.Start(server);
        stage.App.Sandbox.IdTokens.TokensSayIssuer = $"{stage.App.Sandbox.BaseUri}{stage.New.EntraTenantId:D}/v2.0";
        await NobodyGetsIn(stage);
    }

    [Fact]
    public async Task A_token_signed_with_a_key_of_another_issuer_lets_nobody_in()
    {
        await using var stage = await PortalStage.Start(server);
        stage.App.Sandbox.IdTokens.KeysSayIssuer = $"{stage.App.Sandbox.BaseUri}{stage.New.EntraTenantId:D}/v2.0";
        await NobodyGetsIn(stage);
    }

    private static async Task NobodyGetsIn(PortalStage stage)
    {
        using var client = stage.Client();
        var answer = await client.SignIn(Accounts.KeyOf("ga", stage.Running.EntraTenantId));
        Assert.StartsWith("/problem/", answer.RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        Assert.DoesNotContain(client.Cookies.GetAllCookies(), cookie => cookie.Name == "skolsynk");
    }

    [Fact]
    public async Task A_session_ends_after_half_an_hour_without_a_click_and_polling_is_no_click()
    {
        var stage = shared.Stage;
        using var client = await stage.SignedIn("ga", stage.Running);
        stage.Clock.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(HttpStatusCode.OK, (await client.Once("/home/live", polling: true)).StatusCode);
        stage.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(HttpStatusCode.Unauthorized, (await client.Once("/home/live", polling: true)).StatusCode);
        var told = await client.Page("/schools");
        Assert.Contains("Du har varit inaktiv och är utloggad", told, StringComparison.Ordinal);
        Assert.Contains("/sign-in?back=%2Fschools", told, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_click_prolongs_a_session_but_a_global_administrators_never_beyond_an_hour()
    {
        var stage = shared.Stage;
        using var client = await stage.SignedIn("ga", stage.Running);
        foreach (var _ in Enumerable.Range(0, 2))
        {
            stage.Clock.Advance(TimeSpan.FromMinutes(25));
            Assert.Equal(HttpStatusCode.OK, (await client.Once("/home")).StatusCode);
        }
        stage.Clock.Advance(TimeSpan.FromMinutes(11));
        Assert.Equal(HttpStatusCode.Found, (await client.Once("/home")).StatusCode);
    }

    [Fact]
    public async Task A_session_is_good_at_every_replica()
    {
        var stage = shared.Stage;
        using var client = await stage.SignedIn("ga", stage.Running);
        var other = await stage.AddReplica();
        Assert.Contains(stage.Running.Name, await client.Page($"{other}home"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_consent_that_is_proven_makes_the_municipality_and_reads_nothing_yet()
    {
        await using var stage = await PortalStage.Start(server);
        using var client = await stage.SignedIn("ga", stage.New);
        Assert.Contains("/setup/organisation", await Consent(client, "yes"), StringComparison.Ordinal);
        var tenant = await stage.App.Database.Read(session => TenantOpening.Find(session, stage.New.EntraTenantId));
        Assert.False(tenant!.Active);
        Assert.Empty(await stage.App.Database.Read(session => Skolsynk.Stores.RosterStore.LoadSchools(new TenantId(tenant.Id), session)));
    }

    [Theory]
    [InlineData("no", "Behörigheterna är inte godkända")]
    [InlineData("other", "Godkännandet gäller en annan organisation")]
    [InlineData("partly", "En behörighet saknas")]
    [InlineData("late", "Microsoft arbetar med godkännandet")]
    public async Task A_consent_that_did_not_come_about_says_why_and_makes_no_municipality(string answer, string heading)
    {
        await using var stage = await PortalStage.Start(server);
        using var client = await stage.SignedIn("ga", stage.New);
        Assert.Contains(heading, await Consent(client, answer), StringComparison.Ordinal);
        Assert.Null(await stage.App.Database.Read(session => TenantOpening.Find(session, stage.New.EntraTenantId)));
    }

    [Fact]
    public async Task The_answer_to_somebody_elses_consent_is_not_believed()
    {
        await using var stage = await PortalStage.Start(server);
        using var mine = await stage.SignedIn("ga", stage.New);
        using var other = await stage.SignedIn("ga", stage.New);
        var back = (await other.Once($"{(await other.Once("/setup/consent/start")).Headers.Location}&answer=yes")).Headers.Location!;
        Assert.Equal($"/problem/{SignInProblems.ConsentOtherTenant}", (await mine.Once(back.ToString())).Headers.Location!.ToString());
        Assert.Equal("/setup/verify?consented=1", (await other.Once(back.ToString())).Headers.Location!.ToString());
    }

    [Fact]
    public async Task Saying_that_it_is_approved_proves_nothing()
    {
        await using var stage = await PortalStage.Start(server);
        using var client = await stage.SignedIn("ga", stage.New);
        var start = (await client.Once("/setup/consent/start")).Headers.Location!;
        var state = System.Web.HttpUtility.ParseQueryString(start.Query)["state"];
        Assert.Contains("Microsoft arbetar med godkännandet",
            await client.Page($"/setup/consent/callback?admin_consent=True&tenant={stage.New.EntraTenantId:D}&state={Uri.EscapeDataString(state!)}"), StringComparison.Ordinal);
        Assert.Equal(EntraError.ServicePrincipalMissing, stage.App.Sandbox.Tenants.Find(stage.New.EntraTenantId)!.Error);
        Assert.Null(await stage.App.Database.Read(session => TenantOpening.Find(session, stage.New.EntraTenantId)));
    }

    private static async Task<string> Consent(PortalClient client, string answer) =>
        await client.Page($"{(await client.Once("/setup/consent/start")).Headers.Location}&answer={answer}");
}
