using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Deliveries;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.SignIn;

namespace Skolsynk.Portal.Pages.OneSupplier;

/// <summary><c>/suppliers/KEY/resend</c>: everything again, after its counts were seen.</summary>
[Rights(Who.Administrators, Who.Administrators)]
internal sealed class ResendModel(PortalTools tools, RosterTotals totals) : PageModel
{
    public SupplierPage Here { get; private set; } = null!;

    public ScopeCount Scope { get; private set; } = null!;

    /// <summary>There is more or less than when it was looked at.</summary>
    public bool HasChanged { get; private set; }

    public async Task<IActionResult> OnGet(string key, string? environment, CancellationToken cancellation) =>
        await Find(key, environment, cancellation) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(string key, string? environment, string? seen, CancellationToken cancellation)
    {
        if (!await Find(key, environment, cancellation))
            return NotFound();
        if (seen != Scope.All.ToString(CultureInfo.InvariantCulture))
        {
            HasChanged = true;
            return Page();
        }
        await tools.Database.Write(session =>
        {
            ReceiptStore.OweAgain(session, Here.View!.Details.Tenant, Here.View.Details.Id);
            this.Log(session, AuditEvent.SentAgain, Here.Title, after: Text.Count(Scope.All, "objekt", "objekt"));
        }, cancellation);
        return Redirect($"{Here.At()}{(Here.View!.IsTest ? "&" : "?")}said=sent-again");
    }

    private async Task<bool> Find(string key, string? environment, CancellationToken cancellation)
    {
        if (await SupplierPage.Find(this, tools, key, environment) is not { View: { IsDraft: false, IsEnding: false } view } here
            || await totals.Exact(view.Details.Tenant, cancellation) is not { } all || all.Scopes.GetValueOrDefault(view.Details.Id) is not { } scope)
            return false;
        (Here, Scope) = (here, scope);
        return true;
    }
}
