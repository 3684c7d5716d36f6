namespace Skolsynk.Source;

/// <summary>What a status of Graph means for the read as a whole.</summary>
internal static class GraphFailure
{
    /// <summary>Worth another attempt: throttling, a server in trouble, a time-out on the way (0 is no answer at all).</summary>
    public static bool IsPassing(int status) => status is 0 or 408 or 429 or >= 500;

    /// <param name="where">The call as a template.</param>
    /// <param name="status">0 when there was no answer.</param>
    /// <param name="code">Graph's error code.</param>
    /// <param name="anythingWorked">Whether another call of the same read was answered: then a 403 is about this kind of call alone.</param>
    public static ReadFailure Of(string where, int status, string? code, bool anythingWorked)
    {
        var kind = status switch
        {
            429 or 503 => FailureKind.Throttled,
            _ when IsPassing(status) => FailureKind.Unreachable,
            401 => FailureKind.ConsentLost,
            403 => anythingWorked ? FailureKind.PermissionMissing : FailureKind.ConsentLost,
            400 when code == "Request_UnsupportedQuery" => FailureKind.NotEducationTenant,
            _ => FailureKind.Malformed,
        };
        return new ReadFailure(kind, where, status == 0 ? null : status, code);
    }

    /// <summary>
    /// 404 with Graph's own error body. A proxy's or a wrong address's 404 has none, and <c>UnknownError</c> is what Graph says when it does
    /// not know itself.
    /// </summary>
    public static bool IsGone(int status, ReadOnlySpan<byte> body) =>
        status == 404 && GraphJson.ErrorCode(body) is { } code && code != "UnknownError";

    /// <summary>An error code as it may stand in a log: a word. Anything else might carry what nobody expects there.</summary>
    public static string? CleanCode(string? code) =>
        code is { Length: > 0 and <= 64 } && code.All(c => char.IsAsciiLetterOrDigit(c) || c is '_' or '.' or '-') ? code : null;
}

/// <summary>Ends a read from wherever it is; caught where the room is left, and there it becomes a value.</summary>
internal sealed class ReadStopped(ReadFailure failure) : Exception(failure.Kind.ToString())
{
    public ReadFailure Failure => failure;
}
