using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.SignIn;

namespace Skolsynk.Portal.Pages.Settings;

/// <summary><c>/settings</c>: the way to all settings that are hers.</summary>
[Rights(Who.Everyone)]
internal sealed class IndexModel : PageModel
{
    private static readonly (string Address, string Icon, string Text, string What, Who For)[] All =
    [
        ("/settings/access", "people", "Behörigheter", "Vilka som får arbeta med Skolsynk, och som vad.", Who.GlobalAdministrator),
        ("/settings/guard", "hand", "Spärren", "Hur många som får försvinna utan att någon har granskat det.", Who.Administrators),
        ("/settings/source", "plug", "Microsoft 365", "Vad Skolsynk får läsa, och hur läsningen går.", Who.Everyone),
        ("/settings/privacy", "shield", "Personuppgifter och avtal", "Vad som lagras, vem som får det och enligt vilket avtal.", Who.Everyone),
        ("/settings/protected", "shield", "Skyddade personuppgifter", "Vilka som aldrig skickas till någon.", Who.Protecting),
        ("/settings/leave", "square", "Avsluta tjänsten", "Tar bort all data om er organisation.", Who.GlobalAdministrator),
    ];

    public IEnumerable<(string Address, string Icon, string Text, string What)> Hers =>
        All.Where(one => HttpContext.Here().Is(one.For)).Select(one => (one.Address, one.Icon, one.Text, one.What));
}
