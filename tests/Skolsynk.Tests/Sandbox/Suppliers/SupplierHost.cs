using System.Net;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Logging;
using Skolsynk.Sandbox.Suppliers;

namespace Skolsynk.Tests.Sandbox.Suppliers;

/// <summary>The stand-in suppliers on a free port, over HTTP/1.1 and, on another, HTTP/2.</summary>
internal sealed class SupplierHost : IAsyncDisposable
{
    public static readonly Guid Tenant = new("2f4d8e16-90ab-4c37-a5e2-71d3b8c06f94");

    private readonly WebApplication app;
    private readonly List<HttpClient> clients = [];

    private SupplierHost(WebApplication app, SandboxSuppliers suppliers, IReadOnlyDictionary<HttpProtocols, ListenOptions> listeners)
    {
        this.app = app;
        Suppliers = suppliers;
        Http1 = new($"http://{listeners[HttpProtocols.Http1].IPEndPoint}");
        Http2 = new($"http://{listeners[HttpProtocols.Http2].IPEndPoint}");
        Api = Client(Http1, null, null);
    }

    public SandboxSuppliers Suppliers { get; }

    public Uri Http1 { get; }

    public Uri Http2 { get; }

    /// <summary>For the sandbox's own API and pages.</summary>
    public HttpClient Api { get; }

    public static async Task<SupplierHost> StartAsync(params SupplierProfile[] profiles)
    {
        var listeners = new Dictionary<HttpProtocols, ListenOptions>();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            foreach (var protocol in new[] { HttpProtocols.Http1, HttpProtocols.Http2 })
            {
                kestrel.Listen(IPAddress.Loopback, 0, listen =>
                {
                    listen.Protocols = protocol;
                    listeners[protocol] = listen;
                });
            }
        });
        var app = builder.Build();
        var suppliers = app.MapSuppliers(new SandboxSuppliers(TimeProvider.System, app.Lifetime.ApplicationStopping, profiles));
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new(app, suppliers, listeners);
    }

    /// <summary>A client of one receiver with a municipality's key; URLs are relative to the receiver's base.</summary>
    public ScimClient For(ScimReceiver receiver, Guid? tenant = null, string? key = null) =>
        new(Client(new Uri(receiver.Profile.Http2 ? Http2 : Http1, receiver.BasePath + "/"), receiver.Profile, key ?? receiver.Keys.KeyFor(tenant ?? Tenant)));

    public async ValueTask DisposeAsync()
    {
        clients.ForEach(client => client.Dispose());
        using var soon = new CancellationTokenSource(TimeSpan.FromSeconds(2));
        await app.StopAsync(soon.Token);
        await app.DisposeAsync();
    }

    private HttpClient Client(Uri baseAddress, SupplierProfile? profile, string? key)
    {
        var client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = baseAddress };
        if (profile is { Http2: true })
        {
            client.DefaultRequestVersion = HttpVersion.Version20;
            client.DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact;
        }

        if (key is not null)
            client.DefaultRequestHeaders.Add(profile!.AuthHeader, key);
        clients.Add(client);
        return client;
    }
}

/// <summary>Sends what a test says and nothing more.</summary>
internal sealed class ScimClient(HttpClient http)
{
    public HttpClient Http => http;

    public Task<HttpResponseMessage> PostAsync(string endpoint, string body, string mediaType = "application/scim+json") =>
        SendAsync(HttpMethod.Post, endpoint, body, mediaType);

    public Task<HttpResponseMessage> PutAsync(string endpoint, string body, string id, string mediaType = "application/scim+json") =>
        SendAsync(HttpMethod.Put, $"{endpoint}/{id}", body, mediaType);

    public Task<HttpResponseMessage> DeleteAsync(string endpoint, string id) => SendAsync(HttpMethod.Delete, $"{endpoint}/{id}");

    public Task<HttpResponseMessage> GetAsync(string path) => SendAsync(HttpMethod.Get, path);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, string? body = null, string? mediaType = null)
    {
        using var request = new HttpRequestMessage(method, path) { Version = http.DefaultRequestVersion, VersionPolicy = http.DefaultVersionPolicy };
        if (body is not null)
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            if (mediaType is not null)
                request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(mediaType);
        }

        return await http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
