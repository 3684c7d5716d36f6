using System.Text;

namespace Skolsynk.Sandbox.Suppliers;

/// <summary>The faults carried out.</summary>
internal static class FaultAnswers
{
    public const long HugeBytes = 200L * 1024 * 1024;

    private const string Page = "<!DOCTYPE html><html><head><title>Logga in</title></head><body><h1>Logga in</h1></body></html>";

    /// <summary>The answer that stands in for the receiver's own; null when the request is to be carried out first.</summary>
    public static ScimAnswer? Instead(Fault fault, ScimRequest request) => fault.Kind switch
    {
        FaultKind.ServerError => ScimAnswer.Refuse(500, "Internal error."),
        FaultKind.Unavailable => ScimAnswer.Refuse(503, "Try again later.") with { RetryAfter = fault.RetryAfter },
        FaultKind.Throttled => ScimAnswer.Refuse(429, "Too many requests.") with { RetryAfter = fault.RetryAfter },
        FaultKind.Html => new(200) { Body = Encoding.UTF8.GetBytes(Page), ContentType = "text/html; charset=utf-8", Error = "A web page." },
        FaultKind.Accepted => new(202) { Error = "Accepted, not done." },
        FaultKind.Redirect => new(301) { Location = "/moved/" + request.Path, Error = "Moved." },
        FaultKind.NotFound => ScimAnswer.Refuse(404, "404 page not found"),
        FaultKind.Conflict => ScimAnswer.Refuse(409, "The resource exists."),
        FaultKind.BadRequest => ScimAnswer.Refuse(400, "The resource is refused."),
        FaultKind.Forbidden => ScimAnswer.Refuse(403, "Forbidden."),
        FaultKind.EchoNames => new(400)
        {
            Body = Encoding.UTF8.GetBytes("Could not store " + Encoding.UTF8.GetString(request.Body)),
            ContentType = ScimAnswer.Plain,
            Error = "An error text with all that was sent.",
        },
        _ => null,
    };

    /// <summary>Answers the way the fault has it, after the request was carried out with <paramref name="answer"/> as its outcome.</summary>
    public static async Task AfterAsync(
        Fault fault, ScimAnswer answer, HttpContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        switch (fault.Kind)
        {
            case FaultKind.NoAnswer:
                await Task.Delay(fault.Delay(60_000), time, cancellationToken);
                context.Abort();
                break;
            case FaultKind.LateAnswer:
                await Task.Delay(fault.Delay(20_000), time, cancellationToken);
                await answer.WriteAsync(context, cancellationToken);
                break;
            case FaultKind.Drip:
                await DripAsync(fault.Delay(1000), context, time, cancellationToken);
                break;
            case FaultKind.CutAnswer:
                await CutAsync(answer, context, cancellationToken);
                break;
            case FaultKind.FalseTotal:
                await (answer with { Body = WithFalseTotal(answer.Body ?? []) }).WriteAsync(context, cancellationToken);
                break;
            default:
                await HugeAsync(context, cancellationToken);
                break;
        }
    }

    private static async Task DripAsync(TimeSpan pause, HttpContext context, TimeProvider time, CancellationToken cancellationToken)
    {
        const int length = 1000;
        context.Response.ContentType = "application/scim+json";
        context.Response.ContentLength = length;
        for (var sent = 0; sent < length; sent++)
        {
            await context.Response.Body.WriteAsync(new byte[] { (byte)' ' }, cancellationToken);
            await context.Response.Body.FlushAsync(cancellationToken);
            await Task.Delay(pause, time, cancellationToken);
        }
    }

    private static async Task CutAsync(ScimAnswer answer, HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.StatusCode = answer.Status;
        context.Response.ContentType = answer.ContentType;
        context.Response.ContentLength = answer.Body?.Length ?? 0;
        await context.Response.Body.WriteAsync((answer.Body ?? []).AsMemory(0, (answer.Body?.Length ?? 0) / 2), cancellationToken);
        await context.Response.Body.FlushAsync(cancellationToken);
        context.Abort();
    }

    private static byte[] WithFalseTotal(byte[] list) => Encoding.UTF8.GetBytes(System.Text.RegularExpressions.Regex.Replace(
        Encoding.UTF8.GetString(list), "\"totalResults\":(\\d+)",
        match => $"\"totalResults\":{int.Parse(match.Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture) + 3}"));

    private static async Task HugeAsync(HttpContext context, CancellationToken cancellationToken)
    {
        context.Response.ContentType = "application/scim+json";
        var piece = new byte[64 * 1024];
        piece.AsSpan().Fill((byte)' ');
        for (var sent = 0L; sent < HugeBytes; sent += piece.Length)
            await context.Response.Body.WriteAsync(piece, cancellationToken);
    }
}
