using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Setup;
using Skolsynk.Portal.SignIn;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.Pages.Setup;

/// <summary>Step 6: without an answer nothing is sent.</summary>
[Rights(Who.Administrators, Who.Administrators)]
internal sealed class ProtectedModel(PortalTools tools) : PageModel
{
    public FormErrors Errors { get; } = new();

    public bool Answered { get; private set; }

    public async Task OnGet(CancellationToken cancellation)
    {
        await this.InSteps(tools, SetupStep.Protected);
        var tenant = HttpContext.Here().Id;
        Answered = (await tools.Database.Read(session => TenantSetups.Load(session, tenant), cancellation))?.Protected is ProtectedAnswer.Nobody;
    }

    public async Task<IActionResult> OnPost(string? answer, CancellationToken cancellation)
    {
        if (answer is "here" or "group")
            return await Names(cancellation);
        if (answer is not ("nobody" or "unknown"))
        {
            await this.InSteps(tools, SetupStep.Protected);
            this.Tells(Errors).Add("answer", "Välj ett svar.");
            return Page();
        }
        var tenant = HttpContext.Here().Id;
        await tools.Database.Write(session =>
        {
            TenantSetups.AnswerProtected(session, tenant, answer == "nobody" ? ProtectedAnswer.Nobody : ProtectedAnswer.None);
            this.Log(session, AuditEvent.ProtectedAnswered, after: answer == "nobody" ? "Nej, vi har kontrollerat det" : "Vi vet inte än");
        }, cancellation);
        return Redirect(answer == "nobody" ? await this.GoesOn(tools, "/home") : "/home");
    }

    /// <summary>
    /// “Ja”: she takes the right to handle protected persons, which nobody has by a role alone, and names them. The step is done when
    /// somebody is marked, or a group is.
    /// </summary>
    private async Task<IActionResult> Names(CancellationToken cancellation)
    {
        var here = HttpContext.Here();
        // Only a global administrator may give the right, to herself too.
        if (!here.Is(Who.GlobalAdministrator | Who.Protecting))
            return NotFound();
        await tools.Database.Write(session =>
        {
            TenantSetups.AnswerProtected(session, here.Id, ProtectedAnswer.None);
            if (here.MayHandleProtected)
                return;
            AccountBook.LetProtect(session, here.Id, here.Visitor.ObjectId, protects: true);
            this.Log(session, AuditEvent.RoleGiven, Concerning.Account(here.Visitor.ObjectId), "", Settings.AccessModel.Protecting);
        }, cancellation);
        return Redirect("/settings/protected");
    }
}
