using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Deliveries;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Setup;
using Skolsynk.Portal.SignIn;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Pages.OneSupplier;

/// <summary><c>/suppliers/KEY/previews/ID</c>: what settings do, and the click that lets them.</summary>
[Rights(Who.Everyone, Who.Administrators)]
internal sealed class PreviewModel(PortalTools tools) : PageModel
{
    public SupplierPage Here { get; private set; } = null!;

    public SettingsPreview Preview { get; private set; } = null!;

    public bool IsDraft => Here.View!.IsDraft;

    public DateTimeOffset? ReadAt => Here.View!.LastGoodRead;

    /// <summary>How much came to it since it was looked at; null: nothing.</summary>
    public int? Grew { get; private set; }

    /// <summary>What must be there before it may start.</summary>
    public IReadOnlyList<(string Text, string Address)> Missing { get; private set; } = [];

    public async Task<IActionResult> OnGet(string key, string id, string? environment, int? grew, CancellationToken cancellation)
    {
        if (await Find(key, id, environment, cancellation) is not { } stored)
            return NotFound();
        Grew = grew;
        Preview = await tools.Database.Read(session => PreviewRound.Of(session, Here.View!, stored.Scope), cancellation);
        return Page();
    }

    public async Task<IActionResult> OnPost(string key, string id, string? environment, string? step, CancellationToken cancellation)
    {
        if (await Find(key, id, environment, cancellation) is not { } stored)
            return NotFound();
        var and = Here.Kind is EnvironmentKind.Test ? "&" : "?";
        if (step != "approve")
        {
            await tools.Database.Write(session => this.Log(session, AuditEvent.PreviewDiscarded, Here.Title), cancellation);
            return Redirect($"{Here.At("scope")}{and}said=discarded");
        }
        if (Missing.Count > 0)
            return Redirect(Here.At($"previews/{id}"));
        var wasDraft = IsDraft;
        var (approved, added, next) = await tools.Database.Write(session =>
        {
            // Read again in the transaction: somebody may have started or changed it meanwhile.
            var view = SupplierPage.Load(session, Here.View!.Details.Tenant, key, Here.Kind)!.View!;
            var result = PreviewRound.Approve(session, view, stored, out var grown);
            if (result is Approved.Done)
                this.Log(session, wasDraft ? AuditEvent.Started : AuditEvent.ScopeApproved, Here.Title, wasDraft ? "" : SettingWords.Of(view.Details.Scope.Settings), SettingWords.Of(stored.Scope, stored.Pairs));
            return (result, grown, result is Approved.Grew ? PreviewRound.Keep(session, view, stored.Scope) : Guid.Empty);
        }, cancellation);
        return Redirect(approved is Approved.Grew ? $"{Here.At($"previews/{next:N}")}{and}grew={added}"
            : wasDraft ? "/home?said=started" : $"{Here.At()}{and}said=scope");
    }

    private async Task<StoredPreview?> Find(string key, string id, string? environment, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(id, "N", out var number) || await SupplierPage.Find(this, tools, key, environment) is not { View: { } view } here)
            return null;
        Here = here;
        await this.InSteps(tools, SetupStep.Start);
        var today = DateOnly.FromDateTime(Text.Local(view.Now).DateTime);
        Missing = view.IsDraft ? [.. here.Missing(today)] : [];
        return await tools.Database.Read(session => StoredPreview.Load(session, view.Details.Tenant, view.Details.Id, number), cancellation);
    }
}
