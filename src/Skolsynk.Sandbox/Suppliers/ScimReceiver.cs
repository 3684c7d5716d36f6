using System.Collections.Concurrent;

namespace Skolsynk.Sandbox.Suppliers;

/// <summary>One environment of one supplier: an SS 12000:2018 receiver over SCIM, written from the EGIL profile.</summary>
internal sealed class ScimReceiver
{
    private readonly ConcurrentDictionary<string, HeldObjects> held = new(StringComparer.Ordinal);
    private readonly TokenBucket bucket;
    private readonly TimeProvider time;
    private readonly CancellationToken stopping;

    /// <param name="basePath">Without a slash at the end.</param>
    public ScimReceiver(SupplierProfile profile, string environment, string basePath, TimeProvider time, CancellationToken stopping)
    {
        Profile = profile;
        Environment = environment;
        BasePath = basePath;
        this.time = time;
        this.stopping = stopping;
        Keys = new($"{profile.Name}-{environment}", profile.SharedKey);
        Journal = new(time);
        bucket = new(time) { Rate = profile.RatePerSecond };
    }

    public SupplierProfile Profile { get; }

    /// <summary>test or production</summary>
    public string Environment { get; }

    public string BasePath { get; }

    public ReceiverKeys Keys { get; }

    public FaultSwitches Faults { get; } = new();

    public RequestJournal Journal { get; }

    /// <summary>Requests per second before 429; null: no limit.</summary>
    public double? RatePerSecond
    {
        get => bucket.Rate;
        set => bucket.Rate = value;
    }

    /// <summary>Whose objects there are; one (<see cref="ReceiverKeys.Everyone"/>) where the key is shared.</summary>
    public IReadOnlyList<string> Tenants => [.. held.Keys.Order(StringComparer.Ordinal)];

    /// <summary>What a municipality's key sees.</summary>
    public HeldObjects HeldFor(Guid entraTenantId) => HeldBy(Profile.SharedKey ? ReceiverKeys.Everyone : entraTenantId.ToString("D"));

    public HeldObjects HeldBy(string tenant) => held.GetOrAdd(tenant, _ => new(Profile));

    /// <summary>Loses all objects, counts and last requests, as a supplier that restored an empty database. Faults stay.</summary>
    public void Reset()
    {
        held.Clear();
        Journal.Clear();
    }

    /// <param name="path">What follows the base path, without the slash between.</param>
    public async Task HandleAsync(HttpContext context, string path)
    {
        Journal.Begin(context);
        ScimRequest? request = null;
        ScimAnswer? answer = null;
        var identical = false;
        try
        {
            request = await ScimRequest.ReadAsync(context, path, Profile.AuthHeader);
            using var either = stopping.CanBeCanceled && Faults.Current.Count > 0
                ? CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping)
                : null;
            (answer, identical) = await AnswerAsync(request, context, either?.Token ?? context.RequestAborted);
        }
        catch (Exception problem) when (problem is OperationCanceledException or IOException or BadHttpRequestException)
        {
            context.Abort();
        }
        finally
        {
            Journal.End(request, answer?.Status ?? 0, identical, answer is null ? "The connection broke." : answer.Error);
        }
    }

    /// <summary>The answer that was given; null when the connection was broken instead.</summary>
    private async Task<(ScimAnswer? Answer, bool Identical)> AnswerAsync(
        ScimRequest request, HttpContext context, CancellationToken cancellationToken)
    {
        var (delay, fault) = Faults.Take(request);
        if (delay > TimeSpan.Zero)
            await Task.Delay(delay, time, cancellationToken);
        if (fault?.Kind == FaultKind.Down)
        {
            context.Abort();
            return default;
        }

        var instead = fault is null ? null : FaultAnswers.Instead(fault, request);
        var (answer, identical) = instead is null ? Answer(request) : (instead, false);
        if (fault is null || instead is not null)
            await answer.WriteAsync(context, cancellationToken);
        else
            await FaultAnswers.AfterAsync(fault, answer, context, time, cancellationToken);
        return fault?.Kind == FaultKind.NoAnswer ? default : (answer, identical);
    }

    /// <summary>In the order in which the reference receiver looks: key, path, method, rate, body, then what is there.</summary>
    private (ScimAnswer Answer, bool Identical) Answer(ScimRequest request)
    {
        var strict = Profile.Checks == Checks.Strict;
        var tenant = strict ? Keys.TenantOf(request.Key) : ReceiverKeys.Everyone;
        if (tenant is null)
            return (ScimAnswer.Refuse(403, "Forbidden."), false);
        if (PathFault(request) is { } fault)
            return (fault, false);
        if (!bucket.TryTake())
            return (ScimAnswer.Refuse(429, "Too many requests.") with { RetryAfter = Profile.RetryAfter }, false);
        var objects = HeldBy(tenant);
        return request.Method switch
        {
            "GET" => (ScimList.Of(objects, request, Profile), false),
            "DELETE" => (Done(objects.Delete(request.Endpoint!.Value, request.Id!), null), false),
            _ => Write(request, objects, strict),
        };
    }

    private static ScimAnswer? PathFault(ScimRequest request)
    {
        if (request.Path.StartsWith('/') || request.Path.EndsWith('/'))
            return new(301) { Location = request.Path.Trim('/'), Error = "A slash too many in the URL." };
        if (request.Method is not ("GET" or "POST" or "PUT" or "DELETE"))
            return ScimAnswer.Refuse(501, "Not implemented.");
        if (request.Method == "GET" && request.Id is null && request.Path.Length > 0 && request.Endpoint is null)
            return ScimAnswer.Refuse(404, "404 page not found");
        if (request.Endpoint is null || (request.Method == "POST" && request.Id is not null))
            return ScimAnswer.Refuse(404, "404 page not found");
        return request.Method is "PUT" or "DELETE" && request.Id is null ? ScimAnswer.Refuse(404, "404 page not found") : null;
    }

    private (ScimAnswer Answer, bool Identical) Write(ScimRequest request, HeldObjects objects, bool strict)
    {
        if (strict && !Profile.MediaTypes.Contains(request.ContentType))
            return (ScimAnswer.Refuse(415, "Unsupported media type."), false);
        var (made, error) = strict
            ? BodyCheck.Read(request.Endpoint!.Value, request.Body)
            : (new ScimObject(request.Endpoint!.Value, request.ObjectId ?? "", request.Body), null);
        if (made is null)
            return (ScimAnswer.Refuse(400, error!), false);
        if (request.Id is not null && request.Id != made.Id)
            return (ScimAnswer.Refuse(400, "The id in the URL is not externalId."), false);
        var outcome = request.Id is null ? objects.Create(made) : objects.Replace(made);
        return (Done(outcome, made), outcome.Identical);
    }

    private ScimAnswer Done(Written outcome, ScimObject? made)
    {
        if (outcome.Error is not null)
            return ScimAnswer.Refuse(outcome.Status, outcome.Error);
        if (made is null || Profile.Echo == Echo.Nothing)
            return outcome.Status == 200 ? new(204) : new(outcome.Status);
        return new(outcome.Status)
        {
            Body = Profile.Echo == Echo.Resource ? made.Body : ScimList.WithId(made),
            ContentType = "application/scim+json",
        };
    }
}
