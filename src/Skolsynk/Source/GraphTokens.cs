using System.Buffers.Text;
using System.Text.Json;
using Microsoft.Identity.Client;
using Microsoft.Identity.Client.AppConfig;

namespace Skolsynk.Source;

/// <summary>App tokens of the tenants by client credentials, cached by MSAL until shortly before they expire.</summary>
public sealed class GraphTokens : IDisposable
{
    private readonly EntraHttp http;
    private readonly IConfidentialClientApplication app;
    private readonly string[] scopes;

    public GraphTokens(EntraOptions options)
    {
        scopes = [options.Scope];
        var authority = EntraHttp.Authority(options.Instance);
        http = new EntraHttp(options);
        // The tenant of the authority is a placeholder: each request names its own. Instance discovery would ask Microsoft about a stand-in.
        var builder = ConfidentialClientApplicationBuilder.Create(options.ClientId)
            .WithAuthority(new Uri(authority, "organizations"), validateAuthority: false)
            .WithInstanceDiscovery(false)
            .WithHttpClientFactory(http, retryOnceOn5xx: false);
        app = WithCredential(builder, options.Credential).Build();
    }

    /// <summary>A token of the tenant; an <see cref="AppTokens"/>.</summary>
    /// <param name="renew">Asks Entra even if the cache has one.</param>
    public async Task<TokenOutcome> Get(Guid entraTenantId, bool renew, CancellationToken cancellationToken)
    {
        try
        {
            var got = await app.AcquireTokenForClient(scopes).WithTenantId(entraTenantId.ToString("D")).WithForceRefresh(renew)
                .ExecuteAsync(cancellationToken);
            return new TokenOutcome.Granted(got.AccessToken, Roles(got.AccessToken));
        }
        catch (MsalServiceException e)
        {
            return new TokenOutcome.Refused(EntraFailure.Of(e.StatusCode, e.ResponseBody));
        }
        catch (MsalClientException e)
        {
            return new TokenOutcome.Refused(EntraFailure.OfClient(e.ErrorCode));
        }
        catch (JsonException)
        {
            // MSAL lets this through when a 200 is a page instead of a token.
            return new TokenOutcome.Refused(EntraFailure.Of(200, null));
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested
            && e is HttpRequestException or IOException or OperationCanceledException)
        {
            return new TokenOutcome.Refused(EntraFailure.Of(0, null));
        }
    }

    public void Dispose() => http.Dispose();

    /// <summary>The claim <c>roles</c>. It is read, not trusted: Graph decides what the token may do.</summary>
    internal static IReadOnlyList<string> Roles(string token)
    {
        try
        {
            var payload = token.Split('.') is [_, var middle, _] ? Base64Url.DecodeFromChars(middle) : [];
            using var claims = JsonDocument.Parse(payload);
            return claims.RootElement.TryGetProperty("roles", out var roles) && roles.ValueKind == JsonValueKind.Array
                ? [.. roles.EnumerateArray().Where(role => role.ValueKind == JsonValueKind.String).Select(role => role.GetString()!)]
                : [];
        }
        catch (Exception e) when (e is FormatException or JsonException or InvalidOperationException)
        {
            return [];
        }
    }

    private static ConfidentialClientApplicationBuilder WithCredential(ConfidentialClientApplicationBuilder builder, EntraCredential credential) =>
        credential switch
        {
            EntraCredential.Secret secret => builder.WithClientSecret(secret.Value),
            EntraCredential.Certificate certificate => builder.WithCertificate(certificate.Value, sendX5C: true),
            EntraCredential.ManagedIdentity identity => builder.WithClientAssertion(Assertion(identity)),
            _ => throw new ArgumentOutOfRangeException(nameof(credential)),
        };

    private static Func<AssertionRequestOptions, Task<string>> Assertion(EntraCredential.ManagedIdentity identity) =>
        request => OfMachine(identity, request.CancellationToken);

    /// <summary>The machine's own token, with which it proves to Entra who it is; cached by MSAL.</summary>
    internal static async Task<string> OfMachine(EntraCredential.ManagedIdentity identity, CancellationToken cancellation)
    {
        var id = identity.IdentityClientId is { } client ? ManagedIdentityId.WithUserAssignedClientId(client) : ManagedIdentityId.SystemAssigned;
        var machine = ManagedIdentityApplicationBuilder.Create(id).Build();
        return (await machine.AcquireTokenForManagedIdentity("api://AzureADTokenExchange").ExecuteAsync(cancellation)).AccessToken;
    }
}
