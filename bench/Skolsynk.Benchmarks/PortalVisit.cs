using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
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
                Logs = LoggerFactory.Create(logs => logs.AddConsole().SetMinimumLevel(LogLevel.Warning)),
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

    /// <summary>The queries to which a page's lists of choices lead: of each list the first choice that chooses something, and the last.</summary>
    public static IEnumerable<string> Choices(string page) => Select().Matches(page).SelectMany(list =>
    {
        var values = Option().Matches(list.Groups[2].Value).Select(one => one.Groups[1].Value).Where(value => value.Length > 0).ToList();
        return values.Count == 0 ? Array.Empty<string>() : [$"{list.Groups[1].Value}={values[0]}", $"{list.Groups[1].Value}={values[^1]}"];
    });

    /// <summary>Posts a search; the address of its hits.</summary>
    public async Task<string> Search(string page, string text)
    {
        var token = Token().Match(await Page(page) ?? "").Groups[1].Value;
        using var form = new FormUrlEncodedContent([new("text", text), new("__RequestVerificationToken", token)]);
        using var answer = await http.PostAsync(page, form);
        return answer.Headers.Location?.ToString() ?? throw new InvalidOperationException($"The search at {page} leads nowhere: {answer.StatusCode}.");
    }

    /// <summary>An address without the ids in it, and of its query the names alone.</summary>
    public static string Pattern(string address) => Value().Replace(Id().Replace(address, "/{id}"), "$1=…");

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

    [GeneratedRegex("<select[^>]* name=\"([^\"]+)\"[^>]*>(.*?)</select>", RegexOptions.Singleline)]
    private static partial Regex Select();

    [GeneratedRegex("<option value=\"([^\"]*)\"")]
    private static partial Regex Option();

    [GeneratedRegex("__RequestVerificationToken\" type=\"hidden\" value=\"([^\"]+)\"")]
    private static partial Regex Token();

    [GeneratedRegex("([?&][a-z]+)=[^&]*")]
    private static partial Regex Value();

    [GeneratedRegex("/([0-9a-f]{32}|[0-9]+)(?=[/?]|$)")]
    private static partial Regex Id();
}
