using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Deliveries;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Ending;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.SignIn;
using Skolsynk.Retention;
using Skolsynk.Ss12000;

namespace Skolsynk.Portal.Pages.OneSupplier;

/// <summary><c>/suppliers/KEY/leave</c>: ends all that the municipality has with a supplier, after it was seen what that does.</summary>
[Rights(Who.Administrators, Who.Administrators)]
internal sealed class LeaveModel(PortalTools tools, IHostApplicationLifetime lifetime) : PageModel
{
    public SupplierPage Here { get; private set; } = null!;

    public FormErrors Errors { get; } = new();

    /// <summary>Objects that the supplier has of both environments.</summary>
    public (int Persons, int Groups, int All) Has { get; private set; }

    /// <summary>When persons and groups go because no supplier is left; null: another is.</summary>
    public DateTimeOffset? LastGoes { get; private set; }

    /// <summary>Asks the supplier to delete.</summary>
    public bool Deletes { get; private set; } = true;

    public string Typed { get; private set; } = "";

    public async Task<IActionResult> OnGet(string key, CancellationToken cancellation) => await Load(key, cancellation) ? Page() : NotFound();

    public async Task<IActionResult> OnPost(string key, string? deletes, string? name, CancellationToken cancellation)
    {
        if (!await Load(key, cancellation))
            return NotFound();
        (Deletes, Typed) = (deletes is not null, name ?? "");
        if (!Confirmation.Is(Typed, Here.Supplier.Name))
        {
            this.Tells(Errors).Add("name", $"Skriv leverantörens namn för att bekräfta: {Here.Supplier.Name}");
            return Page();
        }
        var here = HttpContext.Here();
        var number = await new LeavingRound(tools, lifetime.ApplicationStopping)
            .Supplier(here.Id, here.Actor, Here.Supplier, Deletes && Has.All > 0 ? EndingKind.DeleteAtSupplier : EndingKind.KeepAtSupplier);
        return Redirect($"/reports/receipts/{number}");
    }

    private async Task<bool> Load(string key, CancellationToken cancellation)
    {
        if (await SupplierPage.Find(this, tools, key, null) is not { } here)
            return false;
        List<ConnectionView> views = [.. new[] { here.View, here.Other }.OfType<ConnectionView>()];
        // What ends already is ended with its receipt, not twice.
        if (views.Count == 0 || views.Exists(view => view.State is { Ending: not EndingKind.None }))
            return false;
        Here = here;
        Has = (views.Sum(view => view.Receipts.Confirmed(Endpoint.Users)), views.Sum(view => view.Receipts.Confirmed(Endpoint.StudentGroups)),
            views.Sum(view => view.Receipts.All.Values.Sum()));
        var tenant = HttpContext.Here().Id;
        var others = await tools.Database.Read(session => ConnectionView.All(session, tenant)
            .Any(one => one.Details.Supplier.Id != here.Supplier.Id && one.State is not { Ending: not EndingKind.None }), cancellation);
        LastGoes = others ? null : tools.Time.GetUtcNow().AddDays(IdleTenants.Days);
        return true;
    }
}
