using System.Collections.Concurrent;
using Microsoft.AspNetCore.DataProtection;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Retention;
using Skolsynk.Source;
using Skolsynk.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tenants;

namespace Skolsynk.Benchmarks;

/// <summary>A municipality with two suppliers that are being sent everything for the first time, as <c>serve</c> does it.</summary>
internal sealed class MarkStage : IAsyncDisposable
{
    private static readonly TenantId One = new(1);

    private readonly CancellationTokenSource stop = new();
    private readonly SealedSecrets secrets = new(new EphemeralDataProtectionProvider());
    private readonly Database database;
    private Task serving = Task.CompletedTask;

    public MarkStage(Database database) => this.database = database;

    /// <summary>What each supplier has accepted; by number of its lane.</summary>
    public ConcurrentDictionary<int, Accepted> Suppliers { get; } = new();

    public async Task Fill(Town town, IReadOnlyList<Uri> receivers, double rate)
    {
        await database.Write(session =>
        {
            using var context = session.Context(One);
            context.Add(new Tenant { Id = 1, EntraTenantId = town.EntraTenantId, Key = "bench", Name = "Bench" });
            foreach (var (school, code) in town.Codes)
                context.Add(new SchoolCode { TenantId = 1, School = school, Code = code });
            for (var id = 1; id <= receivers.Count; id++)
            {
                context.Add(new Supplier { Id = id, Key = $"bench{id}", Name = "Bench", Profile = Profile(rate) });
                context.Add(new SupplierEnvironment { Id = id, SupplierId = id, Kind = EnvironmentKind.Test, BaseUrl = receivers[id - 1].ToString() });
                context.Add(new Connection { TenantId = 1, Id = id, EnvironmentId = id, Scope = new ScopeSettings { AllSchools = true }, SealedKey = secrets.Seal(One, id, "bench") });
                Suppliers[id] = new Accepted();
            }
            context.SaveChanges();
            for (var id = 1; id <= receivers.Count; id++)
                InputVersions.Raise(session, One, id);
        });
        var (snapshot, cost) = await town.Read();
        await new SyncEngine(database, _ => new TenantSource(
            (_, _) => Task.FromResult<ReadOutcome>(new ReadOutcome.Complete(snapshot, cost)), (_, _) => throw new NotSupportedException()), "bench").RunOnce(One);
    }

    public void Serve() => serving = Task.WhenAll(Suppliers.Keys.Select(Lane));

    public Task Mark(IEnumerable<Guid> persons) => database.Write(session => Marks.Set(session, One, MarkOrigin.Operator, persons.ToHashSet()));

    /// <summary>The suppliers take so many requests a second from now on; null: any number.</summary>
    public Task SetRate(double? rate) => database.Write(session =>
    {
        using var context = session.Context();
        foreach (var supplier in context.Set<Supplier>())
            supplier.Profile = Profile(rate);
        context.SaveChanges();
    });

    private static CapabilityProfile Profile(double? rate) => new() { RatePerSecond = rate };

    private async Task Lane(int id)
    {
        var tools = new LaneTools(database, secrets, new DeliveryBoard(), "bench",
            profile => new Tap(SupplierHandlers.Create(profile, allowLoopback: true), Suppliers[id]));
        while (!stop.IsCancellationRequested)
        {
            var environment = (await database.Read(ConnectionStore.Environments)).Single(one => one.Id == id);
            await new LaneRunner(tools).Hold(environment, (_, _) => { }, stop.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            await Task.Delay(100);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await serving;
        await database.DisposeAsync();
    }
}

/// <summary>What a supplier has, by its own 2xx: the numbers of Users, and the groups as they were sent.</summary>
internal sealed class Accepted
{
    public ConcurrentDictionary<string, bool> Users { get; } = new();

    public ConcurrentDictionary<string, byte[]> Groups { get; } = new();

    public bool Knows(Guid person)
    {
        var id = System.Text.Encoding.UTF8.GetBytes($"{person}");
        return Users.ContainsKey($"{person}") || Groups.Values.Any(body => body.AsSpan().IndexOf(id) >= 0);
    }
}

/// <summary>Sees every request and whether it was accepted.</summary>
internal sealed class Tap(HttpMessageHandler inner, Accepted accepted) : DelegatingHandler(inner)
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        var answer = await base.SendAsync(request, cancellationToken);
        if (answer.IsSuccessStatusCode && request.Method != HttpMethod.Get)
            Note(request, body);
        return answer;
    }

    private void Note(HttpRequestMessage request, byte[] body)
    {
        var path = request.RequestUri!.AbsolutePath.Split('/');
        var isPost = request.Method == HttpMethod.Post;
        var endpoint = isPost ? path[^1] : path[^2];
        var id = isPost ? System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("externalId").GetString()! : path[^1];
        if (endpoint == "Users")
            _ = request.Method == HttpMethod.Delete ? accepted.Users.TryRemove(id, out _) : accepted.Users[id] = true;
        else if (endpoint == "StudentGroups")
            _ = request.Method == HttpMethod.Delete ? accepted.Groups.TryRemove(id, out _) : (accepted.Groups[id] = body).Length > 0;
    }
}
