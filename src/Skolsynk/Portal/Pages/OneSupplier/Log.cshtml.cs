using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Deliveries;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.SignIn;
using Skolsynk.Ss12000;

namespace Skolsynk.Portal.Pages.OneSupplier;

/// <summary>A line of a supplier's log.</summary>
/// <param name="Count">Null: it is not counted.</param>
/// <param name="By">Who did it.</param>
internal sealed record LogLine(DateTimeOffset At, string What, int? Count, string Outcome, string By);

/// <summary><c>/suppliers/KEY/log</c>: what was sent, hour by hour, and what people did with the connection. Counts, and nothing of a pupil.</summary>
[Rights(Who.Everyone)]
internal sealed class LogModel(PortalTools tools) : PageModel
{
    private const int MostDone = 50;

    public SupplierPage Here { get; private set; } = null!;

    public IReadOnlyList<LogLine> Sent { get; private set; } = [];

    /// <summary>What people did, the latest.</summary>
    public IReadOnlyList<LogLine> Done { get; private set; } = [];

    /// <summary>Where older hours begin; null: there are none.</summary>
    public string? Next { get; private set; }

    public async Task<IActionResult> OnGet(string key, string? environment, string? before, CancellationToken cancellation)
    {
        if (await SupplierPage.Find(this, tools, key, environment) is not { View: { } view } here)
            return NotFound();
        Here = here;
        var from = long.TryParse(before, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : (long?)null;
        await tools.Database.Read(session =>
        {
            var tenant = view.Details.Tenant;
            var (sums, next) = TransferSums.Load(session, tenant, view.Details.Id, from);
            Sent = [.. sums.Select(one => new LogLine(one.From, What(one), one.Count, OutcomeOf(one.Outcome), "Skolsynk"))];
            Next = next is { } at ? $"{here.Path}/log?{(view.IsTest ? "environment=test&" : "")}before={at.ToString(CultureInfo.InvariantCulture)}" : null;
            if (from is not null)
                return false;
            var names = AccountBook.All(session, tenant).ToDictionary(one => one.Id, one => one.Name);
            Done = [.. AuditLog.About(session, tenant, here.Title, MostDone).Select(entry => new LogLine(
                entry.At, RoleWords.Of(entry.Event), null, entry.After, names.GetValueOrDefault(entry.Actor.Id) ?? RoleWords.Of(entry.Actor.Role)))];
            return true;
        }, cancellation);
        return Page();
    }

    private static string What(TransferSum one)
    {
        var action = one.Action switch { DeliveryAction.Create => "Nya", DeliveryAction.Delete => "Borttagna", _ => "Ändrade" };
        var what = one.Endpoint switch
        {
            Endpoint.SchoolUnits => "skolor",
            Endpoint.Users => "elever och lärare",
            Endpoint.Employments => "anställningar",
            Endpoint.StudentGroups => "grupper",
            Endpoint.Activities => "aktiviteter",
            _ => "huvudmän",
        };
        return $"{action} {what}";
    }

    private static string OutcomeOf(Outcome outcome) => outcome switch { Outcome.Confirmed => "Bekräftade", Outcome.Refused => "Avvisade", _ => "Inget säkert svar, skickas igen" };
}
