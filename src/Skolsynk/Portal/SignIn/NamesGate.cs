using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;

namespace Skolsynk.Portal.SignIn;

/// <summary>A reason to see names, as it stands in the session.</summary>
/// <param name="Number">Of <see cref="NamesGate.Reasons"/>.</param>
internal sealed record NamesReason(int Number, DateTimeOffset Until)
{
    public string Text => NamesGate.Reasons[Number];
}

/// <summary>
/// Who only looks (Insyn) meets lists of persons as counts, and names after she has said why. The reason stands in the sealed cookie of her
/// session, so it ends with it, and any replica knows it; the reason and everything that is opened by it are entered in the audit log.
/// </summary>
internal static class NamesGate
{
    public static readonly TimeSpan Lasts = TimeSpan.FromMinutes(30);

    /// <summary>Closed, so that nothing of a person comes into the log. Only ever added to: sessions know them by number.</summary>
    public static readonly IReadOnlyList<string> Reasons =
        ["Tillsyn eller revision", "Begäran om registerutdrag", "Fråga från skola, elev eller vårdnadshavare", "Utredning av en personuppgiftsincident", "Annat"];

    /// <summary>Where the reason is given; it leads back.</summary>
    public static string Ask(string back) => $"/names?back={Uri.EscapeDataString(back)}";

    /// <summary>
    /// Whether this page may show names to its visitor. Ask it where names are about to be shown, and nowhere else: for who only looks, each
    /// yes is entered in the audit log.
    /// </summary>
    /// <param name="concerns">What is opened, as people read it in the log; never a person.</param>
    public static async Task<bool> OpensNames(this PageModel page, PortalTools tools, string concerns, CancellationToken cancellation)
    {
        var visit = page.HttpContext.Here();
        if (visit.Is(Who.Administrators))
            return true;
        if (!visit.Is(Who.Insight) || ReasonOf(visit, tools) is not { } reason)
            return false;
        await tools.Database.Write(session => page.Log(session, AuditEvent.NamesOpened, concerns, after: reason.Text), cancellation);
        return true;
    }

    /// <summary>Whether names would be shown now, without showing any.</summary>
    public static bool MaySeeNames(this HttpContext context, PortalTools tools) =>
        context.Here() is var visit && (visit.Is(Who.Administrators) || (visit.Is(Who.Insight) && ReasonOf(visit, tools) is not null));

    /// <summary>She has said why: it holds from now, in this session.</summary>
    public static Task Open(HttpContext context, PortalTools tools, int reason)
    {
        var visitor = context.Here().Visitor with { Names = new(reason, tools.Time.GetUtcNow() + Lasts) };
        return context.SignInAsync(SessionCookie.Scheme, new(visitor.ToIdentity(SessionCookie.Scheme)), new() { IsPersistent = false });
    }

    private static NamesReason? ReasonOf(Visit visit, PortalTools tools) =>
        visit.Visitor.Names is { } reason && reason.Until > tools.Time.GetUtcNow() ? reason : null;
}
