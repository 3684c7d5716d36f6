using System.Net;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Tenants;

namespace Skolsynk.Tests.Sandbox;

public sealed class EntraTests
{
    [Theory]
    [InlineData(EntraError.WrongSecret, 7000215, HttpStatusCode.Unauthorized)]
    [InlineData(EntraError.ExpiredSecret, 7000222, HttpStatusCode.Unauthorized)]
    [InlineData(EntraError.AppNotFound, 700016, HttpStatusCode.BadRequest)]
    [InlineData(EntraError.ConsentMissing, 65001, HttpStatusCode.BadRequest)]
    [InlineData(EntraError.ServicePrincipalMissing, 7000229, HttpStatusCode.Unauthorized)]
    public async Task A_tenant_gives_the_documented_error_that_is_switched_on(EntraError error, int code, HttpStatusCode status)
    {
        await using var graph = await GraphCaller.Start();
        graph.Host.Tenants.Find(graph.Municipality.EntraTenantId)!.Error = error;
        var answer = await graph.Token(graph.Municipality.EntraTenantId, SandboxOptions.ClientSecret);
        Assert.Equal(status, answer.StatusCode);
        var body = await GraphCaller.Json(answer);
        Assert.Equal(code, (int)body["error_codes"]![0]!);
        Assert.StartsWith($"AADSTS{code}: ", (string)body["error_description"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_and_an_unknown_tenant_get_no_token()
    {
        await using var graph = await GraphCaller.Start();
        var wrong = await GraphCaller.Json(await graph.Token(graph.Municipality.EntraTenantId, "guess"));
        Assert.Equal(7000215, (int)wrong["error_codes"]![0]!);
        var unknown = await GraphCaller.Json(await graph.Token(new Guid("0d1f0a52-0000-4000-8000-000000000001"), SandboxOptions.ClientSecret));
        Assert.Equal(90002, (int)unknown["error_codes"]![0]!);
    }

    [Fact]
    public async Task The_discovery_documents_lead_to_the_token_endpoint()
    {
        await using var graph = await GraphCaller.Start();
        var id = graph.Municipality.EntraTenantId;
        var configuration = await graph.Get($"/{id:D}/v2.0/.well-known/openid-configuration");
        Assert.Equal($"{graph.Host.BaseUri}{id:D}/oauth2/v2.0/token", (string)configuration["token_endpoint"]!);
        Assert.NotNull((await graph.Get("/common/discovery/instance?api-version=1.1"))["metadata"]);
    }
}
