using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.SignIn;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Pages;

/// <summary><c>/suppliers/pause-all</c>: everything that is being sent, paused at once until a day.</summary>
[Rights(Who.Administrators, Who.Administrators)]
internal sealed class PauseAllModel(PortalTools tools) : PageModel
{
    /// <summary>Why; a closed list, so that nobody's name comes into the log.</summary>
    public static readonly IReadOnlyList<string> Reasons = ["Läsårsskifte", "Felsökning", "Annat skäl"];

    public IReadOnlyList<ConnectionView> Views { get; private set; } = [];

    public FormErrors Errors { get; } = new();

    public string Until { get; private set; } = "";

    /// <summary>Number of the reason; -1: none is chosen.</summary>
    public int Reason { get; private set; } = -1;

    private DateOnly Today => DateOnly.FromDateTime(Text.Local(tools.Time.GetUtcNow()).DateTime);

    public async Task OnGet(CancellationToken cancellation)
    {
        Until = PauseDay.Suggested(Today);
        Views = await tools.Database.Read(Running, cancellation);
    }

    public async Task<IActionResult> OnPost(string? until, int? reason, CancellationToken cancellation)
    {
        Until = until ?? "";
        Reason = reason is { } number && number >= 0 && number < Reasons.Count ? number : -1;
        var day = PauseDay.Read(until, Today, Errors);
        if (Reason < 0)
            Errors.Add("reason-0", "Välj ett skäl.");
        if (Errors.Any)
        {
            this.Tells(Errors);
            Views = await tools.Database.Read(Running, cancellation);
            return Page();
        }
        await tools.Database.Write(session =>
        {
            foreach (var one in Running(session))
            {
                ConnectionSettings.Pause(session, one.Details.Tenant, one.Details.Id, day);
                this.Log(session, AuditEvent.Paused, $"{one.Details.Supplier.Name} ({one.EnvironmentName})", after: $"till {day:yyyy-MM-dd} ({Reasons[Reason]})");
            }
        }, cancellation);
        return Redirect("/home?said=all-paused");
    }

    private List<ConnectionView> Running(Session session) =>
        [.. ConnectionView.All(session, HttpContext.Here().Id).Where(one => one is { IsDraft: false, IsEnding: false, Details.Paused: false })];
}
