namespace Skolsynk.Source;

/// <summary>How a read ended. A failed read changes nothing that is stored.</summary>
public abstract record ReadOutcome
{
    private ReadOutcome() { }

    public sealed record Complete(SourceSnapshot Snapshot, ReadCost Cost) : ReadOutcome;

    public sealed record Failed(ReadFailure Failure) : ReadOutcome;
}

/// <summary>How the questions of <see cref="Question"/> ended: an answer to each, or a failure of the whole.</summary>
public abstract record AskOutcome
{
    private AskOutcome() { }

    public sealed record Answered(IReadOnlyDictionary<Question, Answer> Answers) : AskOutcome;

    public sealed record Failed(ReadFailure Failure) : AskOutcome;
}

/// <summary>How the reading of a group's members ended: everybody in it, or a failure and nobody knows who is.</summary>
public abstract record GroupOutcome
{
    private GroupOutcome() { }

    /// <summary>Ids of users in the group or in a group of it; each once.</summary>
    public sealed record Whole(IReadOnlyList<string> Members) : GroupOutcome;

    public sealed record Failed(ReadFailure Failure) : GroupOutcome;
}

/// <summary>Whose account has an address.</summary>
public abstract record UsersOutcome
{
    private UsersOutcome() { }

    public sealed record Found(IReadOnlyList<SourceUser> Users) : UsersOutcome;

    public sealed record Failed(ReadFailure Failure) : UsersOutcome;
}

/// <summary>What a read took: HTTP calls, bytes received after decompression, wall time.</summary>
public sealed record ReadCost(int Calls, long Bytes, TimeSpan Elapsed);

/// <summary>Why a read failed.</summary>
/// <param name="Kind">What follows is decided by this alone.</param>
/// <param name="Where">The call as a template, <c>GET /education/schools/{id}/users</c>; never with an id or a query.</param>
/// <param name="Status">HTTP status, null when there was no answer.</param>
/// <param name="Code">Error code of Graph or Entra (<c>Authorization_RequestDenied</c>, <c>AADSTS7000215</c>), null when none was given.</param>
public sealed record ReadFailure(FailureKind Kind, string Where, int? Status = null, string? Code = null);

/// <summary>The closed set of reasons why a read failed; each has its text and its next step in the portal and on the console.</summary>
public enum FailureKind
{
    /// <summary>429 or 503 until the budget of patience was spent.</summary>
    Throttled,

    /// <summary>No answer, time-out, broken connection or 5xx until patience was spent.</summary>
    Unreachable,

    /// <summary>AADSTS7000229, AADSTS700016, AADSTS65001, or 401/403 as a whole: the municipality withdrew its consent.</summary>
    ConsentLost,

    /// <summary>A right is missing (403 on one kind of call, or members that hold nothing but an id).</summary>
    PermissionMissing,

    /// <summary>400 <c>Request_UnsupportedQuery</c>: the tenant is no Education tenant.</summary>
    NotEducationTenant,

    /// <summary>AADSTS7000215 or AADSTS7000222: our own credential is wrong or has expired. The operator's matter.</summary>
    OwnCredentialWrong,

    /// <summary>An answer that is not what the source documents: no JSON, a next link to a foreign host, 404 on a list.</summary>
    Malformed,

    /// <summary>A budget of the read (calls, pages, bytes, items, minutes) was passed.</summary>
    TooLarge,
}
