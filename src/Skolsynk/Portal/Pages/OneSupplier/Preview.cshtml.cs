using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Data;
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
        var tenant = Here.View!.Details.Tenant;
        var wasDraft = IsDraft;
        var outcome = await tools.Database.Write(session => Approve(session, tenant, stored), cancellation);
        return outcome switch
        {
            null => Redirect(Here.At($"previews/{id}")),
            { Result: Approved.Grew } grown => Redirect($"{Here.At($"previews/{grown.Next:N}")}{and}grew={grown.Added}"),
            _ => Redirect(wasDraft ? "/home?said=started" : $"{Here.At()}{and}said=scope"),
        };
    }

    /// <summary>
    /// One at a time, and everything as it stands now: somebody may have started, changed or ended it meanwhile, or taken an agreement
    /// back. Null: it may not be approved now.
    /// </summary>
    private (Approved Result, int Added, Guid Next)? Approve(Session session, TenantId tenant, StoredPreview stored)
    {
        TakenCodes.Lock(session, tenant);
        ConnectionStates.Lock(session, tenant, stored.ConnectionId);
        if (SupplierPage.Load(session, tenant, Here.Supplier.Key, Here.Kind) is not { View: { IsEnding: false } view } now
            || view.Details.Id != stored.ConnectionId || (view.IsDraft && now.Missing(Today(view)).Any()))
            return null;
        var result = PreviewRound.Approve(session, view, stored, out var added);
        if (result is Approved.Done)
            this.Log(session, view.IsDraft ? AuditEvent.Started : AuditEvent.ScopeApproved, Here.Title, view.IsDraft ? "" : SettingWords.Of(view.Details.Scope.Settings), SettingWords.Of(stored.Scope, stored.Pairs));
        return (result, added, result is Approved.Grew ? PreviewRound.Keep(session, view, stored.Scope) : Guid.Empty);
    }

    private static DateOnly Today(ConnectionView view) => DateOnly.FromDateTime(Text.Local(view.Now).DateTime);

    private async Task<StoredPreview?> Find(string key, string id, string? environment, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(id, "N", out var number) || await SupplierPage.Find(this, tools, key, environment) is not { View: { } view } here)
            return null;
        Here = here;
        await this.InSteps(tools, SetupStep.Start);
        Missing = view.IsDraft ? [.. here.Missing(Today(view))] : [];
        return await tools.Database.Read(session => StoredPreview.Load(session, view.Details.Tenant, view.Details.Id, number), cancellation);
    }
}
