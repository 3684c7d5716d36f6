namespace Skolsynk.Deliveries;

/// <summary>What one answer means for one attempt. What follows from it is one switch.</summary>
public enum Verdict
{
    /// <summary>The supplier has it.</summary>
    Confirmed,

    /// <summary>The object is wrong in the supplier's eyes: 400, 422 and other 4xx.</summary>
    Refused,

    /// <summary>409: on a POST the id is taken, so it is replaced instead.</summary>
    Exists,

    /// <summary>404 on PUT or DELETE.</summary>
    NotThere,

    /// <summary>429, or 503 with Retry-After: the lane slows.</summary>
    Throttled,

    /// <summary>401, 403: the connection rests.</summary>
    Unauthorized,

    /// <summary>202 and other 2xx, 3xx, 405, 415, 501, 404 on POST: the address or the settings are wrong; the connection stops, no object is marked.</summary>
    Misconfigured,

    /// <summary>Time-out, broken connection, 5xx, 2xx with HTML: it may have been applied.</summary>
    Unreachable,
}

/// <summary>An answer as far as it is trusted.</summary>
/// <param name="Status">HTTP status; 0 when none came.</param>
/// <param name="Html">The body is HTML: some proxy or portal answered, not the receiver.</param>
/// <param name="RetryAfter">What the supplier asked for, at most an hour; null when it asked for nothing.</param>
/// <param name="NothingSent">No connection came about, so nothing can have been applied.</param>
public sealed record SupplierAnswer(
    int Status, bool Html = false, TimeSpan? RetryAfter = null, string? Code = null, string? Detail = null, bool NothingSent = false);

/// <summary>Answer → verdict, a pure function (facts of the EGIL profile §7, architecture §7).</summary>
public static class Verdicts
{
    /// <summary>
    /// Whether the object may stand as it was sent, though nothing is confirmed: accepted for later, seen elsewhere, or lost on the way.
    /// </summary>
    public static bool MayBeApplied(SupplierAnswer answer) =>
        answer is { Status: 0, NothingSent: false } or { Status: 408 or (>= 200 and < 400) or (>= 500 and not 501) };

    public static Verdict Of(DeliveryAction action, SupplierAnswer answer) => answer.Status switch
    {
        0 or 408 => Verdict.Unreachable,
        200 or 201 or 204 => answer.Html ? Verdict.Unreachable : Verdict.Confirmed,
        >= 200 and < 400 => Verdict.Misconfigured,
        401 or 403 or 407 => Verdict.Unauthorized,
        404 when action is DeliveryAction.Create => Verdict.Misconfigured,
        404 or 410 => Verdict.NotThere,
        405 or 415 or 501 => Verdict.Misconfigured,
        409 => Verdict.Exists,
        429 => Verdict.Throttled,
        503 when answer.RetryAfter is not null => Verdict.Throttled,
        >= 500 => Verdict.Unreachable,
        >= 400 => Verdict.Refused,
        _ => Verdict.Unreachable,
    };
}
