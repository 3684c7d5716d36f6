using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Home;
using Skolsynk.Portal.SignIn;
using Skolsynk.Sync;

namespace Skolsynk.Portal.Pages;

/// <summary><c>/home</c>: whether all is well, and what to do if not.</summary>
[Rights(Who.Everyone, Who.Administrators)]
internal sealed class HomeModel(PortalTools tools, RosterTotals totals, IHostApplicationLifetime lifetime) : PageModel
{
    /// <summary>So many of the things that wait are shown at first.</summary>
    public const int FewTasks = 5;

    public HomeView View { get; private set; } = null!;

    /// <summary>Null: not counted yet.</summary>
    public Totals? Totals { get; private set; }

    /// <summary>All that waits was asked for.</summary>
    public bool AllTasks => Request.Query["tasks"] == "all";

    /// <summary>Something runs, so the page asks more often.</summary>
    public bool IsBusy { get; private set; }

    public string? Said { get; private set; }

    public Task OnGet(string? said, CancellationToken cancellation)
    {
        Said = Told.Of(said);
        return Load(cancellation);
    }

    public async Task<IActionResult> OnGetLive(CancellationToken cancellation)
    {
        await Load(cancellation);
        return Partial("_HomeLive", this);
    }

    /// <summary>“Läs nu”. A second press, or one too soon, starts nothing.</summary>
    public async Task<IActionResult> OnPostRead(CancellationToken cancellation)
    {
        var visit = HttpContext.Here();
        await Load(cancellation);
        if (tools.Engine is { } engine && View.Reading is { Running: false, Active: true, Again: null })
        {
            await tools.Database.Write(session => this.Log(session, AuditEvent.ReadingAsked), cancellation);
            await new AskedReading(tools.Database, engine, tools.Time, tools.Logs.CreateLogger<AskedReading>()).Start(visit.Id, cancellation, lifetime.ApplicationStopping);
        }
        return Redirect("/home");
    }

    private async Task Load(CancellationToken cancellation)
    {
        var visit = HttpContext.Here();
        View = await tools.Database.Read(session => HomeView.Load(session, visit, tools.Schedule, tools.Options.Operator), cancellation);
        Totals = await totals.Get(visit.Id, cancellation);
        IsBusy = View.Reading.Running || Totals is null || View.Connections.Any(one => ConnectionStatus.Of(one, null, "").Colour == "blue");
    }
}
