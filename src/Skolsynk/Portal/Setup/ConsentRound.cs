using System.Globalization;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Skolsynk.Portal.SignIn;

namespace Skolsynk.Portal.Setup;

/// <summary>
/// The way to Microsoft's page of consent and back. What comes back is believed only if it names the state that this very session was
/// given, and the organisation that is signed in; and even then it only leads to the proof (<see cref="ConsentProofs"/>).
/// </summary>
internal static class ConsentRound
{
    public const string Callback = "/setup/consent/callback";

    public static void MapConsent(this IEndpointRouteBuilder routes, PortalTools tools)
    {
        routes.MapGet("/setup/consent/start", (HttpContext context) => Start(context, tools)).RequireAuthorization().WithMetadata(new RightsAttribute(Who.GlobalAdministrator));
        routes.MapGet(Callback, (HttpContext context) => Back(context, tools)).RequireAuthorization().WithMetadata(new RightsAttribute(Who.GlobalAdministrator));
    }

    private static RedirectHttpResult Start(HttpContext context, PortalTools tools)
    {
        var visitor = context.Here().Visitor;
        if (tools.Entra is not { } entra)
            return TypedResults.Redirect($"/problem/{SignInProblems.OwnCredential}");
        var query = QueryString.Create(new Dictionary<string, string?>
        {
            ["client_id"] = entra.ClientId,
            ["scope"] = entra.Scope,
            ["redirect_uri"] = new Uri(tools.Options.Public, Callback).ToString(),
            ["state"] = States(tools).Protect($"{visitor.Session} {visitor.EntraTenantId:D}", TimeSpan.FromMinutes(60)),
        });
        return TypedResults.Redirect(string.Create(CultureInfo.InvariantCulture,
            $"{entra.Instance.AbsoluteUri.TrimEnd('/')}/{visitor.EntraTenantId:D}/v2.0/adminconsent{query}"));
    }

    private static RedirectHttpResult Back(HttpContext context, PortalTools tools)
    {
        var visitor = context.Here().Visitor;
        var query = context.Request.Query;
        if (!IsOurs(query["state"].ToString(), visitor, tools))
            return Problem(SignInProblems.ConsentOtherTenant);
        if (query["error"].Count > 0)
            return Problem(SignInProblems.ConsentDenied);
        return Guid.TryParse(query["tenant"], out var tenant) && tenant == visitor.EntraTenantId
            ? TypedResults.Redirect("/setup/verify?consented=1")
            : Problem(SignInProblems.ConsentOtherTenant);
    }

    private static bool IsOurs(string state, Visitor visitor, PortalTools tools)
    {
        try
        {
            return States(tools).Unprotect(state) == $"{visitor.Session} {visitor.EntraTenantId:D}";
        }
        catch (System.Security.Cryptography.CryptographicException)
        {
            return false;
        }
    }

    private static ITimeLimitedDataProtector States(PortalTools tools) => tools.Protection.CreateProtector("Skolsynk.Portal", "consent").ToTimeLimitedDataProtector();

    private static RedirectHttpResult Problem(string code) => TypedResults.Redirect($"/problem/{code}");
}
