namespace Skolsynk.Source;

/// <summary>
/// One conversation with Graph about one tenant: token, places in flight, patience and budget. The first failure is recorded, ends all that is
/// under way and is what the whole ends with.
/// </summary>
internal sealed class GraphSession : IDisposable
{
    /// <summary>A page of 999 takes half a megabyte; nothing that Graph sends is a hundredth of this.</summary>
    private const int MaxAnswerBytes = 128 << 20;

    private readonly GraphTenant tenant;
    private readonly GraphLine line;
    private readonly CancellationToken outer;
    private readonly CancellationTokenSource overtime;
    private readonly CancellationTokenSource stop;
    private readonly SemaphoreSlim places;
    private readonly SemaphoreSlim renewing = new(1, 1);
    private readonly long began;
    private ReadFailure? failure;
    private string? refusedToken;
    private long quietUntil;
    private volatile bool anythingWorked;

    public GraphSession(GraphLine line, GraphTenant tenant, CancellationToken cancellationToken)
    {
        (this.line, this.tenant, outer) = (line, tenant, cancellationToken);
        overtime = new CancellationTokenSource(tenant.Budget.Time, line.Time);
        stop = CancellationTokenSource.CreateLinkedTokenSource(outer, overtime.Token);
        places = new SemaphoreSlim(line.Options.InFlightPerTenant);
        began = line.Time.GetTimestamp();
        Ledger = new ReadLedger(tenant.Budget);
        Texts = new SourceTexts(Findings);
    }

    public GraphOptions Options => line.Options;

    public TimeProvider Time => line.Time;

    public CancellationToken Cancellation => stop.Token;

    public ReadLedger Ledger { get; }

    public FindingCounts Findings { get; } = new();

    public SourceTexts Texts { get; }

    public ReadCost Cost => new(Ledger.Calls, Ledger.Bytes, Time.GetElapsedTime(began));

    /// <summary>Runs jobs, as many at once as the tenant may have in flight; ends when all have. A job makes one call after another.</summary>
    public Task All(IEnumerable<Func<Task>> jobs) => Task.WhenAll([.. jobs.Select(InPlace)]);

    /// <summary>Why it ended, or null when the caller cancelled or <paramref name="exception"/> is a bug.</summary>
    public ReadFailure? FailureBehind(Exception exception)
    {
        if (Volatile.Read(ref failure) is { } recorded)
            return recorded;
        return exception is OperationCanceledException && overtime.IsCancellationRequested && !outer.IsCancellationRequested
            ? new ReadFailure(FailureKind.TooLarge, "time")
            : null;
    }

    /// <summary>Records the failure, if it is the first, and ends all that is under way. To be thrown.</summary>
    public ReadStopped Stop(ReadFailure why)
    {
        Interlocked.CompareExchange(ref failure, why, null);
        stop.Cancel();
        return new ReadStopped(why);
    }

    public ReadStopped Stop(FailureKind kind, string where, int? status = null) => Stop(new ReadFailure(kind, where, status));

    public ReadStopped Stop(string where, int status, ReadOnlySpan<byte> body) =>
        Stop(GraphFailure.Of(where, status, GraphJson.ErrorCode(body), anythingWorked));

    public Patience NewPatience() => new(Options.Patience, line.Jitter);

    public Uri Address(string path) => new(Options.BaseUrl.AbsoluteUri.TrimEnd('/') + path);

    /// <summary>Sends until there is an answer that another attempt would not change; passing trouble beyond patience ends the read.</summary>
    /// <param name="where">The call as a template.</param>
    /// <param name="body">The JSON of a POST; null for a GET.</param>
    public async Task<GraphAnswer> Send(string where, Uri target, ReadOnlyMemory<byte>? body = null)
    {
        var patience = NewPatience();
        var renewed = false;
        while (true)
        {
            await BeQuiet();
            var (token, refused) = await Token(where);
            var attempt = token is null ? new Attempt(null, null, refused) : await Once(where, target, body, token);
            if (attempt.Answer is { Status: 401 } && !renewed)
            {
                attempt.Answer.Dispose();
                await Renew(token!);
                renewed = true;
                continue;
            }
            if (attempt.Answer is { } answer && !GraphFailure.IsPassing(answer.Status))
            {
                anythingWorked |= answer.Status == 200;
                return answer;
            }
            await Wait(patience, where, attempt);
        }
    }

