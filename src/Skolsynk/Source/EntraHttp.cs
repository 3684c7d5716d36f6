using Microsoft.Identity.Client;

namespace Skolsynk.Source;

/// <summary>
/// The client through which MSAL calls Entra. MSAL refuses authorities on plain http; for a stand-in on http loopback it is given the https
/// form of the address, and this turns exactly that scheme, host and port back. Nothing else is touched.
/// </summary>
internal sealed class EntraHttp : IMsalHttpClientFactory, IDisposable
{
    private readonly HttpClient client;

    public EntraHttp(EntraOptions options)
    {
        var handler = new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false, PooledConnectionLifetime = TimeSpan.FromMinutes(10) };
        client = new HttpClient(IsStandIn(options.Instance) ? new PlainLoopback(options.Instance, handler) : handler) { Timeout = options.Timeout };
    }

    /// <summary>The authority's address as MSAL takes it.</summary>
    public static Uri Authority(Uri instance)
    {
        if (instance.Scheme != Uri.UriSchemeHttps && !IsStandIn(instance))
            throw new ArgumentException("Entra is reached by https; plain http is for a loopback address only.", nameof(instance));
        return new UriBuilder(instance) { Scheme = Uri.UriSchemeHttps, Port = instance.Port }.Uri;
    }

    public HttpClient GetHttpClient() => client;

    public void Dispose() => client.Dispose();

    private static bool IsStandIn(Uri instance) => instance.Scheme == Uri.UriSchemeHttp && instance.IsLoopback;

    private sealed class PlainLoopback(Uri instance, HttpMessageHandler inner) : DelegatingHandler(inner)
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            if (request.RequestUri is { Scheme: "https" } target && target.IdnHost == instance.IdnHost && target.Port == instance.Port)
                request.RequestUri = new UriBuilder(target) { Scheme = Uri.UriSchemeHttp, Port = target.Port }.Uri;
            return base.SendAsync(request, cancellationToken);
        }
    }
}
