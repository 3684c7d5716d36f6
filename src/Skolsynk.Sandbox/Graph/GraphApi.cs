using Skolsynk.Sandbox.Entra;
using Skolsynk.Sandbox.Faults;
using Skolsynk.Sandbox.Tenants;

namespace Skolsynk.Sandbox.Graph;

/// <summary>Answers calls of Graph, outside or inside a batch.</summary>
public sealed class GraphApi(TimeProvider time)
{
    private readonly GraphDelta delta = new(time);

    public GraphAnswer Answer(Tenant tenant, AccessToken token, GraphCall call, FaultSet faults)
    {
        if (FaultAnswer(call, faults) is { } fault)
            return fault;
        var query = GraphQuery.Parse(call.Query);
        if (query.Wrong is { } wrong)
            return GraphAnswer.BadRequest(wrong);
        if (query.Address is not null && call.Segments is not ["education", "users"])
            return GraphAnswer.BadRequest("The query option $filter is not supported here.");
        var rights = new Rights(token.Roles, faults);
        if (!(call.Segments is ["groups", ..] ? rights.MayReadGroups : rights.MayReadRoster))
            return GraphAnswer.Error(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation.");
        return delta.Answer(tenant.Municipality, call, query, faults)
            ?? GraphLists.Answer(tenant.Municipality, call, query, rights)
            ?? GraphAnswer.Error(400, "BadRequest", $"Resource not found for the segment '{call.Segments.LastOrDefault()}'.");
    }

    /// <summary>The fault that stands instead of an answer; null when there is none.</summary>
    public static GraphAnswer? FaultAnswer(GraphCall call, FaultSet faults)
    {
        foreach (var fault in faults.Faults)
        {
            GraphAnswer? answer = fault.Kind switch
            {
                FaultKind.Throttled => GraphAnswer.Error(429, "TooManyRequests", "Too many requests.") with { RetryAfter = fault.RetryAfter },
                FaultKind.Unavailable => GraphAnswer.Error(503, "serviceNotAvailable", "Service unavailable.") with { RetryAfter = fault.RetryAfter },
                FaultKind.ServerError => GraphAnswer.Error(500, "InternalServerError", "An internal server error has occurred."),
                FaultKind.Unauthorized => Unauthorized(),
                FaultKind.Forbidden => GraphAnswer.Error(403, "Authorization_RequestDenied", "Insufficient privileges to complete the operation."),
                FaultKind.NotFound => new GraphAnswer(404, "Not Found"u8.ToArray()),
                FaultKind.NotEducationTenant => GraphAnswer.Error(400, "Request_UnsupportedQuery", "The tenant is not an Education tenant."),
                FaultKind.Gone => GraphDelta.TooOld(call),
                _ => null,
            };
            if (answer is not null)
                return answer;
        }

        return null;
    }

    public static GraphAnswer Unauthorized() =>
        GraphAnswer.Error(401, "InvalidAuthenticationToken", "Access token is empty, has expired, or belongs to somebody else.");
}
