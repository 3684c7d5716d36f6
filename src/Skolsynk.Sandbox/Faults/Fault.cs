namespace Skolsynk.Sandbox.Faults;

/// <summary>What can go wrong on request. The first group is about the answer as a whole, the second about what is in it.</summary>
public enum FaultKind
{
    /// <summary>The answer comes <see cref="Fault.Delay"/> late.</summary>
    Latency,

    /// <summary>429, with <see cref="Fault.RetryAfter"/> as it stands when given. Also inside a batch.</summary>
    Throttled,

    /// <summary>503, with <see cref="Fault.RetryAfter"/> as it stands when given. Also inside a batch.</summary>
    Unavailable,

    /// <summary>500 with Graph's error body. Also inside a batch.</summary>
    ServerError,

    /// <summary>502 with a page of HTML.</summary>
    HtmlGateway,

    /// <summary>The connection breaks in the middle of the body.</summary>
    BrokenConnection,

    /// <summary>No answer at all, until the caller gives up.</summary>
    NoAnswer,

    /// <summary>The body comes one byte every <see cref="Fault.Delay"/> (0.1 s when not told).</summary>
    Drip,

    /// <summary>200 with half the JSON.</summary>
    BadJson,

    /// <summary>401 <c>InvalidAuthenticationToken</c>.</summary>
    Unauthorized,

    /// <summary>403 <c>Authorization_RequestDenied</c>. Also inside a batch.</summary>
    Forbidden,

    /// <summary>404 without Graph's error body, as from a wrong base address.</summary>
    NotFound,

    /// <summary>410: the delta token is too old. Also inside a batch.</summary>
    Gone,

    /// <summary>400 <c>Request_UnsupportedQuery</c>: not an Education tenant. Also inside a batch.</summary>
    NotEducationTenant,

    /// <summary>Each page but a list's first fails with 500, for good.</summary>
    HalfPageChain,

    /// <summary>Lists are empty.</summary>
    EmptySource,

    /// <summary>An empty page with a next link comes before each page.</summary>
    EmptyPages,

    /// <summary>Each page comes twice.</summary>
    RepeatedPages,

    /// <summary>A page's next link leads back to itself, without end.</summary>
    EndlessPages,

    /// <summary>Next links lead to a foreign host.</summary>
    ForeignNextLink,

    /// <summary>Each object stands twice on its page.</summary>
    DuplicateIds,

    /// <summary>Enum values and members that nobody has heard of.</summary>
    UnknownValues,

    /// <summary>The first object of each page has a name of a million characters.</summary>
    MillionCharacterName,

    /// <summary>Members hold type and id and nothing else, as when a right is missing.</summary>
    BareMembers,

    /// <summary>Delta rounds tell the last hundred changes again.</summary>
    ReplayedDelta,
}

/// <summary>Which requests a fault meets.</summary>
public enum FaultPlace
{
    Everywhere,
    OutsideBatch,
    InsideBatch,
}

/// <summary>One fault that is switched on.</summary>
public sealed record Fault(FaultKind Kind)
{
    /// <summary>Graph's lists and objects: the usual target.</summary>
    public const string Graph = "v1.0";

    /// <summary>
    /// Segments that the path must begin with, <c>*</c> for any one: <c>v1.0/education/classes/*/members</c>,
    /// <c>*/oauth2/v2.0/token</c>. Empty meets everything but the sandbox's own pages.
    /// </summary>
    public string Path { get; init; } = Graph;

    /// <summary>Meets only this Entra tenant; null meets all.</summary>
    public Guid? Tenant { get; init; }

    public FaultPlace Place { get; init; }

    /// <summary>Requests that pass unharmed first.</summary>
    public int Skip { get; init; }

    /// <summary>Requests that are met; null until the fault is switched off.</summary>
    public int? Count { get; init; }

    /// <summary>For <see cref="FaultKind.Latency"/> and <see cref="FaultKind.Drip"/>.</summary>
    public TimeSpan Delay { get; init; }

    /// <summary>The header's text as it is sent: <c>2</c>, <c>1.5</c> or an HTTP date. Null: no header.</summary>
    public string? RetryAfter { get; init; }
}
