using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;
using Skolsynk.Hosting.Commands;
using Skolsynk.Hosting.Screens;

namespace Skolsynk.Hosting.Serving;

/// <summary>
/// Runs commands for those who may open the Unix socket (mode 0600: the service's own user and root), and streams back what they
/// would have seen. Nobody reaches it over TCP.
/// </summary>
internal static class SocketEndpoint
{
    private static readonly object Mark = new();

    public static void Map(WebApplication app, Installation installation) =>
        app.MapPost("/command", (HttpContext context, SocketRequest request) => CameThroughSocket(context)
            ? Run(context, request, installation)
            : Refuse(context));

    /// <summary>Marks the connections of the socket's listener.</summary>
    public static void MarkConnections(Microsoft.AspNetCore.Server.Kestrel.Core.ListenOptions listen) => listen.Use(next => connection =>
    {
        connection.Items[Mark] = true;
        return next(connection);
    });

    private static bool CameThroughSocket(HttpContext context) =>
        context.Features.Get<IConnectionItemsFeature>()?.Items.ContainsKey(Mark) is true;

    private static Task Refuse(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private static async Task Run(HttpContext context, SocketRequest request, Installation installation)
    {
        context.Response.ContentType = "application/x-ndjson";
        var lines = Channel.CreateUnbounded<SocketLine>(new() { SingleReader = true });
        var running = Task.Run(async () =>
        {
            var exit = await Command(request, installation, text => lines.Writer.TryWrite(new(text)), context.RequestAborted);
            lines.Writer.TryWrite(new(null, exit));
            lines.Writer.Complete();
        });
        await foreach (var line in lines.Reader.ReadAllAsync(context.RequestAborted))
        {
            await context.Response.WriteAsync(JsonSerializer.Serialize(line, SocketLine.Json) + "\n", context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
        await running;
    }

    private static Task<int> Command(SocketRequest request, Installation installation, Action<string> write, CancellationToken cancellation)
    {
        var screen = new PlainScreen(write, installation.Time);
        var desk = new Desk(installation, screen, request.Folder, request.Variables.GetValueOrDefault);
        var root = OperatorCommands.Build((_, body, stop) => body(desk, stop));
        return Invocation.Run(root, request.Arguments, screen, cancellation);
    }
}
