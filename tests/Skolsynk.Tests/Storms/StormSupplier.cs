using System.Net;
using System.Text;
using System.Text.Json;
using Skolsynk.Data;

namespace Skolsynk.Tests.Storms;

/// <summary>One request as it left a process.</summary>
/// <param name="At">When it left, and <paramref name="Due"/> when it arrives; ticks of the world's clock.</param>
internal sealed record StormRequest(string Method, string Endpoint, Guid Id, byte[] Body, long At, long Due)
{
    public bool Tells(string name) => Body.AsSpan().IndexOf(Encoding.UTF8.GetBytes(name)) >= 0;
}

/// <summary>
/// A supplier in memory: takes an object only when all that it refers to is there and its user name is nobody else's, answers 409 and
/// 404 strictly, and watches that nobody comes back who is protected and was removed.
/// </summary>
internal sealed class StormSupplier(string name, TimeProvider clock)
{
    private readonly Lock gate = new();
    private readonly Dictionary<(string Endpoint, Guid Id), byte[]> held = [];
    private readonly Dictionary<(string Endpoint, Guid Id), List<(string Endpoint, Guid Id)>> references = [];
    private readonly List<StormRequest> late = [];
    private readonly HashSet<Guid> marked = [];
    private readonly HashSet<Guid> removed = [];

    public string Name => name;

    public int Requests { get; private set; }

    /// <summary>What must never happen and did.</summary>
    public List<string> Violations { get; } = [];

    public Dictionary<(string Endpoint, Guid Id), byte[]> Held
    {
        get
        {
            lock (gate)
                return new(held);
        }
    }

    public IReadOnlyList<byte[]> List(string endpoint)
    {
        lock (gate)
            return [.. held.Where(one => one.Key.Endpoint == endpoint).Select(one => one.Value)];
    }

    public IEnumerable<(string, Guid)> Dangling()
    {
        lock (gate)
            return [.. references.SelectMany(one => one.Value).Where(target => !held.ContainsKey(target))];
    }

    /// <summary>From now on her User must go, and must not come back once it went.</summary>
    public void Mark(Guid person)
    {
        lock (gate)
            marked.Add(person);
    }

    public void Unmark(Guid person)
    {
        lock (gate)
        {
            marked.Remove(person);
            removed.Remove(person);
        }
    }

    /// <summary>Loses everything, what is on its way too.</summary>
    public void Clear()
    {
        lock (gate)
        {
            held.Clear();
            references.Clear();
            late.Clear();
            removed.Clear();
        }
    }

    /// <summary>Requests whose time has come arrive.</summary>
    public void Arrive()
    {
        lock (gate)
        {
            foreach (var request in late.Where(one => one.Due <= clock.GetTimestamp()).OrderBy(one => one.Due).ToList())
            {
                late.Remove(request);
                Apply(request);
            }
        }
    }

    public void Delay(StormRequest request)
    {
        lock (gate)
            late.Add(request);
    }

    public HttpStatusCode Answer(StormRequest request)
    {
        lock (gate)
        {
            Requests++;
            return Apply(request);
        }
    }

    private HttpStatusCode Apply(StormRequest request)
    {
        var key = (request.Endpoint, request.Id);
        if (request.Method == "DELETE")
        {
            if (request.Endpoint == "Users" && marked.Contains(request.Id))
                removed.Add(request.Id);
            references.Remove(key);
            return held.Remove(key) ? HttpStatusCode.NoContent : HttpStatusCode.NotFound;
        }
        if (request.Endpoint == "Users" && removed.Contains(request.Id))
            Violations.Add($"{name}: {request.Method} of a protected person who was removed");
        if (request.Method == "PUT" && !held.ContainsKey(key))
            return HttpStatusCode.NotFound;
        if (request.Method == "POST" && held.ContainsKey(key))
            return HttpStatusCode.Conflict;
        var (targets, userName) = Read(request.Body);
        if (targets.Exists(target => !held.ContainsKey(target)))
            return HttpStatusCode.BadRequest;
        if (userName is not null && held.Any(one => one.Key.Endpoint == "Users" && one.Key.Id != request.Id && Read(one.Value).UserName == userName))
            return HttpStatusCode.Conflict;
        held[key] = request.Body;
        references[key] = targets;
        return request.Method == "POST" ? HttpStatusCode.Created : HttpStatusCode.OK;
    }

