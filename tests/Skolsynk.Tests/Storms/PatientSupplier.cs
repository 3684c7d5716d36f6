using System.Collections.Concurrent;
using System.Net;

namespace Skolsynk.Tests.Storms;

/// <summary>A supplier in memory that can sit on what it gets: it is applied and answered when it is told to, and not before.</summary>
internal sealed class PatientSupplier : HttpMessageHandler
{
    private readonly ConcurrentQueue<TaskCompletionSource> waiting = new();

    public ConcurrentDictionary<string, byte[]> Held { get; } = new();

    /// <summary>Method and path of every request that was answered, in order.</summary>
    public ConcurrentQueue<string> Answered { get; } = new();

    /// <summary>Which requests it sits on; none by default.</summary>
    public Func<HttpRequestMessage, bool> Sits { get; set; } = _ => false;

    public int Waiting => waiting.Count;

    public void Go()
    {
        Sits = _ => false;
        while (waiting.TryDequeue(out var one))
            one.SetResult();
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellationToken) : [];
        if (Sits(request))
        {
            var turn = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            waiting.Enqueue(turn);
            // What left cannot be taken back: it is applied even if nobody waits for the answer any more.
            await turn.Task;
        }
        var path = request.RequestUri!.AbsolutePath;
        if (request.Method == HttpMethod.Get)
            return ScimLists.Answer([.. Held.Where(one => one.Key.StartsWith(path + "/", StringComparison.Ordinal)).Select(one => one.Value)]);
        if (request.Method == HttpMethod.Post)
            path += "/" + System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("externalId").GetString();
        var there = request.Method == HttpMethod.Delete ? Held.TryRemove(path, out _) : Held.ContainsKey(path);
        if (request.Method != HttpMethod.Delete)
            Held[path] = body;
        Answered.Enqueue($"{request.Method} {path}");
        return new(request.Method == HttpMethod.Delete && !there ? HttpStatusCode.NotFound : HttpStatusCode.NoContent);
    }
}
