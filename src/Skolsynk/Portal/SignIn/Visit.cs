using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Retention;
using Skolsynk.Stores;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.SignIn;

/// <summary>
/// Who asks, as what, and for which municipality: the one of her sign-in, whatever the address says. Read anew at each request, so that a
/// role that is taken is gone with the next click.
/// </summary>
/// <param name="Tenant">Null: her municipality has not approved the app yet.</param>
internal sealed record Visit(Visitor Visitor, Tenant? Tenant)
{
    /// <summary>Null: nobody has given her a role, and she has not signed in since there is a municipality.</summary>
    public Account? Account { get; init; }

    /// <summary>How many holds wait for a decision.</summary>
    public int Reviews { get; init; }

    /// <summary>The municipality has ended the service: nobody sees anything of it any more.</summary>
    public bool IsLeaving { get; private init; }

    /// <summary>No supplier is left: when persons and groups go; null: one is, or there never was one.</summary>
    public DateTimeOffset? IdleUntil { get; private init; }

    /// <summary>The group of protected persons cannot be gone by, so nobody new is sent.</summary>
    public bool BlocksNew { get; private init; }

    /// <summary>What every query of a page begins with.</summary>
    /// <exception cref="InvalidOperationException">A page that needs a tenant was reached without one.</exception>
    public TenantId Id => Tenant is { } tenant ? new(tenant.Id) : throw new InvalidOperationException("The visitor has no tenant yet.");

    public Role Role => Visitor.IsGlobalAdministrator ? Role.GlobalAdministrator : Account?.Role ?? Role.None;

    /// <summary>“Hanterar skyddade personuppgifter” (+S): nobody has it by a role alone, not the global administrator either.</summary>
    public bool MayHandleProtected => Role is Role.GlobalAdministrator or Role.Administrator && Account is { Protects: true };

    /// <summary>As whom she stands in the audit log.</summary>
    public AuditActor Actor => new(Visitor.ObjectId, Role, AuditOrigin.Portal);

    public static Visit Of(Session session, Visitor visitor)
    {
        var tenant = TenantOpening.Find(session, visitor.EntraTenantId);
        if (tenant is null)
            return new(visitor, null);
        var (id, rests) = (new TenantId(tenant.Id), !tenant.Active);
        return new(visitor, tenant)
        {
            Account = AccountBook.Find(session, id, visitor.ObjectId),
            IsLeaving = rests && TenantEnding.IsLeaving(session, id),
            Reviews = ShownHolds.Waiting(id, session),
            BlocksNew = tenant.ProtectedGroup is not null && ProtectedGroups.Load(session, id) is { Problem: not GroupProblem.None },
            IdleUntil = rests ? IdleTenants.PurgeAt(session, id) : null,
        };
    }
}

internal static class Visits
{
    private static readonly object Key = new();

    /// <summary>Null: nobody is signed in.</summary>
    public static Visit? Visit(this HttpContext context) => context.Items[Key] as Visit;

    /// <summary>The visit of a page that nobody reaches without having signed in.</summary>
    public static Visit Here(this HttpContext context) => context.Visit() ?? throw new InvalidOperationException("The page asks for a visitor and nobody is signed in.");

    /// <summary>Enters what the visitor does in the municipality's audit log; in the transaction of what it tells of.</summary>
    public static void Log(this PageModel page, Session session, AuditEvent what, string concerns = "", string before = "", string after = "") =>
        AuditLog.Add(session, page.HttpContext.Here().Id, page.HttpContext.Here().Actor, what, concerns, before, after);

    public static void UseVisits(this IApplicationBuilder app, PortalTools tools) => app.Use(async (context, next) =>
    {
        if (Visitor.OfCookie(context.User) is { } visitor)
            context.Items[Key] = await tools.Database.Read(session => SignIn.Visit.Of(session, visitor), context.RequestAborted);
        await next(context);
    });
}