    private static (List<(string, Guid)> Targets, string? UserName) Read(byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        var targets = new List<(string, Guid)>();
        string? userName = null;
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            if (reader.ValueTextEquals("$ref"u8) && reader.Read() && reader.GetString()!.Split('/') is [.., var endpoint, var id])
                targets.Add((endpoint, Guid.Parse(id)));
            else if (reader.ValueTextEquals("userName"u8) && reader.Read())
                userName = reader.GetString();
        }
        return (targets, userName);
    }

}

/// <summary>Lists as suppliers give them, without pages.</summary>
internal static class ScimLists
{
    public static HttpResponseMessage Answer(IReadOnlyList<byte[]> bodies) => new(HttpStatusCode.OK)
    {
        Content = new StringContent($"{{\"totalResults\":{bodies.Count},\"Resources\":[{string.Join(',', bodies.Select(Encoding.UTF8.GetString))}]}}"),
    };
}

/// <summary>The way from one simulated process to one supplier.</summary>
internal sealed class StormWire(StormProcess process, StormSupplier supplier, TimeProvider clock, Func<StormRequest, TimeSpan> delay) : HttpMessageHandler
{
    /// <summary>Sees every request that leaves.</summary>
    public Action<StormRequest> Seen { get; init; } = _ => { };

    public Action<StormRequest, string> Answered { get; init; } = (_, _) => { };

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var strike = process.Sending();
        if (request.Method == HttpMethod.Get)
            return ScimLists.Answer(supplier.List(request.RequestUri!.AbsolutePath.Split('/')[^1]));
        var sent = await Read(request, cancellationToken);
        Seen(sent);
        if (strike is not null)
            Answered(sent, $"{strike}");
        switch (strike)
        {
            case Strike.Dies:
                process.Die();
                break;
            case Strike.LateAndDies:
                supplier.Delay(sent with { Due = sent.At + delay(sent).Ticks });
                process.Die();
                break;
            case Strike.LateAndTakenOver:
                supplier.Delay(sent with { Due = sent.At + delay(sent).Ticks });
                process.Do(Strike.LateAndTakenOver);
                throw new HttpRequestException(HttpRequestError.ResponseEnded);
            case Strike.TakenOver:
                process.Do(Strike.TakenOver);
                throw new LeaseLostException(LeaseKind.Lane, 0);
            case Strike.Meddled:
                process.Do(Strike.Meddled);
                break;
            case Strike.Broken:
                throw new HttpRequestException(HttpRequestError.ResponseEnded);
            case Strike.Error500:
                return new(HttpStatusCode.InternalServerError);
            case Strike.Refused400:
                return new(HttpStatusCode.BadRequest);
        }
        var answer = supplier.Answer(sent);
        Answered(sent, $"{(int)answer}");
        return strike switch
        {
            Strike.AppliedAndBroken => throw new HttpRequestException(HttpRequestError.ResponseEnded),
            Strike.AppliedAnd500 => new(HttpStatusCode.InternalServerError),
            _ => new(answer),
        };
    }

    private async Task<StormRequest> Read(HttpRequestMessage request, CancellationToken cancellation)
    {
        var path = request.RequestUri!.AbsolutePath.Split('/', StringSplitOptions.RemoveEmptyEntries);
        var body = request.Content is { } content ? await content.ReadAsByteArrayAsync(cancellation) : [];
        var (endpoint, id) = request.Method == HttpMethod.Post ? (path[^1], IdOf(body)) : (path[^2], Guid.Parse(path[^1]));
        return new(request.Method.Method, endpoint, id, body, clock.GetTimestamp(), 0);
    }

    private static Guid IdOf(byte[] body)
    {
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.ValueTextEquals("externalId"u8) && reader.Read())
                return reader.GetGuid();
        }
        throw new InvalidDataException("An object without an id was sent.");
    }
}
