using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.Setup;
using Skolsynk.Portal.SignIn;
using Skolsynk.Source;
using Skolsynk.Sync;

namespace Skolsynk.Portal.Pages.Settings;

/// <summary><c>/settings/source</c>: what Skolsynk may read in Microsoft 365, and how the reading stands.</summary>
[Rights(Who.Everyone)]
internal sealed class SourceModel(PortalTools tools) : PageModel
{
    public const string Groups = "GroupMember.Read.All";

    /// <summary>What Microsoft says that is granted; null: Microsoft was not to be asked.</summary>
    public IReadOnlyList<string>? Granted { get; private set; }

    /// <summary>Null: no reading yet.</summary>
    public SyncRun? Last { get; private set; }

    public bool Active { get; private set; }

    public IReadOnlyList<string> Missing => Granted is null ? [] : [.. new[] { ConsentProofs.Roster, ConsentProofs.HiddenMembers }.Except(Granted)];

    public bool MayConsent => HttpContext.Here().Is(Who.GlobalAdministrator);

    public async Task OnGet(CancellationToken cancellation)
    {
        var here = HttpContext.Here();
        Active = here.Tenant!.Active;
        Last = await tools.Database.Read(session => SyncRuns.Latest(here.Id, session, 1) is [var last] ? last : null, cancellation);
        if (tools.Tokens is { } tokens)
            Granted = await tokens.Get(here.Visitor.EntraTenantId, renew: false, cancellation) is TokenOutcome.Granted granted ? granted.Roles : [];
    }

    /// <summary>How a permission stands; null: not known.</summary>
    public bool? Has(string permission) => Granted is null ? null : Granted.Contains(permission);
}
