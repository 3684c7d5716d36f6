using Skolsynk.Sandbox.Entra;

namespace Skolsynk.Sandbox.Faults;

/// <summary>Asks the board about each request and carries out what concerns the connection and the body as a whole; the rest is left to Graph.</summary>
internal sealed class FaultyTransport(RequestDelegate next, FaultBoard board, AccessTokens tokens)
{
    private static readonly object Key = new();
    private static readonly TimeSpan DripDelay = TimeSpan.FromMilliseconds(100);

    /// <summary>The faults that meet this request.</summary>
    public static FaultSet FaultsOf(HttpContext context) => context.Items[Key] as FaultSet ?? FaultSet.None;

    public async Task InvokeAsync(HttpContext context)
    {
        var path = context.Request.Path.Value ?? "";
        if (path is "/" or "" || path.StartsWith("/sandbox", StringComparison.Ordinal))
        {
            await next(context);
            return;
        }

        var faults = board.Meet(path.TrimStart('/'), TenantOf(context, path));
        context.Items[Key] = new FaultSet(faults);
        foreach (var fault in faults.Where(fault => fault.Kind == FaultKind.Latency))
            await Task.Delay(fault.Delay, context.RequestAborted);
        await (faults.FirstOrDefault(IsOfTransport) is { } found ? Spoil(context, found) : next(context));
    }

    private static bool IsOfTransport(Fault fault) => fault.Kind is FaultKind.NoAnswer or FaultKind.HtmlGateway or FaultKind.BrokenConnection
        or FaultKind.Drip or FaultKind.BadJson;

    private async Task Spoil(HttpContext context, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.NoAnswer:
                await Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                context.Abort();
                return;
            case FaultKind.HtmlGateway:
                context.Response.StatusCode = 502;
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<html><body><h1>502 Bad Gateway</h1></body></html>", context.RequestAborted);
                return;
            default:
                await SpoilBody(context, fault);
                return;
        }
    }

    private async Task SpoilBody(HttpContext context, Fault fault)
    {
        var wire = context.Response.Body;
        using var whole = new MemoryStream();
        context.Response.Body = whole;
        // Half a compressed body tells nothing: the faults are of the text.
        context.Request.Headers.Remove("Accept-Encoding");
        await next(context);
        context.Response.Body = wire;
        var body = whole.ToArray();
        if (fault.Kind == FaultKind.Drip)
        {
            await Drip(context, body, fault.Delay > TimeSpan.Zero ? fault.Delay : DripDelay);
            return;
        }

        var half = body.AsMemory(0, body.Length / 2);
        if (fault.Kind == FaultKind.BadJson)
            context.Response.ContentLength = half.Length;
        await wire.WriteAsync(half, context.RequestAborted);
        await wire.FlushAsync(context.RequestAborted);
        if (fault.Kind == FaultKind.BrokenConnection)
            context.Abort();
    }

    private static async Task Drip(HttpContext context, byte[] body, TimeSpan delay)
    {
        for (var i = 0; i < body.Length && !context.RequestAborted.IsCancellationRequested; i++)
        {
            await context.Response.Body.WriteAsync(body.AsMemory(i, 1), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
            await Task.Delay(delay, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>The tenant of the token, or the one that stands first in an Entra path.</summary>
    private Guid? TenantOf(HttpContext context, string path)
    {
        if (tokens.Read(context.Request.Headers.Authorization) is { } token)
            return token.Tenant;
        return Guid.TryParse(path.Split('/').ElementAtOrDefault(1), out var id) ? id : null;
    }
}
