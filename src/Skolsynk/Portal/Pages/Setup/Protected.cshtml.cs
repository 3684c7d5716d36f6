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

    public ProtectedAnswer Answered { get; private set; }

    /// <summary>How many are marked; with none there is nothing to say yes to.</summary>
    public int Marked { get; private set; }

    public Task OnGet(CancellationToken cancellation) => Load(cancellation);

    public async Task<IActionResult> OnPost(string? answer, CancellationToken cancellation)
    {
        if (answer is "here" or "group")
            return await Names(cancellation);
        await Load(cancellation);
        ProtectedAnswer? said = answer switch
        {
            "nobody" => ProtectedAnswer.Nobody,
            "marked" when Marked > 0 => ProtectedAnswer.AllMarked,
            "unknown" => ProtectedAnswer.None,
            _ => null,
        };
        if (said is not { } known)
        {
            this.Tells(Errors).Add("answer", "Välj ett svar.");
            return Page();
        }
        var tenant = HttpContext.Here().Id;
        await tools.Database.Write(session =>
        {
            TenantSetups.AnswerProtected(session, tenant, known);
            this.Log(session, AuditEvent.ProtectedAnswered, after: known switch
            {
                ProtectedAnswer.Nobody => "Nej, vi har kontrollerat det",
                ProtectedAnswer.AllMarked => "Ja, och alla är markerade",
                _ => "Vi vet inte än",
            });
        }, cancellation);
        return Redirect(known is ProtectedAnswer.None ? "/home" : await this.GoesOn(tools, "/home"));
    }

    private async Task Load(CancellationToken cancellation)
    {
        await this.InSteps(tools, SetupStep.Protected);
        var tenant = HttpContext.Here().Id;
        (Answered, Marked) = await tools.Database.Read(
            session => (TenantSetups.Load(session, tenant)?.Protected ?? ProtectedAnswer.None, ProtectedPersons.Load(session, tenant).All.Count), cancellation);
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
