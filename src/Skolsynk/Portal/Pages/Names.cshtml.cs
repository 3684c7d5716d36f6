using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.SignIn;

namespace Skolsynk.Portal.Pages;

/// <summary><c>/names</c>: why somebody who only looks needs to see names; leads back to where they are.</summary>
[Rights(Who.Insight, Who.Insight)]
internal sealed class NamesModel(PortalTools tools) : PageModel
{
    public FormErrors Errors { get; } = new();

    public string Back { get; private set; } = "/home";

    public void OnGet(string? back) => Back = PortalSite.Local(back) ?? "/home";

    public async Task<IActionResult> OnPost(string? back, string? reason, CancellationToken cancellation)
    {
        Back = PortalSite.Local(back) ?? "/home";
        if (!int.TryParse(reason, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number >= NamesGate.Reasons.Count)
        {
            this.Tells(Errors).Add("why-0", "Välj ett skäl.");
            return Page();
        }
        await tools.Database.Write(session => this.Log(session, AuditEvent.NamesReasoned, after: NamesGate.Reasons[number]), cancellation);
        await NamesGate.Open(HttpContext, tools, number);
        return Redirect(Back);
    }
}