    /// <summary>All calls of the tenant rest for so long: its quota is one.</summary>
    public void Quieten(TimeSpan wait)
    {
        var until = Time.GetTimestamp() + (long)(wait.TotalSeconds * Time.TimestampFrequency);
        for (var before = Interlocked.Read(ref quietUntil); before < until;)
        {
            var seen = Interlocked.CompareExchange(ref quietUntil, until, before);
            if (seen == before)
                return;
            before = seen;
        }
    }

    public void CheckBudget(string where)
    {
        if (Ledger.IsOver)
            throw Stop(FailureKind.TooLarge, where);
    }

    public void Dispose()
    {
        stop.Dispose();
        overtime.Dispose();
        places.Dispose();
        renewing.Dispose();
    }

    private async Task InPlace(Func<Task> job)
    {
        await places.WaitAsync(Cancellation);
        try
        {
            await job();
        }
        finally
        {
            places.Release();
        }
    }

    private async Task BeQuiet()
    {
        while (Time.GetElapsedTime(Time.GetTimestamp(), Interlocked.Read(ref quietUntil)) is { Ticks: > 0 } left)
            await Task.Delay(left, Time, Cancellation);
    }

    private async Task<(string? Token, ReadFailure? Passing)> Token(string where, bool renew = false)
    {
        switch (await line.Tokens(tenant.EntraTenantId, renew, Cancellation))
        {
            case TokenOutcome.Granted granted:
                return (granted.Token, null);
            case TokenOutcome.Refused { Failure: { Kind: FailureKind.Throttled or FailureKind.Unreachable } passing }:
                return (null, passing);
            case TokenOutcome.Refused refused:
                throw Stop(refused.Failure);
            default:
                throw new InvalidOperationException($"No outcome of a token for {where}.");
        }
    }

    /// <summary>One call renews a refused token, the others take what it got.</summary>
    private async Task Renew(string refused)
    {
        await renewing.WaitAsync(Cancellation);
        try
        {
            if (refusedToken != refused)
                await Token("renewal", renew: true);
            refusedToken = refused;
        }
        finally
        {
            renewing.Release();
        }
    }

    private async Task<Attempt> Once(string where, Uri target, ReadOnlyMemory<byte>? body, string token)
    {
        using var request = GraphLine.Request(target, body, token);
        await line.Places.WaitAsync(Cancellation);
        using var timeout = new CancellationTokenSource(Options.Patience.AttemptTimeout, Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(Cancellation, timeout.Token);
        try
        {
            Ledger.Call();
            CheckBudget(where);
            using var response = await line.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            var answer = await GraphAnswer.Read(response, (count, all) => Received(where, count, all), either.Token);
            return new Attempt(answer, line.RetryAfter(response), null);
        }
        catch (Exception e) when (!Cancellation.IsCancellationRequested
            && e is HttpRequestException or IOException or InvalidDataException or OperationCanceledException)
        {
            return new Attempt(null, null, null);
        }
        finally
        {
            line.Places.Release();
        }
    }

    private void Received(string where, int count, int all)
    {
        Ledger.Received(count);
        if (all > MaxAnswerBytes)
            throw Stop(FailureKind.TooLarge, where);
        CheckBudget(where);
    }

    private async Task Wait(Patience patience, string where, Attempt attempt)
    {
        using var answer = attempt.Answer;
        var status = answer?.Status ?? 0;
        if (patience.Next(attempt.RetryAfter) is not { } wait)
            throw attempt.Refused is { } refused ? Stop(refused) : Stop(where, status, answer is null ? default : answer.Body.Span);
        SourceLog.Retried(line.Log, tenant.EntraTenantId, where, status, wait.TotalSeconds);
        if (attempt.RetryAfter is not null)
            Quieten(wait);
        await Task.Delay(wait, Time, Cancellation);
    }

    /// <summary>An answer (to be disposed), or none: then <see cref="Refused"/> says what the token endpoint answered, if it was its fault.</summary>
    private readonly record struct Attempt(GraphAnswer? Answer, TimeSpan? RetryAfter, ReadFailure? Refused);
}
