using System.Net;
using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries;

/// <summary>What a supplier answers to a call that changes nothing.</summary>
public enum TestAnswer
{
    /// <summary>It took the key.</summary>
    Accepted,

    /// <summary>401 or 403.</summary>
    KeyRefused,

    /// <summary>No answer, a 429 or a 5xx: it says nothing of the key.</summary>
    NoAnswer,

    /// <summary>An answer that is none of a receiver.</summary>
    NoReceiver,
}

/// <param name="Time">How long it took.</param>
public sealed record TestResult(TestAnswer Answer, TimeSpan Time);

/// <summary>Asks a receiver for one organisation: nothing is sent, and what it answers is not read beyond its first bytes.</summary>
public static class ConnectionTest
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="connection">With the address and the profile.</param>
    /// <param name="key">In plain text; goes into one header.</param>
    /// <param name="allowLoopback">Development only.</param>
    /// <param name="time">Measures the answer.</param>
    /// <param name="cancellation">Ends the wait.</param>
    public static async Task<TestResult> Run(ConnectionDetails connection, string key, bool allowLoopback, TimeProvider time, CancellationToken cancellation)
    {
        var profile = connection.Supplier.Profile;
        using var http = new HttpClient(SupplierHandlers.Create(profile, allowLoopback)) { Timeout = Patience };
        var address = new Uri($"{connection.Environment.BaseUrl.TrimEnd('/')}/Organisations?startIndex=1&count=1");
        using var request = new HttpRequestMessage(HttpMethod.Get, address)
        {
            Version = profile.Http2 ? HttpVersion.Version20 : HttpVersion.Version11,
            VersionPolicy = profile.Http2 && address.Scheme == Uri.UriSchemeHttp ? HttpVersionPolicy.RequestVersionExact : HttpVersionPolicy.RequestVersionOrLower,
        };
        request.Headers.TryAddWithoutValidation(profile.AuthHeader, key);
        request.Headers.TryAddWithoutValidation("Accept", profile.MediaType);
        var began = time.GetTimestamp();
        try
        {
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
            return new(Of(response.StatusCode), time.GetElapsedTime(began));
        }
        catch (Exception failure) when (failure is HttpRequestException or IOException || (failure is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return new(TestAnswer.NoAnswer, time.GetElapsedTime(began));
        }
    }

    private static TestAnswer Of(HttpStatusCode status) => (int)status switch
    {
        200 => TestAnswer.Accepted,
        401 or 403 => TestAnswer.KeyRefused,
        429 or >= 500 => TestAnswer.NoAnswer,
        _ => TestAnswer.NoReceiver,
    };
}
