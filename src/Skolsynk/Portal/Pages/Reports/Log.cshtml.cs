using System.Globalization;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.SignIn;

namespace Skolsynk.Portal.Pages.Reports;

/// <summary><c>/reports/log</c>: who did what, and that nobody has meddled with it.</summary>
[Rights(Who.Everyone)]
internal sealed class LogModel(PortalTools tools) : PageModel
{
    public const int PerPage = 50;

    private static readonly TimeSpan Usual = TimeSpan.FromDays(30);

    public FormErrors Errors { get; } = new();

    public string From { get; private set; } = "";

    public string To { get; private set; } = "";

    /// <summary>1 is the newest.</summary>
    public int Number { get; private set; } = 1;

    public int Pages { get; private set; } = 1;

    public int Total { get; private set; }

    public IReadOnlyList<AuditEntry> Entries { get; private set; } = [];

    public AuditCheck Check { get; private set; } = null!;

    private Dictionary<Guid, string> names = [];

    public async Task OnGet(string? from, string? to, string? p, CancellationToken cancellation)
    {
        var now = tools.Time.GetUtcNow();
        From = from ?? Text.Date(now - Usual);
        To = to ?? Text.Date(now);
        var (begin, end) = (Day("from", From), Day("to", To));
        if (begin > end)
            Errors.Add("to", "Till-datumet ska vara samma dag som från-datumet eller senare.");
        if (Errors.Any)
            this.Tells(Errors);
        var (tenant, shown) = (HttpContext.Here().Id, Errors.Any ? default : (Begin: Text.Midnight(begin!.Value), End: Text.Midnight(end!.Value.AddDays(1))));
        _ = int.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var number);
        await tools.Database.Read(session =>
        {
            Check = AuditLog.Check(session, tenant);
            names = AccountBook.All(session, tenant).ToDictionary(one => one.Id, one => one.Name);
            if (Errors.Any)
                return false;
            Total = AuditLog.Count(session, tenant, shown.Begin, shown.End);
            Pages = Math.Max(1, (Total + PerPage - 1) / PerPage);
            Number = Math.Clamp(number, 1, Pages);
            Entries = AuditLog.Of(session, tenant, shown.Begin, shown.End, (Number - 1) * PerPage, PerPage);
            return true;
        }, cancellation);
    }

    /// <summary>Her name as long as her account is known; else what she acted as.</summary>
    public string Whom(AuditEntry entry) => entry.Actor.Role switch
    {
        Role.Operator => tools.Options.Operator,
        Role.Service => "Skolsynk",
        _ => names.GetValueOrDefault(entry.Actor.Id, "Konto som inte finns kvar"),
    };

    public string What(AuditEntry entry) => Concerning.Read(entry.Concerns, names);

    /// <summary>The address of another page of the same time.</summary>
    public string At(int number) => $"/reports/log?from={From}&to={To}&p={number}";

    private DateOnly? Day(string field, string text)
    {
        if (DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 2000 and < 3000)
            return day;
        Errors.Add(field, "Skriv datumet som åååå-mm-dd.");
        return null;
    }
}
