using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Deliveries;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.People;
using Skolsynk.Portal.SignIn;
using Skolsynk.Rosters;

namespace Skolsynk.Portal.Pages;

/// <summary><c>/people/ID</c> and <c>/groups/ID</c>: “Varför?”: where somebody is, what is sent, and what is in the way.</summary>
[Rights(Who.Everyone, Who.Administrators)]
internal sealed class WhyModel(PortalTools tools) : PageModel
{
    public Subject Subject { get; private set; } = null!;

    public OwnIds Ids { get; private set; } = null!;

    public string? Said { get; private set; }

    public string Operator => tools.Options.Operator;

    private EntityKind Kind => Request.Path.StartsWithSegments("/groups") ? EntityKind.Group : EntityKind.Person;

    public string Address => $"/{(Kind is EntityKind.Group ? "groups" : "people")}/{Ids.Of(Subject.Id)}";

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var visit = HttpContext.Here();
        Ids = await OwnIds.Of(tools.Database, visit.Id, HttpContext.RequestAborted);
        var subject = Ids.Find((string?)RouteData.Values["id"]) is { } id
            ? await tools.Database.Read(session => Subject.Load(session, visit.Id, Kind, id, Operator), HttpContext.RequestAborted) : null;
        if (subject is null)
        {
            context.Result = NotFound();
            return;
        }
        Subject = subject;
        await next();
    }

    public async Task<IActionResult> OnGet(string? said, CancellationToken cancellation)
    {
        if (!await this.OpensNames(tools, What, cancellation))
            return Redirect(NamesGate.Ask(Address));
        if (HttpContext.Here().Is(Who.Administrators))
            await tools.Database.Write(session => this.Log(session, AuditEvent.ObjectOpened, What), cancellation);
        Said = Told.Of(said);
        return Page();
    }

    /// <summary>Without a reason nothing moves.</summary>
    public IActionResult OnGetLive() => HttpContext.MaySeeNames(tools) ? Partial("_WhySuppliers", this) : StatusCode(204);

    /// <summary>Again to every supplier where it should be.</summary>
    public async Task<IActionResult> OnPostSend(CancellationToken cancellation)
    {
        var there = Subject.Suppliers.Where(one => one is { IsInScope: true, Rids.Count: > 0 }).ToList();
        if (there.Count == 0)
            return NotFound();
        await tools.Database.Write(session =>
        {
            foreach (var one in there)
                ReceiptStore.OweAgain(session, one.Details.Tenant, one.Details.Id, one.Rids);
            this.Log(session, AuditEvent.SentAgain, What, after: string.Join(", ", there.Select(one => one.Title)));
        }, cancellation);
        return Redirect($"{Address}?said=sent-again");
    }

    private string What => Kind is EntityKind.Group ? "1 grupp" : "1 person";
}
