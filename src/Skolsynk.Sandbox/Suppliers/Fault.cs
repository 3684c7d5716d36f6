namespace Skolsynk.Sandbox.Suppliers;

/// <summary>Ways in which a receiver can misbehave. Unless it says otherwise, nothing of the request is carried out.</summary>
internal enum FaultKind
{
    /// <summary>Breaks the connection without an answer, as near to “down” as a listening process gets.</summary>
    Down,

    /// <summary>Carries out and answers <see cref="Fault.Milliseconds"/> late; other faults may stand beside it.</summary>
    Slow,

    /// <summary>Carries out, answers 200 at once and the body one byte each <see cref="Fault.Milliseconds"/>.</summary>
    Drip,

    /// <summary>500</summary>
    ServerError,

    /// <summary>503, with <c>Retry-After</c> when <see cref="Fault.RetryAfter"/> is set.</summary>
    Unavailable,

    /// <summary>429, with <c>Retry-After</c> when <see cref="Fault.RetryAfter"/> is set.</summary>
    Throttled,

    /// <summary>200 with a web page, as a proxy's sign-in.</summary>
    Html,

    /// <summary>202</summary>
    Accepted,

    /// <summary>301 to another path.</summary>
    Redirect,

    /// <summary>404 to everything, as a wrong base URL gives.</summary>
    NotFound,

    /// <summary>409 whether or not it is true.</summary>
    Conflict,

    /// <summary>400; with <see cref="Fault.Id"/> or <see cref="Fault.UserName"/> it refuses one object.</summary>
    BadRequest,

    /// <summary>403, as a wrong key gives.</summary>
    Forbidden,

    /// <summary>400 with an error text that repeats all that was sent.</summary>
    EchoNames,

    /// <summary>Carries out and never answers; breaks the connection after <see cref="Fault.Milliseconds"/> (60 s).</summary>
    NoAnswer,

    /// <summary>Carries out and answers after <see cref="Fault.Milliseconds"/> (20 s).</summary>
    LateAnswer,

    /// <summary>Carries out and answers with a body of 200 MB.</summary>
    HugeAnswer,

    /// <summary>Carries out, and breaks the connection in the middle of the answer.</summary>
    CutAnswer,

    /// <summary>Lists say that there are three more than they show.</summary>
    FalseTotal,
}

/// <summary>A fault that is switched on, and what it hits. What is null hits everything.</summary>
internal sealed record Fault(FaultKind Kind)
{
    public int? Milliseconds { get; init; }

    /// <summary>Seconds.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Hits this many requests and then goes off; null: until switched off.</summary>
    public int? Requests { get; init; }

    public string? Method { get; init; }

    public ScimEndpoint? Endpoint { get; init; }

    /// <summary>Only requests about this external id.</summary>
    public string? Id { get; init; }

    /// <summary>Only bodies with this user name.</summary>
    public string? UserName { get; init; }

    public bool Hits(ScimRequest request) =>
        (Method is null || Method.Equals(request.Method, StringComparison.OrdinalIgnoreCase))
        && (Endpoint is null || Endpoint == request.Endpoint)
        && (Id is null || Id.Equals(request.ObjectId, StringComparison.OrdinalIgnoreCase))
        && (UserName is null || UserName.Equals(request.UserName, StringComparison.OrdinalIgnoreCase));

    public TimeSpan Delay(int ordinary) => TimeSpan.FromMilliseconds(Milliseconds ?? ordinary);
}

/// <summary>The faults of one receiver, the oldest first.</summary>
internal sealed class FaultSwitches
{
    private readonly Lock gate = new();
    private volatile Fault[] faults = [];

    public IReadOnlyList<Fault> Current => faults;

    public void On(Fault fault)
    {
        lock (gate)
            faults = [.. faults, fault];
    }

    /// <summary>Switches off all faults of a kind, or all.</summary>
    public void Off(FaultKind? kind = null)
    {
        lock (gate)
            faults = kind is null ? [] : [.. faults.Where(fault => fault.Kind != kind)];
    }

    /// <summary>The faults that hit this request: every delay, and the first of the others.</summary>
    public (TimeSpan Delay, Fault? Fault) Take(ScimRequest request)
    {
        if (faults.Length == 0)
            return default;
        var delay = TimeSpan.Zero;
        Fault? hit = null;
        lock (gate)
        {
            foreach (var fault in faults.Where(fault => (fault.Kind == FaultKind.Slow || hit is null) && fault.Hits(request)).ToList())
            {
                if (fault.Kind == FaultKind.Slow)
                    delay += fault.Delay(1000);
                else if (hit is null)
                    hit = fault;
                else
                    continue;
                Count(fault);
            }
        }

        return (delay, hit);
    }

    private void Count(Fault fault)
    {
        if (fault.Requests is not { } left)
            return;
        faults = left > 1
            ? [.. faults.Select(other => ReferenceEquals(other, fault) ? fault with { Requests = left - 1 } : other)]
            : [.. faults.Where(other => !ReferenceEquals(other, fault))];
    }
}
