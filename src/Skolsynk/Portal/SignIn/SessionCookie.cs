using System.Buffers.Text;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace Skolsynk.Portal.SignIn;

/// <summary>
/// The session: one sealed cookie and nothing on the server, so any replica can answer. It ends after 30 minutes without a click, and
/// after an hour (global administrators) or eight whatever is clicked.
/// </summary>
internal static class SessionCookie
{
    public const string Scheme = "session";

    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    public static string NewSession() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(24));

    public static void Set(CookieAuthenticationOptions options, PortalTools tools)
    {
        options.Cookie.Name = tools.Options.IsSecure ? "__Host-skolsynk" : "skolsynk";
        options.Cookie.HttpOnly = true;
        options.Cookie.SameSite = SameSiteMode.Lax;
        options.Cookie.SecurePolicy = tools.Options.IsSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.SameAsRequest;
        options.ExpireTimeSpan = Idle;
        options.SlidingExpiration = true;
        options.TimeProvider = tools.Time;
        options.Events.OnValidatePrincipal = context => Validate(context, tools.Time);
        // Every click counts, also in the first half of the time; what polls is nobody who is there.
        options.Events.OnCheckSlidingExpiration = context =>
        {
            context.ShouldRenew = !IsPolling(context.Request);
            return Task.CompletedTask;
        };
        options.Events.OnRedirectToLogin = context => Refuse(context, context.Options.Cookie.Name!);
        options.Events.OnRedirectToAccessDenied = context =>
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        };
    }

    public static bool IsPolling(HttpRequest request) => request.Headers.ContainsKey("HX-Request");

    private static async Task Validate(CookieValidatePrincipalContext context, TimeProvider time)
    {
        if (Visitor.OfCookie(context.Principal) is { } visitor && visitor.Ends > time.GetUtcNow())
            return;
        context.RejectPrincipal();
        await context.HttpContext.SignOutAsync(Scheme);
        context.HttpContext.Items[Scheme] = SignInProblems.SignedOutIdle;
    }

    /// <summary>Nobody is signed in: to the first page, and back here afterwards. Whose session has ended is told so.</summary>
    private static Task Refuse(RedirectContext<CookieAuthenticationOptions> context, string cookie)
    {
        if (IsPolling(context.Request))
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }
        var had = context.HttpContext.Items.ContainsKey(Scheme) || context.Request.Cookies.ContainsKey(cookie);
        var back = HttpMethods.IsGet(context.Request.Method) ? context.Request.Path + context.Request.QueryString : context.Request.Path.ToString();
        var query = QueryString.Create("back", back);
        if (had)
            query = query.Add("why", SignInProblems.SignedOutIdle);
        context.Response.Redirect("/" + query);
        return Task.CompletedTask;
    }
}
