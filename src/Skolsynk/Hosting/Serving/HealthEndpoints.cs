using Microsoft.AspNetCore.Http;
using System.Globalization;
using System.Text;

namespace Skolsynk.Hosting.Serving;

/// <summary><c>/health</c> for whoever restarts the service, <c>/metrics</c> for whoever watches it; ids and counts only.</summary>
internal static class HealthEndpoints
{
    public static void Map(WebApplication app, Installation installation)
    {
        app.MapGet("/health", (CancellationToken cancellation) => Health(installation, cancellation));
        app.MapGet("/metrics", () => TypedResults.Text(Metrics(installation), "text/plain; version=0.0.4"));
    }

    private static async Task<IResult> Health(Installation installation, CancellationToken cancellation)
    {
        try
        {
            await installation.Database.Read(session => session.Now, cancellation).WaitAsync(TimeSpan.FromSeconds(5), cancellation);
            return TypedResults.Text("ok");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            return TypedResults.Text("the database does not answer", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static string Metrics(Installation installation)
    {
        var text = new StringBuilder();
        foreach (var (key, progress) in installation.Board.All.OrderBy(one => one.Key.Tenant.Value).ThenBy(one => one.Key.Connection))
        {
            void Add(string name, long value) => text.Append(CultureInfo.InvariantCulture,
                $"skolsynk_{name}{{tenant=\"{key.Tenant}\",connection=\"{key.Connection}\"}} {value}\n");
            Add("resources_in_scope", progress.InScope);
            Add("resources_confirmed", progress.Confirmed);
            Add("resources_refused", progress.Refused);
            Add("pass_running", progress.Running ? 1 : 0);
        }
        return text.ToString();
    }
}
