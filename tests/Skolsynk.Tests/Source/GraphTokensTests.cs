using System.Buffers.Text;
using System.Text;
using Skolsynk.Source;

namespace Skolsynk.Tests.Source;

/// <summary>MSAL against a stand-in on http loopback.</summary>
public sealed class GraphTokensTests
{
    private static readonly Guid Other = new("0b1f6c1e-3c44-4e7c-9d7d-0f5a9f6f0002");

    [Fact]
    public async Task A_token_is_cached_per_tenant_and_renewed_when_asked()
    {
        await using var entra = await ScriptedGraph.Start();
        entra.On(Path(ReaderRig.Tenant), Token("first"), Token("second")).On(Path(Other), Token("other"));
        using var tokens = Tokens(entra.Root);

        Assert.Equal("first", await Given(tokens, ReaderRig.Tenant));
        Assert.Equal("first", await Given(tokens, ReaderRig.Tenant));
        Assert.Equal("other", await Given(tokens, Other));
        Assert.Equal("second", await Given(tokens, ReaderRig.Tenant, renew: true));
        Assert.Equal(3, entra.Seen.Count);
    }

    [Fact]
    public async Task The_granted_rights_stand_in_the_token()
    {
        await using var entra = await ScriptedGraph.Start();
        var claims = Base64Url.EncodeToString(Encoding.UTF8.GetBytes("""{"roles":["EduRoster.Read.All","Member.Read.Hidden"]}"""));
        entra.On(Path(ReaderRig.Tenant), Token($"e30.{claims}.x"));
        using var tokens = Tokens(entra.Root);

        var granted = Assert.IsType<TokenOutcome.Granted>(await tokens.Get(ReaderRig.Tenant, false, TestContext.Current.CancellationToken));

        Assert.Equal(["EduRoster.Read.All", "Member.Read.Hidden"], granted.Roles);
        Assert.DoesNotContain(claims, granted.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("opaque")]
    [InlineData("a.b.c")]
    [InlineData("e30.bnVsbA.x")]
    [InlineData("e30.e30.x")]
    public void A_token_that_cannot_be_read_shows_no_rights(string token) => Assert.Empty(GraphTokens.Roles(token));

    [Theory]
    [InlineData("AADSTS7000229", FailureKind.ConsentLost)]
    [InlineData("AADSTS700016", FailureKind.ConsentLost)]
    [InlineData("AADSTS65001", FailureKind.ConsentLost)]
    [InlineData("AADSTS7000215", FailureKind.OwnCredentialWrong)]
    [InlineData("AADSTS7000222", FailureKind.OwnCredentialWrong)]
    [InlineData("AADSTS900144", FailureKind.Malformed)]
    public async Task A_refusal_is_told_by_its_number(string code, FailureKind kind)
    {
        await using var entra = await ScriptedGraph.Start();
        entra.On(Path(ReaderRig.Tenant), new Reply(400,
            $$"""{"error":"invalid_client","error_description":"{{code}}: Invalid. Trace ID: 1 Correlation ID: 2","error_codes":[{{code[6..]}}]}"""));
        using var tokens = Tokens(entra.Root);

        Assert.Equal((kind, (int?)400, code), await Refused(tokens) is var f ? (f.Kind, f.Status, f.Code) : default);
    }

    [Theory]
    [InlineData(429, "{}", FailureKind.Throttled)]
    [InlineData(503, "<html>Busy</html>", FailureKind.Unreachable)]
    [InlineData(200, "{}", FailureKind.Malformed)]
    [InlineData(404, "", FailureKind.Malformed)]
    [InlineData(200, "<html>Welcome</html>", FailureKind.Malformed)]
    public async Task Other_answers_are_told_by_their_status(int status, string body, FailureKind kind)
    {
        await using var entra = await ScriptedGraph.Start();
        entra.On(Path(ReaderRig.Tenant), new Reply(status, body));
        using var tokens = Tokens(entra.Root);

        var failure = await Refused(tokens);
        Assert.True(kind == failure.Kind, failure.ToString());
    }

    [Fact]
    public async Task A_token_endpoint_that_does_not_answer_is_unreachable()
    {
        await using var entra = await ScriptedGraph.Start();
        await entra.Stop();
        using var tokens = Tokens(entra.Root);

        Assert.Equal(FailureKind.Unreachable, (await Refused(tokens)).Kind);
    }

    [Theory]
    [InlineData("http://login.example")]
    [InlineData("http://192.168.0.7:8080")]
    public void Plain_http_is_for_loopback_only(string instance) =>
        Assert.Throws<ArgumentException>(() => Tokens(new Uri(instance)));

    private static GraphTokens Tokens(Uri instance) => new(new EntraOptions(instance, "skolsynk", new EntraCredential.Secret("not secret")));

    private static string Path(Guid tenant) => $"/{tenant:D}/oauth2/v2.0/token";

    private static Reply Token(string token) =>
        Reply.Ok($$"""{"token_type":"Bearer","expires_in":3599,"ext_expires_in":3599,"access_token":"{{token}}"}""");

    private static async Task<string> Given(GraphTokens tokens, Guid tenant, bool renew = false) =>
        Assert.IsType<TokenOutcome.Granted>(await tokens.Get(tenant, renew, TestContext.Current.CancellationToken)).Token;

    private static async Task<ReadFailure> Refused(GraphTokens tokens) =>
        Assert.IsType<TokenOutcome.Refused>(await tokens.Get(ReaderRig.Tenant, false, TestContext.Current.CancellationToken)).Failure;
}
