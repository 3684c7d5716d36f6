using System.Net;
using System.Net.Http.Headers;

namespace Skolsynk.Source;

/// <summary>What all conversations with Graph share.</summary>
internal sealed record GraphLine(HttpClient Http, AppTokens Tokens, GraphOptions Options, TimeProvider Time, ILogger Log)
{
    /// <summary>Calls under way at once, for all tenants together.</summary>
    public SemaphoreSlim Places { get; } = new(Options.InFlight);

    public Func<double> Jitter { get; init; } = Random.Shared.NextDouble;

    public TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues("Retry-After", out var values) ? Backoff.RetryAfter(values.ToString(), Time.GetUtcNow()) : null;

    public static HttpRequestMessage Request(Uri target, ReadOnlyMemory<byte>? body, string token)
    {
        var request = new HttpRequestMessage(body is null ? HttpMethod.Get : HttpMethod.Post, target)
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        request.Headers.Add("x-ms-throttle-priority", "low");
        if (body is { } json)
            request.Content = new ReadOnlyMemoryContent(json) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return request;
    }
}
