using Microsoft.AspNetCore.Http;

namespace Skolsynk.Portal.Frame;

/// <summary>What every answer says to the browser; nothing inline, nothing from elsewhere, in nobody's frame, kept by nobody.</summary>
internal static class SecurityHeaders
{
    public const string Policy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public static void UseSecurityHeaders(this IApplicationBuilder app, PortalOptions options) =>
        app.Use((context, next) =>
        {
            // Whatever the browser or a proxy says of the host: the portal has one address.
            context.Request.Scheme = options.Public.Scheme;
            context.Request.Host = new HostString(options.Public.Authority);
            // Last of all, since an answer that breaks is begun anew without its headers.
            context.Response.OnStarting(() =>
            {
                Set(context.Response.Headers, options);
                return Task.CompletedTask;
            });
            return next(context);
        });

    private static void Set(IHeaderDictionary headers, PortalOptions options)
    {
        headers.ContentSecurityPolicy = Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        if (headers.CacheControl.Count == 0)
            headers.CacheControl = "no-store";
        if (options.IsSecure && !options.Development)
            headers.StrictTransportSecurity = "max-age=31536000; includeSubDomains";
    }
}
