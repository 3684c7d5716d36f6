using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Setup;
using Skolsynk.Portal.SignIn;

namespace Skolsynk.Portal.Pages.Setup;

/// <summary>Step 2: the consent is proven, as long as it takes. The municipality comes into being when it is.</summary>
[BeforeTenant]
[Rights(Who.GlobalAdministrator)]
internal sealed class VerifyModel(PortalTools tools, ConsentProofs proofs) : PageModel
{
    public ConsentProof Proof { get; private set; } = ConsentProof.Nothing;

    /// <summary>She comes from Microsoft's page: that nothing works yet is only a matter of time.</summary>
    public bool Consented { get; private set; }

    /// <summary>Where she goes on when it is proven.</summary>
    public string Next { get; private set; } = "/setup/organisation";

    public async Task OnGet(string? consented, CancellationToken cancellation)
    {
        Consented = consented is not null;
        await this.InSteps(tools, SetupStep.Verify);
        await Prove(cancellation);
    }

    public async Task<IActionResult> OnGetLive(CancellationToken cancellation)
    {
        Consented = true;
        await Prove(cancellation);
        return Partial("Setup/_Verify", this);
    }

    private async Task Prove(CancellationToken cancellation)
    {
        Proof = await proofs.Check(HttpContext.Here().Visitor, cancellation);
        if (Proof.IsWhole && HttpContext.Here().Tenant is not null)
            Next = await this.GoesOn(tools, "/home");
    }
}
