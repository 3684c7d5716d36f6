using Microsoft.Extensions.Logging.Abstractions;
using Skolsynk.Rosters;
using Skolsynk.Sandbox;
using Skolsynk.Source;

namespace Skolsynk.Benchmarks;

/// <summary>A size of generated municipality, by the resources that it gives.</summary>
internal sealed record TownSize(string SandboxName, string Resources)
{
    public static readonly TownSize Medium = new("medium", "13,600");
    public static readonly TownSize Large = new("large", "134,000");
}

/// <summary>The municipality of a sandbox, and how it is read.</summary>
internal sealed class Town : IDisposable
{
    private readonly GraphTokens tokens;
    private readonly HttpClient graph;

    private Town(Uri sandbox, Guid entraTenantId, HttpMessageHandler? handler)
    {
        Sandbox = sandbox;
        EntraTenantId = entraTenantId;
        tokens = new GraphTokens(new EntraOptions(sandbox, SandboxOptions.ClientId, new EntraCredential.Secret(SandboxOptions.ClientSecret)));
        graph = handler is null ? GraphReader.NewHttpClient() : new HttpClient(handler) { Timeout = Timeout.InfiniteTimeSpan };
        Reader = new GraphReader(graph, tokens.Get, Options, TimeProvider.System, NullLogger<GraphReader>.Instance);
    }

    public GraphOptions Options => new() { BaseUrl = new Uri(Sandbox, "v1.0") };

    public Uri Sandbox { get; }

    public Guid EntraTenantId { get; }

    /// <summary>School unit codes by school.</summary>
    public IReadOnlyDictionary<Guid, string> Codes { get; private init; } = new Dictionary<Guid, string>();

    public GraphReader Reader { get; }

    /// <param name="handler">Answers instead of the network; null: the network.</param>
    public static async Task<Town> Of(SandboxProcess sandbox, HttpMessageHandler? handler = null)
    {
        var tenant = (await sandbox.Get("sandbox/tenants"))[0].GetProperty("entraTenantId").GetGuid();
        var codes = new Dictionary<Guid, string>();
        foreach (var school in (await sandbox.Get($"sandbox/tenants/{tenant}/schools")).EnumerateArray())
        {
            if (school.TryGetProperty("schoolUnitCode", out var code) && code.GetString() is { } text)
                codes[Ids.Of(tenant, EntityKind.School, school.GetProperty("id").GetString()!)] = text;
        }

        return new Town(sandbox.BaseUri, tenant, handler) { Codes = codes };
    }

    public async Task<(SourceSnapshot Snapshot, ReadCost Cost)> Read()
    {
        var outcome = await Reader.Read(new GraphTenant(EntraTenantId, ReadBudget.Confirmed), null, CancellationToken.None);
        return outcome is ReadOutcome.Complete complete
            ? (complete.Snapshot, complete.Cost)
            : throw new InvalidOperationException($"The read failed: {outcome}");
    }

    public void Dispose()
    {
        tokens.Dispose();
        graph.Dispose();
    }
}
