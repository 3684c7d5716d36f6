using Microsoft.AspNetCore.Http;
using Skolsynk.Data;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.SignIn;

/// <summary>Who asks, and for which municipality: the one of her sign-in, whatever the address says. Read anew at each request.</summary>
/// <param name="Tenant">Null: her municipality has not approved the app yet.</param>
internal sealed record Visit(Visitor Visitor, Tenant? Tenant)
{
    /// <summary>What every query of a page begins with.</summary>
    /// <exception cref="InvalidOperationException">A page that needs a tenant was reached without one.</exception>
    public TenantId Id => Tenant is { } tenant ? new(tenant.Id) : throw new InvalidOperationException("The visitor has no tenant yet.");
}

internal static class Visits
{
    private static readonly object Key = new();

    /// <summary>Null: nobody is signed in.</summary>
    public static Visit? Visit(this HttpContext context) => context.Items[Key] as Visit;

    /// <summary>The visit of a page that nobody reaches without having signed in.</summary>
    public static Visit Here(this HttpContext context) => context.Visit() ?? throw new InvalidOperationException("The page asks for a visitor and nobody is signed in.");

    public static void UseVisits(this IApplicationBuilder app, PortalTools tools) => app.Use(async (context, next) =>
    {
        if (Visitor.OfCookie(context.User) is { } visitor)
            context.Items[Key] = new Visit(visitor, await tools.Database.Read(session => TenantOpening.Find(session, visitor.EntraTenantId), context.RequestAborted));
        await next(context);
    });
}
