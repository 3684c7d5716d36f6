using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Skolsynk.Sandbox.Tenants;

namespace Skolsynk.Sandbox.Entra;

/// <summary>The app registration that callers present.</summary>
public sealed record AppRegistration(string ClientId, string ClientSecret);

/// <summary>
/// The token endpoint (client credentials for apps, codes for people) and the documents around it. <see cref="SignInPages"/> are the pages.
/// </summary>
internal static class TokenEndpoint
{
    private const string AssertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    public static void MapEntra(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/{tenant}/oauth2/v2.0/token", GiveToken);
        routes.MapGet("/{tenant}/v2.0/.well-known/openid-configuration", Configuration);
        routes.MapGet("/{tenant}/.well-known/openid-configuration", Configuration);
        routes.MapGet("/{tenant}/discovery/instance", Instance);
        routes.MapGet("/{tenant}/discovery/v2.0/keys", (string tenant, HttpRequest request, IdTokens tokens) => Results.Json(tokens.Keys(Issuer(tenant, request))));
        routes.MapSignIn();
    }

    private static async Task<IResult> GiveToken(
        string tenant, HttpRequest request, TenantRegister tenants, AppRegistration app, AccessTokens tokens, TimeProvider time)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync(request.HttpContext.RequestAborted) : FormCollection.Empty;
        if (form["grant_type"] == "authorization_code")
            return SignedIn(form, request, app, time);
        var found = tenants.Find(tenant);
        if (Refusal(form, found, app, tenant) is { } refusal)
            return Refuse(refusal, time.GetUtcNow());
        var token = tokens.Issue(new AccessToken(found!.Id, form["client_id"]!, found.Roles), $"{Base(request)}/{found.Id:D}/v2.0");
        return Results.Json(new JsonObject
        {
            ["token_type"] = "Bearer",
            ["expires_in"] = AccessTokens.Life,
            ["ext_expires_in"] = AccessTokens.Life,
            ["access_token"] = token,
        });
    }

    /// <summary>The id token of whoever signed in; her tenant stands in it, whatever the address says.</summary>
    private static IResult SignedIn(IFormCollection form, HttpRequest request, AppRegistration app, TimeProvider time)
    {
        var services = request.HttpContext.RequestServices;
        if (form["client_id"] != app.ClientId || !IsProven(form, app))
            return Refuse(new(401, "invalid_client", 7000215, "Invalid client secret provided."), time.GetUtcNow());
        var code = services.GetRequiredService<SignInCodes>().Redeem(form["code"].ToString(), form["redirect_uri"].ToString(), form["code_verifier"].ToString());
        if (code is null)
            return Refuse(new(400, "invalid_grant", 70008, "The provided authorization code or refresh token is expired or was redeemed before."), time.GetUtcNow());
        return Results.Json(new JsonObject
        {
            ["token_type"] = "Bearer",
            ["scope"] = "openid profile",
            ["expires_in"] = 3599,
            ["access_token"] = "not-for-anything",
            ["id_token"] = services.GetRequiredService<IdTokens>().Issue(code.Account, $"{Base(request)}/{code.Account.Tenant:D}/v2.0", app.ClientId, code.Nonce),
        });
    }

    private static EntraRefusal? Refusal(IFormCollection form, Tenant? tenant, AppRegistration app, string asked)
    {
        string clientId = form["client_id"].ToString();
        if (tenant is null)
            return new(400, "invalid_request", 90002, $"Tenant '{asked}' not found.");
        if (form["grant_type"] != "client_credentials")
            return new(400, "unsupported_grant_type", 70003, "The app requested an unsupported grant type.");
        if (!form["scope"].ToString().EndsWith("/.default", StringComparison.Ordinal))
            return new(400, "invalid_scope", 1002012, "The provided value for scope is not valid.");
        if (tenant.Error == EntraError.AppNotFound || clientId != app.ClientId)
            return new(400, "unauthorized_client", 700016, $"Application with identifier '{clientId}' was not found in the directory.");
        if (tenant.Error == EntraError.ServicePrincipalMissing)
            return new(401, "invalid_client", 7000229, $"The client application '{clientId}' is missing service principal in the tenant.");
        if (tenant.Error == EntraError.ConsentMissing)
            return new(400, "invalid_grant", 65001, $"The user or administrator has not consented to use the application '{clientId}'.");
        if (tenant.Error == EntraError.ExpiredSecret)
            return new(401, "invalid_client", 7000222, "The provided client secret keys are expired.");
        if (tenant.Error == EntraError.WrongSecret || !IsProven(form, app))
            return new(401, "invalid_client", 7000215, "Invalid client secret provided.");
        return null;
    }

    private static bool IsProven(IFormCollection form, AppRegistration app) =>
        form["client_assertion_type"] == AssertionType
            ? form["client_assertion"].ToString().Split('.') is [{ Length: > 0 }, { Length: > 0 }, _]
            : form["client_secret"] == app.ClientSecret;

    private static IResult Refuse(EntraRefusal refusal, DateTimeOffset now) => Results.Json(
        new JsonObject
        {
            ["error"] = refusal.Error,
            ["error_description"] = string.Create(CultureInfo.InvariantCulture,
                $"AADSTS{refusal.Code}: {refusal.Text} Trace ID: {Guid.CreateVersion7():D} Timestamp: {now:yyyy-MM-dd HH:mm:ssZ}"),
            ["error_codes"] = new JsonArray(refusal.Code),
            ["timestamp"] = now.ToString("yyyy-MM-dd HH:mm:ssZ", CultureInfo.InvariantCulture),
            ["trace_id"] = Guid.CreateVersion7().ToString("D"),
            ["correlation_id"] = Guid.CreateVersion7().ToString("D"),
            ["error_uri"] = $"https://login.microsoftonline.com/error?code={refusal.Code}",
        },
        (JsonSerializerOptions?)null, null, refusal.Status);

    private static IResult Configuration(string tenant, HttpRequest request) => Results.Json(new JsonObject
    {
        ["issuer"] = Issuer(tenant, request),
        ["token_endpoint"] = $"{Base(request)}/{tenant}/oauth2/v2.0/token",
        ["authorization_endpoint"] = $"{Base(request)}/{tenant}/oauth2/v2.0/authorize",
        ["jwks_uri"] = $"{Base(request)}/{tenant}/discovery/v2.0/keys",
        ["token_endpoint_auth_methods_supported"] = new JsonArray("client_secret_post", "private_key_jwt"),
        ["response_types_supported"] = new JsonArray("code"),
        ["subject_types_supported"] = new JsonArray("pairwise"),
        ["id_token_signing_alg_values_supported"] = new JsonArray("RS256"),
    });

    /// <summary>The instance discovery that MSAL asks for before it trusts an authority.</summary>
    private static IResult Instance(HttpRequest request) => Results.Json(new JsonObject
    {
        ["tenant_discovery_endpoint"] = $"{Base(request)}/common/v2.0/.well-known/openid-configuration",
        ["api-version"] = "1.1",
        ["metadata"] = new JsonArray(new JsonObject
        {
            ["preferred_network"] = request.Host.Value,
            ["preferred_cache"] = request.Host.Value,
            ["aliases"] = new JsonArray(request.Host.Value),
        }),
    });

    /// <summary>Where every tenant's accounts sign in, the issuer is a pattern.</summary>
    private static string Issuer(string tenant, HttpRequest request) =>
        $"{Base(request)}/{(tenant is "common" or "organizations" or "consumers" ? "{tenantid}" : tenant)}/v2.0";

    private static string Base(HttpRequest request) => $"{request.Scheme}://{request.Host}";

    private sealed record EntraRefusal(int Status, string Error, int Code, string Text);
}
