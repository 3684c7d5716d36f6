using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging.Abstractions;
using Skolsynk.Data;
using Skolsynk.Portal;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Entra;
using Skolsynk.Source;
using Skolsynk.Suppliers;

namespace Skolsynk.Benchmarks;

/// <summary>The portal over a database, and the municipality's global administrator, signed in.</summary>
internal sealed partial class PortalVisit : IAsyncDisposable
{
    private readonly HttpClient http = new(new SocketsHttpHandler { CookieContainer = new CookieContainer(), AllowAutoRedirect = false });
    private readonly PortalSite site;

    private PortalVisit(PortalSite site, Uri address)
    {
        this.site = site;
        http.BaseAddress = address;
    }

    public static async Task<PortalVisit> Begin(Database database, Town town)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var protection = new EphemeralDataProtectionProvider();
        var entra = new EntraOptions(town.Sandbox, SandboxOptions.ClientId, new EntraCredential.Secret(SandboxOptions.ClientSecret));
        var site = await PortalSite.Start(
            new PortalTools(database, protection, new PortalOptions(address, address, Development: true, "Driften"))
            {
                Secrets = new SealedSecrets(protection),
                Time = TimeProvider.System,
                Logs = NullLoggerFactory.Instance,
                Owner = "bench",
                Entra = entra,
                Tokens = new GraphTokens(entra),
                Reader = town.Reader,
            },
            CancellationToken.None);
        var visit = new PortalVisit(site, address);
        var answer = await visit.http.GetAsync("/sign-in");
        answer = await visit.http.GetAsync($"{answer.Headers.Location}&account={Accounts.KeyOf("ga", town.EntraTenantId)}");
        while (answer.Headers.Location is { } location)
            answer = await visit.http.GetAsync(location);
        return answer.IsSuccessStatusCode ? visit : throw new InvalidOperationException($"Nobody could sign in: {answer.StatusCode}.");
    }

    /// <summary>A page's text; null: the address leads elsewhere or to a file.</summary>
    public async Task<string?> Page(string address)
    {
        using var answer = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead);
        return answer is { StatusCode: HttpStatusCode.OK, Content.Headers.ContentType.MediaType: "text/html" } ? await answer.Content.ReadAsStringAsync() : null;
    }

    public static IEnumerable<string> Links(string page) => Link().Matches(page).Select(link => WebUtility.HtmlDecode(link.Groups[1].Value))
        .Where(link => link is ['/', not '/', ..] && !link.StartsWith("/setup/consent", StringComparison.Ordinal) && link is not ("/sign-out" or "/sign-in") && !link.StartsWith("/assets", StringComparison.Ordinal));

    /// <summary>An address without the ids in it and without its query.</summary>
    public static string Pattern(string address) => Id().Replace(address.Split('?')[0], "/{id}");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await site.DisposeAsync();
    }

    [GeneratedRegex("(?:href|hx-get)=\"([^\"#]+)\"")]
    private static partial Regex Link();

    [GeneratedRegex("/([0-9a-f]{32}|[0-9]+)(?=/|$)")]
    private static partial Regex Id();
}
