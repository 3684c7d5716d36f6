using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Skolsynk.Tests.Source;

/// <summary>One answer. <c>{base}</c> in the body stands for the server's base URL.</summary>
internal sealed record Reply(int Status, string Body, string? RetryAfter = null)
{
    public static Reply Ok(string body) => new(200, body);

    public static Reply List(params string[] items) => new(200, $$"""{"value":[{{string.Join(',', items)}}]}""");

    /// <summary>A page whose next link is <paramref name="next"/>, relative to the base URL.</summary>
    public static Reply Page(string next, params string[] items) =>
        new(200, $$"""{"@odata.nextLink":"{base}{{next}}","value":[{{string.Join(',', items)}}]}""");

    public static Reply Error(int status, string code, string? retryAfter = null) =>
        new(status, $$$"""{"error":{"code":"{{{code}}}","message":"A text that nobody keeps."}}""", retryAfter);

    public static Reply NotFound { get; } = Error(404, "Request_ResourceNotFound");
}

/// <summary>A call as the server saw it; calls in a batch appear too, with <see cref="InBatch"/>.</summary>
internal sealed record SeenCall(string Method, string Target, bool InBatch, IReadOnlyDictionary<string, string> Headers);

/// <summary>A real HTTP server on loopback that answers what a test has written, in batches too; an unknown path has Graph's 404.</summary>
internal sealed class ScriptedGraph : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentQueue<Reply>> script = new();
    private readonly WebApplication app;

    private ScriptedGraph(WebApplication app)
    {
        this.app = app;
        Root = new Uri(app.Urls.First());
    }

    public Uri BaseUrl => new(Root, "/v1.0");

    public Uri Root { get; }

    public ConcurrentQueue<SeenCall> Seen { get; } = new();

    public int Calls(string path, bool inBatch = false) => Seen.Count(call => call.InBatch == inBatch && call.Target.Split('?')[0] == path);

    /// <summary>Ids of batches that get no answer, once each.</summary>
    public ConcurrentBag<string> Swallow { get; } = [];

    public bool Gzip { get; set; }

    public static async Task<ScriptedGraph> Start()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0));
        var app = builder.Build();
        ScriptedGraph? server = null;
        app.Run(context => server!.Answer(context));
        await app.StartAsync();
        return server = new ScriptedGraph(app);
    }

    /// <summary>
    /// Answers for a path (below the base URL; with its query when only that one is meant), in order; the last one stays. An answer given
    /// earlier for the same path is replaced.
    /// </summary>
    public ScriptedGraph On(string path, params Reply[] replies)
    {
        script[path] = new ConcurrentQueue<Reply>(replies);
        return this;
    }

    public Task Stop() => app.StopAsync();

    public ValueTask DisposeAsync() => app.DisposeAsync();

    private async Task Answer(HttpContext context)
    {
        var raw = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        var target = raw.StartsWith("/v1.0", StringComparison.Ordinal) ? raw[5..] : raw;
        Seen.Enqueue(new SeenCall(context.Request.Method, target, false,
            context.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase)));
        var reply = target == "/$batch" && !script.ContainsKey(target) ? await Batch(context) : Next(target);
        context.Response.StatusCode = reply.Status;
        if (reply.RetryAfter is not null)
            context.Response.Headers.RetryAfter = reply.RetryAfter;
        if (reply.Status == 302)
            context.Response.Headers.Location = new Uri(BaseUrl + "/elsewhere").AbsoluteUri;
        if (reply.Status != 204)
            await Write(context.Response, Encoding.UTF8.GetBytes(Fill(reply.Body)));
    }

    private async Task Write(HttpResponse response, byte[] body)
    {
        if (!Gzip)
        {
            await response.Body.WriteAsync(body);
            return;
        }
        response.Headers.ContentEncoding = "gzip";
        await using var zip = new GZipStream(response.Body, CompressionLevel.Fastest);
        await zip.WriteAsync(body);
    }

    /// <summary>Answers in reverse order: Graph promises none.</summary>
    private async Task<Reply> Batch(HttpContext context)
    {
        using var asked = await JsonDocument.ParseAsync(context.Request.Body);
        var answers = new List<string>();
        foreach (var request in asked.RootElement.GetProperty("requests").EnumerateArray())
        {
            var (id, target) = (request.GetProperty("id").GetString()!, request.GetProperty("url").GetString()!);
            Seen.Enqueue(new SeenCall(request.GetProperty("method").GetString()!, target, true, new Dictionary<string, string>()));
            if (Swallow.TryTake(out _))
                continue;
            var reply = Next(target);
            var headers = reply.RetryAfter is null ? "{}" : $$"""{"Retry-After":"{{reply.RetryAfter}}"}""";
            var body = reply.Body.StartsWith('{') ? reply.Body : JsonSerializer.Serialize(reply.Body);
            answers.Add($$"""{"id":"{{id}}","status":{{reply.Status}},"headers":{{headers}},"body":{{body}}}""");
        }
        answers.Reverse();
        return Reply.Ok($$"""{"responses":[{{string.Join(',', answers)}}]}""");
    }

    private Reply Next(string target)
    {
        if (!script.TryGetValue(target, out var replies) && !script.TryGetValue(target.Split('?')[0], out replies))
            return Reply.NotFound;
        if (replies.Count > 1 && replies.TryDequeue(out var reply))
            return reply;
        return replies.TryPeek(out reply) ? reply : Reply.NotFound;
    }

    private string Fill(string body) => body.Replace("{base}", BaseUrl.AbsoluteUri, StringComparison.Ordinal);
}
