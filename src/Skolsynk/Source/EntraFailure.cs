using System.Text.RegularExpressions;

namespace Skolsynk.Source;

/// <summary>What a refusal of the token endpoint means.</summary>
internal static partial class EntraFailure
{
    private const string Where = "POST /{tenant}/oauth2/v2.0/token";

    /// <param name="status">0 when there was no answer.</param>
    /// <param name="body">Holds <c>AADSTS</c> and a number, and much else (trace ids, names of applications) that is not kept.</param>
    public static ReadFailure Of(int status, string? body)
    {
        var code = Code().Match(body ?? "") is { Success: true } match ? match.Value : null;
        var kind = code switch
        {
            // No service principal, application not found, no consent, application disabled, no such tenant: the municipality's doing.
            "AADSTS7000229" or "AADSTS700016" or "AADSTS65001" or "AADSTS7000112" or "AADSTS90002" => FailureKind.ConsentLost,
            // Wrong or expired secret; certificate unknown or expired; the managed identity's assertion not accepted.
            "AADSTS7000215" or "AADSTS7000222" or "AADSTS700027" or "AADSTS700024" or "AADSTS700213" or "AADSTS70021"
                => FailureKind.OwnCredentialWrong,
            _ when status == 429 => FailureKind.Throttled,
            _ when GraphFailure.IsPassing(status) => FailureKind.Unreachable,
            _ => FailureKind.Malformed,
        };
        return new ReadFailure(kind, Where, status == 0 ? null : status, code);
    }

    /// <summary>What MSAL says by itself: of an answer that holds no token, or else of our own set-up, with which it could not even ask.</summary>
    public static ReadFailure OfClient(string? code) => new(
        code is "json_parse_failed" or "non_parsable_oauth_error" or "token_type_missing" or "access_token_missing" ? FailureKind.Malformed : FailureKind.OwnCredentialWrong,
        Where, Code: GraphFailure.CleanCode(code));

    [GeneratedRegex("AADSTS[0-9]{4,9}", RegexOptions.CultureInvariant)]
    private static partial Regex Code();
}
