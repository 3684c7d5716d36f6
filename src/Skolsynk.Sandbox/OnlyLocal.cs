namespace Skolsynk.Sandbox;

/// <summary>
/// The sandbox has no sign-in, and may hold real files: requests that another web page made a browser send, or that came by
/// another host name, are refused. Its pages run no script.
/// </summary>
internal sealed class OnlyLocal(RequestDelegate next)
{
    private const string Policy =
        "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    public Task InvokeAsync(HttpContext context)
    {
        var isLocal = context.Request.Host.Host is "127.0.0.1" or "localhost";
        var isForeign = context.Request.Headers["Sec-Fetch-Site"] == "cross-site" && !HttpMethods.IsGet(context.Request.Method);
        context.Response.Headers.ContentSecurityPolicy = Policy;
        if (isLocal && !isForeign)
            return next(context);
        context.Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }
}
