using System.Globalization;
using System.Security.Claims;

namespace Skolsynk.Portal.SignIn;

/// <summary>Who is signed in, as the cookie tells it. The pair of Entra tenant and object id is the person; nothing else is trusted to be.</summary>
/// <param name="Session">Random; binds a consent to this sign-in.</param>
/// <param name="At">When she signed in.</param>
internal sealed record Visitor(Guid EntraTenantId, Guid ObjectId, string Name, string Account, string Session, DateTimeOffset At)
{
    /// <summary>Microsoft's tenant of private accounts.</summary>
    public static readonly Guid PrivateAccounts = new("9188040d-6c67-4c5b-b112-36a304b66dad");

    private const string GlobalAdministratorRole = "62e90394-69f5-4237-9190-012177145e10";

    /// <summary>The Entra role Global Administrator was active when she signed in.</summary>
    public bool IsGlobalAdministrator { get; init; }

    /// <summary>Why she sees names, if she only looks; null: she has not said why in this session.</summary>
    public NamesReason? Names { get; init; }

    /// <summary>After this she signs in anew, whatever she does meanwhile.</summary>
    public DateTimeOffset Ends => At + (IsGlobalAdministrator ? TimeSpan.FromMinutes(60) : TimeSpan.FromHours(8));

    public string Domain => Account.Split('@') is [_, { Length: > 0 } domain] ? domain.ToLowerInvariant() : "";

    /// <summary>From an id token of Entra that was checked; null: it lacks what says who she is.</summary>
    public static Visitor? OfToken(ClaimsPrincipal token, string session, DateTimeOffset at) =>
        Guid.TryParse(token.FindFirstValue("tid"), out var tenant) && Guid.TryParse(token.FindFirstValue("oid"), out var id)
            ? new(tenant, id, token.FindFirstValue("name") ?? "", token.FindFirstValue("preferred_username") ?? "", session, at)
            {
                IsGlobalAdministrator = token.FindAll("wids").Any(role => string.Equals(role.Value, GlobalAdministratorRole, StringComparison.OrdinalIgnoreCase)),
            }
            : null;

    public ClaimsIdentity ToIdentity(string scheme) => new(
        [
            new("tid", $"{EntraTenantId:D}"), new("oid", $"{ObjectId:D}"), new("name", Name), new("account", Account), new("sid", Session),
            new("ga", IsGlobalAdministrator ? "1" : "0"), new("at", At.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
            .. Names is { } names ? [new("names", string.Create(CultureInfo.InvariantCulture, $"{names.Number} {names.Until.ToUnixTimeSeconds()}"))] : Array.Empty<Claim>(),
        ],
        scheme, "name", null);

    /// <summary>From our cookie; null: nobody is signed in.</summary>
    public static Visitor? OfCookie(ClaimsPrincipal? cookie) =>
        cookie?.Identity is { IsAuthenticated: true } && Guid.TryParse(cookie.FindFirstValue("tid"), out var tenant) && Guid.TryParse(cookie.FindFirstValue("oid"), out var id)
        && long.TryParse(cookie.FindFirstValue("at"), NumberStyles.None, CultureInfo.InvariantCulture, out var at) && cookie.FindFirstValue("sid") is { Length: > 0 } session
            ? new(tenant, id, cookie.FindFirstValue("name") ?? "", cookie.FindFirstValue("account") ?? "", session, DateTimeOffset.FromUnixTimeSeconds(at))
            {
                IsGlobalAdministrator = cookie.FindFirstValue("ga") == "1",
                Names = ReasonOf(cookie.FindFirstValue("names")),
            }
            : null;

    private static NamesReason? ReasonOf(string? claim) =>
        claim?.Split(' ') is [var number, var until] && int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var reason) && reason < NamesGate.Reasons.Count
        && long.TryParse(until, NumberStyles.None, CultureInfo.InvariantCulture, out var end)
            ? new(reason, DateTimeOffset.FromUnixTimeSeconds(end)) : null;
}
