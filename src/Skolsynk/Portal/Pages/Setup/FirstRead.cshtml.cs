using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Portal.Setup;
using Skolsynk.Portal.SignIn;
using Skolsynk.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.Pages.Setup;

/// <summary>Step 7: the first reading, live. From here on the municipality is read every hour.</summary>
[Rights(Who.Administrators, Who.Administrators)]
internal sealed class FirstReadModel(PortalTools tools, IHostApplicationLifetime lifetime) : PageModel
{
    public bool Agreed { get; private set; }

    public bool Running { get; private set; }

    public ReadingNow? Now { get; private set; }

    /// <summary>The latest reading; null: there was none.</summary>
    public SyncRun? Last { get; private set; }

    public bool IsDone => !Running && Last is { Outcome: < SyncOutcome.Failed };

    public string Next { get; private set; } = "/home";

    public Task OnGet(CancellationToken cancellation) => Load(cancellation);

    public async Task<IActionResult> OnGetLive(CancellationToken cancellation)
    {
        await Load(cancellation);
        return Partial("Setup/_FirstRead", this);
    }

    public async Task<IActionResult> OnPostStart(CancellationToken cancellation)
    {
        await Load(cancellation);
        var tenant = HttpContext.Here().Id;
        if (Agreed && !Running && tools.Engine is { } engine)
        {
            if (!await tools.Database.Write(session => Activate(session, tenant), cancellation))
                return NotFound();
            await new AskedReading(tools.Database, engine, tools.Time, tools.Logs.CreateLogger<AskedReading>()).Start(tenant, cancellation, lifetime.ApplicationStopping);
        }
        return Redirect("/setup/first-read");
    }

    private bool Activate(Session session, TenantId tenant)
    {
        if (!TenantSetups.Activate(session, tenant))
            return false;
        this.Log(session, AuditEvent.ReadingStarted);
        return true;
    }

    private async Task Load(CancellationToken cancellation)
    {
        var visit = HttpContext.Here();
        await this.InSteps(tools, SetupStep.FirstRead);
        await tools.Database.Read(session => Load(session, visit), cancellation);
        if (IsDone)
            Next = await this.GoesOn(tools, "/home");
    }

    private bool Load(Session session, Visit visit)
    {
        var today = DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(session.Now).UtcDateTime);
        Agreed = Agreements.AllowReading(session, visit.Id, today) || (visit.Tenant!.Active && TenantSetups.Load(session, visit.Id) is null);
        Now = ReadingNow.Load(session, visit.Id);
        Last = SyncRuns.Latest(visit.Id, session, 1) is [var last] ? last : null;
        // Between the click and the lease a moment passes.
        Running = ReadingNow.IsRunning(session, visit.Id) || (Now is { } now && now.AskedAt > DateTimeOffset.FromUnixTimeMilliseconds(session.Now).AddSeconds(-3) && !(Last?.Started >= now.AskedAt));
        return true;
    }
}
