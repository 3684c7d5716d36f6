using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.SignIn;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Pages.OneSupplier;

/// <summary><c>/suppliers/KEY</c>: how it stands with one supplier; pause and resume.</summary>
[Rights(Who.Everyone, Who.Administrators)]
internal sealed class OverviewModel(PortalTools tools, RosterTotals totals) : PageModel
{
    public SupplierPage Here { get; private set; } = null!;

    public ScopeCount? Scope { get; private set; }

    public FormErrors Errors { get; } = new();

    public string? Said { get; private set; }

    /// <summary>The end of a pause as it is typed.</summary>
    public string Until { get; private set; } = "";

    public IReadOnlyList<(string Text, string Address)> Missing { get; private set; } = [];

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        if (await SupplierPage.Find(this, tools, (string?)RouteData.Values["key"] ?? "", Request.Query["environment"]) is not { } here)
        {
            context.Result = NotFound();
            return;
        }
        Here = here;
        Missing = [.. here.Missing(Today)];
        Until = PauseDay.Suggested(Today);
        if (here.View is { } view && await totals.Get(view.Details.Tenant, HttpContext.RequestAborted) is { } all)
            Scope = all.Scopes.GetValueOrDefault(view.Details.Id);
        await next();
    }

    public void OnGet(string? said) => Said = Told.Of(said);

    public IActionResult OnGetLive() => Here.View is null ? NotFound() : Partial("OneSupplier/_Overview", this);

    public async Task<IActionResult> OnPostPause(string? until, CancellationToken cancellation)
    {
        if (Here.View is not { IsDraft: false, IsEnding: false } view)
            return NotFound();
        Until = until ?? "";
        var day = PauseDay.Read(until, Today, Errors);
        if (Errors.Any)
        {
            this.Tells(Errors);
            return Page();
        }
        await tools.Database.Write(session =>
        {
            ConnectionSettings.Pause(session, view.Details.Tenant, view.Details.Id, day);
            this.Log(session, AuditEvent.Paused, Here.Title, after: $"till {day:yyyy-MM-dd}");
        }, cancellation);
        return Redirect(With("paused"));
    }

    public async Task<IActionResult> OnPostResume(CancellationToken cancellation)
    {
        if (Here.View is not { IsDraft: false, IsEnding: false } view)
            return NotFound();
        await tools.Database.Write(session =>
        {
            ConnectionSettings.Start(session, view.Details.Tenant, view.Details.Id);
            this.Log(session, AuditEvent.Resumed, Here.Title);
        }, cancellation);
        return Redirect(With("resumed"));
    }

    private DateOnly Today => DateOnly.FromDateTime(Text.Local(tools.Time.GetUtcNow()).DateTime);

    private string With(string said) => Here.At() + (Here.Kind is EnvironmentKind.Test ? "&" : "?") + "said=" + said;
}
