using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;
using Skolsynk.Access;

namespace Skolsynk.Portal.SignIn;

/// <summary>Whom a page is for.</summary>
[Flags]
internal enum Who
{
    Nobody = 0,
    GlobalAdministrator = 1,
    Administrator = 2,
    Insight = 4,

    /// <summary>Who has the right to handle protected persons, besides a role.</summary>
    Protecting = 8,

    Administrators = GlobalAdministrator | Administrator,
    Everyone = Administrators | Insight,
}

/// <summary>Who may see a page, and who may send its forms. A page that does not say is for nobody.</summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class RightsAttribute(Who read, Who change = Who.Nobody) : Attribute
{
    public Who Read => read;

    /// <summary>All methods but GET and HEAD.</summary>
    public Who Change => change;

    public Who For(string method) => HttpMethods.IsGet(method) || HttpMethods.IsHead(method) ? Read : Change;
}

/// <summary>One way to ask the portal for something.</summary>
/// <param name="Handler">Of a page with several forms; null: the only one.</param>
/// <param name="For">For whom it is; null: for everybody, signed in or not.</param>
internal sealed record Door(string Pattern, string Method, string? Handler, Who? For)
{
    public static Door Of(string pattern, string method, string? handler, EndpointMetadataCollection metadata) => new(
        pattern, method, handler, metadata.GetMetadata<IAllowAnonymous>() is not null ? null : metadata.GetMetadata<RightsAttribute>()?.For(method) ?? Who.Nobody);

    public override string ToString() => $"{Method} {Pattern}{(Handler is null ? "" : " " + Handler.ToLowerInvariant())}";
}

/// <summary>Lets nobody through to a page that is not hers; to her it looks as if there were none.</summary>
internal static class Rights
{
    public static bool Is(this Visit visit, Who who) =>
        (who.HasFlag(Who.Protecting) && visit.MayHandleProtected) || visit.Role switch
        {
            Role.GlobalAdministrator => who.HasFlag(Who.GlobalAdministrator),
            Role.Administrator => who.HasFlag(Who.Administrator),
            Role.Insight => who.HasFlag(Who.Insight),
            _ => false,
        };

    /// <summary>Whether the visitor may send the forms of the page that she is at.</summary>
    public static bool MayChange(this HttpContext context) =>
        Of(context) is not { } rights || rights.Change is Who.Nobody || (context.Visit() is { } visit && visit.Is(rights.Change));

    public static void UseRights(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        var metadata = context.GetEndpoint()?.Metadata;
        if (metadata is null || metadata.GetMetadata<IAllowAnonymous>() is not null || context.Visit() is not { } visit)
        {
            await next(context);
            return;
        }
        if (visit.IsLeaving || visit.Role is Role.None)
        {
            // The service was ended, or her role taken, while she was signed in.
            await context.SignOutAsync(SessionCookie.Scheme);
            context.Response.Redirect($"/problem/{(visit.IsLeaving ? SignInProblems.Leaving : SignInProblems.NoAccess)}");
            return;
        }
        if (Of(context) is { } rights && visit.Is(rights.For(context.Request.Method)))
            await next(context);
        else
            context.Response.StatusCode = StatusCodes.Status404NotFound;
    });

    private static RightsAttribute? Of(HttpContext context) => context.GetEndpoint()?.Metadata.GetMetadata<RightsAttribute>();
}
