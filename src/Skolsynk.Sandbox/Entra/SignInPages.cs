using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.AspNetCore.Http.HttpResults;
using Skolsynk.Sandbox.Pages;
using Skolsynk.Sandbox.Tenants;

namespace Skolsynk.Sandbox.Entra;

/// <summary>The pages that Entra shows people: who signs in, and what an administrator approves. Every choice is a link.</summary>
internal static class SignInPages
{
    private const string Cancelled = "AADSTS65004: User declined to consent to access the app.";
    private const string Blocked = "AADSTS53003: Access has been blocked by Conditional Access policies.";

    public static void MapSignIn(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/{tenant}/oauth2/v2.0/authorize", SignIn);
        routes.MapGet("/{tenant}/v2.0/adminconsent", Consent);
        routes.MapGet("/{tenant}/adminconsent", Consent);
    }

    private static IResult SignIn(HttpRequest request, TenantRegister tenants, AppRegistration app, SignInCodes codes)
    {
        var query = request.Query;
        if (Wrong(query, app) is { } wrong)
            return Refused(wrong);
        if (query["response_type"] != "code" || query["code_challenge"] is not [{ Length: > 0 } challenge] || query["code_challenge_method"] != "S256")
            return Refused("AADSTS9002325: Proof Key for Code Exchange is required for cross-origin authorization code redemption.");
        var back = query["redirect_uri"].ToString();
        if (query["account"].ToString() is not { Length: > 0 } chosen)
            return Chooser(request, Accounts.Of(tenants));
        if (chosen is "cancel" or "blocked")
            return Back(back, query, [new("error", "access_denied"), new("error_description", chosen == "cancel" ? Cancelled : Blocked)]);
        return Accounts.Of(tenants).FirstOrDefault(one => one.Key == chosen) is { } account
            ? Back(back, query, [new("code", codes.Give(account, back, challenge, query["nonce"]))])
            : Refused("AADSTS50034: The user account does not exist in the directory.");
    }

    private static ContentHttpResult Chooser(HttpRequest request, IReadOnlyList<Account> accounts) => Layout.Page("Välj ett konto", Html.Of($"""
        <p>Den här sidan står i stället för Microsofts inloggning. Alla konton är påhittade och har inga lösenord.</p>
        <ul>{Html.Each(accounts, account => Html.Of($"<li><a href=\"{With(request, "account", account.Key)}\">{account.Name}</a> ({account.UserName})<br>{account.What}</li>"))}</ul>
        <h2>Om något går fel</h2>
        <ul>
        <li><a href="{With(request, "account", "cancel")}">Avbryt inloggningen</a></li>
        <li><a href="{With(request, "account", "blocked")}">Låt en regel för villkorsstyrd åtkomst stoppa inloggningen</a></li>
        </ul>
        """));

    private static IResult Consent(string tenant, HttpRequest request, TenantRegister tenants, AppRegistration app)
    {
        var query = request.Query;
        if (Wrong(query, app) is { } wrong)
            return Refused(wrong);
        if (tenants.Find(tenant) is not { } one)
            return Refused($"AADSTS90002: Tenant '{tenant}' not found.");
        var back = query["redirect_uri"].ToString();
        switch (query["answer"].ToString())
        {
            case "":
                return Asker(request, one);
            case "no":
                return Back(back, query, [new("error", "access_denied"), new("error_description", Cancelled)]);
            case "other":
                return Back(back, query, [new("admin_consent", "True"), new("tenant", $"{Guid.CreateVersion7():D}")]);
            case var answer:
                one.Approve(answer == "partly" ? [Tenant.ReadRoster] : Tenant.AllRights, answer == "late" ? TimeSpan.FromSeconds(40) : TimeSpan.Zero);
                return Back(back, query, [new("admin_consent", "True"), new("tenant", $"{one.Id:D}"), new("scope", query["scope"].ToString())]);
        }
    }

    private static ContentHttpResult Asker(HttpRequest request, Tenant tenant) => Layout.Page("Begärda behörigheter", Html.Of($"""
        <p>Den här sidan står i stället för Microsofts. Skolsynk för Microsoft vill få läsa i {tenant.Municipality.Name}:</p>
        <ul>{Html.Each(Tenant.AllRights, right => Html.Of($"<li>{right}</li>"))}</ul>
        <p><a href="{With(request, "answer", "yes")}">Acceptera</a></p>
        <h2>Om något går fel</h2>
        <ul>
        <li><a href="{With(request, "answer", "no")}">Avbryt</a></li>
        <li><a href="{With(request, "answer", "partly")}">Acceptera, men utan {Tenant.ReadHiddenMembers}</a></li>
        <li><a href="{With(request, "answer", "late")}">Acceptera, men låt det dröja 40 sekunder</a></li>
        <li><a href="{With(request, "answer", "other")}">Godkänn med ett konto från en annan organisation</a></li>
        </ul>
        """));

    /// <summary>What is wrong with the question, as Entra says it on a page of its own: nobody is sent to an address that is not trusted.</summary>
    private static string? Wrong(IQueryCollection query, AppRegistration app)
    {
        if (query["client_id"] != app.ClientId)
            return "AADSTS700016: Application was not found in the directory.";
        return Uri.TryCreate(query["redirect_uri"], UriKind.Absolute, out var back) && back.IsLoopback
            ? null
            : "AADSTS50011: The redirect URI specified in the request does not match the redirect URIs configured for the application.";
    }

    private static ContentHttpResult Refused(string text) => Layout.Page("Det gick inte", Html.Of($"<p class=\"bad\">{text}</p>"));

    private static RedirectHttpResult Back(string address, IQueryCollection query, KeyValuePair<string, string>[] answer) => TypedResults.Redirect(
        address + new QueryBuilder([.. answer, .. query["state"] is [{ } state] ? new[] { KeyValuePair.Create("state", state) } : []]).ToQueryString());

    private static string With(HttpRequest request, string name, string value) =>
        request.Path + new QueryBuilder(request.Query.Where(one => one.Key != name).SelectMany(one => one.Value, (one, text) => KeyValuePair.Create(one.Key, text ?? ""))
            .Append(KeyValuePair.Create(name, value))).ToQueryString();
}
