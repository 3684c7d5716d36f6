using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Setup;
using Skolsynk.Portal.SignIn;

namespace Skolsynk.Portal.Pages.Setup;

/// <summary>Step 1: what Microsoft's page will ask for, before it asks.</summary>
[BeforeTenant]
[Rights(Who.GlobalAdministrator)]
internal sealed class ConsentModel(PortalTools tools) : PageModel
{
    public async Task OnGet() => await this.InSteps(tools, SetupStep.Consent);
}
