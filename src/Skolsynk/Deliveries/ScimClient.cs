using System.Buffers;
using System.Net;
using System.Net.Http.Headers;
using Skolsynk.Data;
using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries;

/// <summary>Where one connection's objects go, and with which key.</summary>
/// <param name="Customer">Stands in the User-Agent.</param>
public sealed record Receiver(Uri BaseUrl, string Key, string Customer)
{
    /// <summary>
    /// Whether the key can stand in a header. One that cannot would fail like a supplier that is down, and make the lane rest for
    /// all municipalities.
    /// </summary>
    public static bool IsUsable(string key) => key.Length > 0 && key.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0;
}

/// <summary>
/// One attempt over HTTP (EGIL profile §1): POST, PUT or DELETE of one object, the id in the URL always ours. An answer is never
/// trusted: one cancellation covers the attempt to its last byte, at most 64 KiB is read.
/// </summary>
public sealed class ScimClient : IDisposable
{
    private const int MostRead = 64 * 1024;

    private readonly HttpClient http;
    private readonly CapabilityProfile profile;
    private readonly MediaTypeHeaderValue contentType;
    private readonly TimeProvider time;

    public ScimClient(HttpMessageHandler handler, CapabilityProfile profile, TimeProvider time)
    {
        http = new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        this.profile = profile;
        this.time = time;
        contentType = new MediaTypeHeaderValue(profile.MediaType);
    }

    /// <summary>An attempt that has not ended by then counts as unreachable; it may have been applied.</summary>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>Told of what was sent and answered.</summary>
    public Steps Steps { get; init; } = Steps.Unwatched;

    public async Task<SupplierAnswer> Send(
        Receiver receiver, DeliveryAction action, Delivery delivery, CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(AttemptTimeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        using var request = Request(receiver, action, delivery);
        try
        {
            var answering = http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            Steps.Pass(Step.Sent);
            using var response = await answering;
            var answer = await Read(response, delivery, either.Token);
            Steps.Pass(Step.Answered);
            return answer;
        }
        catch (HttpRequestException failure)
        {
            return new SupplierAnswer(0, NothingSent: action is not DeliveryAction.Delete && IsBeforeSending(failure.HttpRequestError));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return new SupplierAnswer(0);
        }
        catch (IOException)
        {
            return new SupplierAnswer(0);
        }
    }

    /// <summary>Asks for something; the answer is as little to be trusted.</summary>
    /// <param name="read">Reads the answer's body.</param>
    /// <param name="broken">What came of it when there was no answer, or it broke off.</param>
    internal async Task<T> Get<T>(
        Receiver receiver, string path, TimeSpan longest, Func<SupplierAnswer, Stream, CancellationToken, Task<T>> read, Func<SupplierAnswer, T> broken,
        CancellationToken cancellation)
    {
        using var deadline = new CancellationTokenSource(longest, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellation);
        using var request = Addressed(new HttpRequestMessage(HttpMethod.Get, $"{receiver.BaseUrl.AbsoluteUri.TrimEnd('/')}/{path}"), receiver);
        request.Headers.TryAddWithoutValidation("Accept", profile.MediaType);
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            return await read(new SupplierAnswer((int)response.StatusCode, RetryAfter: RetryAfter(response.Headers.RetryAfter)), body, either.Token);
        }
        catch (HttpRequestException failure)
        {
            return broken(new SupplierAnswer(0, NothingSent: IsBeforeSending(failure.HttpRequestError)));
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return broken(new SupplierAnswer(0));
        }
        catch (IOException)
        {
            return broken(new SupplierAnswer(0));
        }
    }

    /// <summary>
    /// No connection came about. Does not hold for a delete: the handler sends a request without a body once more by itself, and the
    /// first time may have arrived.
    /// </summary>
    private static bool IsBeforeSending(HttpRequestError error) =>
        error is HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError;

    private HttpRequestMessage Request(Receiver receiver, DeliveryAction action, Delivery delivery)
    {
        var collection = $"{receiver.BaseUrl.AbsoluteUri.TrimEnd('/')}/{delivery.Endpoint}";
        var request = action switch
        {
            DeliveryAction.Create => new HttpRequestMessage(HttpMethod.Post, collection),
            DeliveryAction.Replace => new HttpRequestMessage(HttpMethod.Put, $"{collection}/{delivery.Id:D}"),
            _ => new HttpRequestMessage(HttpMethod.Delete, $"{collection}/{delivery.Id:D}"),
        };
        Addressed(request, receiver);
        if (action is not DeliveryAction.Delete)
        {
            request.Headers.TryAddWithoutValidation("Accept", profile.MediaType);
            request.Content = new ReadOnlyMemoryContent(delivery.Body) { Headers = { ContentType = contentType } };
        }
        return request;
    }

    private HttpRequestMessage Addressed(HttpRequestMessage request, Receiver receiver)
    {
        request.Version = profile.Http2 ? HttpVersion.Version20 : HttpVersion.Version11;
        request.VersionPolicy = profile.Http2 && receiver.BaseUrl.Scheme == Uri.UriSchemeHttp
            ? HttpVersionPolicy.RequestVersionExact : HttpVersionPolicy.RequestVersionOrLower;
        request.Headers.TryAddWithoutValidation(profile.AuthHeader, receiver.Key);
        request.Headers.TryAddWithoutValidation("User-Agent", $"Skolsynk/1.0 ({Ascii(receiver.Customer)})");
        return request;
    }

    private static string Ascii(string text) => string.Concat(text.Where(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' or '.'));

    private async Task<SupplierAnswer> Read(HttpResponseMessage response, Delivery delivery, CancellationToken cancellation)
    {
        var buffer = ArrayPool<byte>.Shared.Rent(MostRead);
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(cancellation);
            var length = await body.ReadAtLeastAsync(buffer.AsMemory(0, MostRead), MostRead, throwOnEndOfStream: false, cancellation);
            var read = buffer.AsSpan(0, length);
            var status = (int)response.StatusCode;
            var (code, detail) = status < 400 ? (null, null) : ErrorMask.Of(read, delivery.Body.Span);
            return new SupplierAnswer(status, IsHtml(read), RetryAfter(response.Headers.RetryAfter), code, detail);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private static bool IsHtml(ReadOnlySpan<byte> body)
    {
        var start = body.TrimStart(" \t\r\n\uFEFF"u8);
        return !start.IsEmpty && start[0] == (byte)'<';
    }

    /// <summary>At most an hour, whatever the supplier says.</summary>
    private TimeSpan? RetryAfter(RetryConditionHeaderValue? header)
    {
        var wait = header?.Delta ?? (header?.Date - time.GetUtcNow());
        if (wait is not { } asked)
            return null;
        return TimeSpan.FromSeconds(Math.Clamp(asked.TotalSeconds, 0.05, 3600));
    }

    public void Dispose() => http.Dispose();
}
