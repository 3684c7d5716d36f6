using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Tests.Sandbox;

/// <summary>A sandbox and a caller of it that knows only HTTP and JSON.</summary>
internal sealed class GraphCaller : IAsyncDisposable
{
    private GraphCaller(SandboxHost host, HttpClient http) => (Host, Http) = (host, http);

    public SandboxHost Host { get; }

    public HttpClient Http { get; }

    public Municipality Municipality => Host.Municipality;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public static async Task<GraphCaller> Start(SandboxOptions? options = null)
    {
        var host = await SandboxHost.StartAsync(options, Cancel);
        var caller = new GraphCaller(host, new HttpClient { BaseAddress = host.BaseUri });
        await caller.SignIn(host.Municipality);
        return caller;
    }

    public async Task SignIn(Municipality municipality)
    {
        var answer = await Token(municipality.EntraTenantId, SandboxOptions.ClientSecret);
        var token = (string)(await Json(answer))["access_token"]!;
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    public Task<HttpResponseMessage> Token(Guid tenant, string secret) => Http.PostAsync(
        $"/{tenant:D}/oauth2/v2.0/token",
        new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["grant_type"] = "client_credentials",
            ["client_id"] = SandboxOptions.ClientId,
            ["client_secret"] = secret,
            ["scope"] = "https://graph.microsoft.com/.default",
        }),
        Cancel);

    public Task<HttpResponseMessage> Ask(string path) => Http.GetAsync(new Uri(path, UriKind.RelativeOrAbsolute), Cancel);

    public async Task<JsonNode> Get(string path) => await Json(await Ask(path));

    /// <summary>Every object of a list, all pages; at most a hundred.</summary>
    public async Task<List<JsonNode>> All(string path)
    {
        var items = new List<JsonNode>();
        string? next = path;
        for (var pages = 0; next is not null && pages < 100; pages++)
        {
            var page = await Get(next);
            items.AddRange(page["value"]!.AsArray()!);
            next = (string?)page["@odata.nextLink"];
        }

        return items;
    }

    public async Task<HttpResponseMessage> Batch(params string[] urls) => await Http.PostAsJsonAsync(
        "/v1.0/$batch",
        new { requests = urls.Select((url, number) => new { id = $"{number}", method = "GET", url }) },
        Cancel);

    public static async Task<JsonNode> Json(HttpResponseMessage answer) =>
        JsonNode.Parse(await answer.Content.ReadAsStringAsync(Cancel))!;

    public static async Task<string> Code(HttpResponseMessage answer) => (string)(await Json(answer))["error"]!["code"]!;

    public static List<string> Ids(IEnumerable<JsonNode> items) => [.. items.Select(item => (string)item["id"]!)];

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Host.DisposeAsync();
    }
}
