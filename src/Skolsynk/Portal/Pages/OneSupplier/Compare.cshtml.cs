using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Deliveries;
using Skolsynk.Deliveries.Reasons;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.SignIn;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Pages.OneSupplier;

/// <summary><c>/suppliers/KEY/compare</c>: compares with what the supplier lists, and tells what came of it. Counts only.</summary>
[Rights(Who.Everyone, Who.Administrators)]
internal sealed class CompareModel(PortalTools tools) : PageModel
{
    public SupplierPage Here { get; private set; } = null!;

    public ConnectionView View => Here.View!;

    public Reconciliation Row { get; private set; } = null!;

    /// <summary>Why nothing can be compared for the moment; null: nothing is in the way.</summary>
    public string? Waits { get; private set; }

    public bool IsAsked => Row.Wanted is not ReconcileWish.None;

    public DateTimeOffset At => DateTimeOffset.FromUnixTimeMilliseconds(Row.At);

    public long Same => Math.Max(0, Row.Listed - Row.Different - Row.Strange);

    public long Differences => Row.Missing + Row.Different + Row.Strange;

    public bool IsShared => View.Details.Supplier.Profile.Key is KeyScope.Shared;

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (await SupplierPage.Find(this, tools, (string?)RouteData.Values["key"] ?? "", Request.Query["environment"]) is not { View: { IsDraft: false, IsEnding: false } view } here)
        {
            context.Result = NotFound();
            return;
        }
        Here = here;
        Row = await tools.Database.Read(session => Reconciliations.Load(session, view.Details.Tenant, view.Details.Id), HttpContext.RequestAborted);
        Waits = view.Hindrance is { } reason ? ReasonTexts.Why(reason, tools.Options.Operator) : null;
        await next();
    }

    public IActionResult OnGetLive() => Partial("OneSupplier/_Compare", this);

    public async Task<IActionResult> OnPost(CancellationToken cancellation)
    {
        await tools.Database.Write(session =>
        {
            Reconciliations.Want(session, View.Details.Tenant, View.Details.Id);
            this.Log(session, AuditEvent.ComparisonAsked, Here.Title);
        }, cancellation);
        return Redirect(Here.At("compare"));
    }
}
