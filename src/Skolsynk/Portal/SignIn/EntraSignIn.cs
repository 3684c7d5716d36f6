using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using Microsoft.IdentityModel.Tokens;
using Microsoft.IdentityModel.Validators;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Source;

namespace Skolsynk.Portal.SignIn;

/// <summary>
/// Sign-in with Microsoft by code and PKCE. The token's issuer must be the one of the account's tenant, and the key that signed it must
/// say that it signs for that issuer. Who has no business here gets no session, and nothing of her is kept.
/// </summary>
internal sealed class EntraSignIn(PortalTools tools, EntraOptions entra)
{
    public const string Scheme = "entra";
    public const string Callback = "/sign-in/callback";

    private readonly ClientProof proof = new(entra, tools.Time);
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    public void Set(OpenIdConnectOptions options)
    {
        var authority = $"{entra.Instance.AbsoluteUri.TrimEnd('/')}/organizations/v2.0";
        options.Authority = authority;
        options.RequireHttpsMetadata = entra.Instance.Scheme == Uri.UriSchemeHttps;
        options.ClientId = entra.ClientId;
        options.ResponseType = OpenIdConnectResponseType.Code;
        options.ResponseMode = OpenIdConnectResponseMode.Query;
        options.UsePkce = true;
        options.CallbackPath = Callback;
        options.SignInScheme = SessionCookie.Scheme;
        options.MapInboundClaims = false;
        options.SaveTokens = false;
        options.DisableTelemetry = true;
        options.GetClaimsFromUserInfoEndpoint = false;
        options.Prompt = "select_account";
        options.Scope.Clear();
        options.Scope.Add("openid");
        options.Scope.Add("profile");
        options.TimeProvider = tools.Time;
        options.RemoteAuthenticationTimeout = TimeSpan.FromMinutes(15);
        options.BackchannelTimeout = TimeSpan.FromSeconds(30);
        options.TokenValidationParameters.IssuerValidator =
            AadIssuerValidator.GetAadIssuerValidator(authority, Http, _ => (BaseConfigurationManager)options.ConfigurationManager!).Validate;
        options.TokenValidationParameters.EnableAadSigningKeyIssuerValidation();
        foreach (var cookie in new[] { options.CorrelationCookie, options.NonceCookie })
        {
            cookie.SameSite = SameSiteMode.Lax;
            cookie.SecurePolicy = tools.Options.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        }
        options.Events.OnAuthorizationCodeReceived = Prove;
        options.Events.OnTokenValidated = Admit;
        options.Events.OnRemoteFailure = Failed;
    }

    private async Task Prove(AuthorizationCodeReceivedContext context)
    {
        var request = context.TokenEndpointRequest!;
        var endpoint = (await context.Options.ConfigurationManager!.GetConfigurationAsync(context.HttpContext.RequestAborted)).TokenEndpoint;
        foreach (var (name, value) in await proof.Fields(endpoint, context.HttpContext.RequestAborted))
            request.SetParameter(name, value);
    }

    private async Task Admit(TokenValidatedContext context)
    {
        var visitor = Visitor.OfToken(context.Principal!, SessionCookie.NewSession(), tools.Time.GetUtcNow());
        var problem = visitor is null || visitor.EntraTenantId == Visitor.PrivateAccounts
            ? SignInProblems.PersonalAccount
            : await WhyNot(visitor, context.HttpContext.RequestAborted);
        if (problem is not null)
        {
            Refuse(context, problem);
            return;
        }
        await tools.Database.Write(session => Enter(session, visitor!), context.HttpContext.RequestAborted);
        // Only what says who she is goes into the cookie; the token ends here.
        context.Principal = new(visitor!.ToIdentity(SessionCookie.Scheme));
        context.Properties!.IsPersistent = false;
    }

    private async Task<string?> WhyNot(Visitor visitor, CancellationToken cancellation)
    {
        var visit = await tools.Database.Read(session => Visit.Of(session, visitor), cancellation);
        if (visit.IsLeaving)
            return SignInProblems.Leaving;
        if (visitor.IsGlobalAdministrator)
            return null;
        return visit.Tenant is null ? SignInProblems.NotGlobalAdministrator : visit.Role is Role.None ? SignInProblems.NoAccess : null;
    }

    /// <summary>Before there is a municipality, nothing of her is kept.</summary>
    private static void Enter(Session session, Visitor visitor)
    {
        var visit = Visit.Of(session, visitor);
        if (visit.Tenant is null)
            return;
        AccountBook.SignedIn(session, visit.Id, visitor.ObjectId, visitor.Name, visitor.Account, visitor.IsGlobalAdministrator);
        AuditLog.Add(session, visit.Id, visit.Actor, AuditEvent.SignedIn);
    }

    private static void Refuse(TokenValidatedContext context, string problem)
    {
        context.HandleResponse();
        context.Response.Redirect($"/problem/{problem}");
    }

    /// <summary>What Entra, or the check of its answer, says; its own words are kept nowhere.</summary>
    private static Task Failed(RemoteFailureContext context)
    {
        var text = context.Failure?.Message ?? "";
        var code = text.Contains("AADSTS53", StringComparison.Ordinal) ? SignInProblems.ConditionalAccess
            : text.Contains("AADSTS50020", StringComparison.Ordinal) || text.Contains("AADSTS500200", StringComparison.Ordinal) ? SignInProblems.PersonalAccount
            : text.Contains("invalid_client", StringComparison.Ordinal) ? SignInProblems.OwnCredential
            : SignInProblems.Cancelled;
        context.HandleResponse();
        context.Response.Redirect($"/problem/{code}");
        return Task.CompletedTask;
    }
}
