using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.SignIn;

namespace Skolsynk.Portal.Pages.Reports;

/// <summary><c>/reports/log/file</c>: the whole audit log as a file (CSV, as a spreadsheet in Swedish reads it).</summary>
[Rights(Who.Everyone)]
internal sealed class LogFileModel(PortalTools tools) : PageModel
{
    public async Task<IActionResult> OnGet(CancellationToken cancellation)
    {
        var here = HttpContext.Here();
        var file = await tools.Database.Write(session =>
        {
            this.Log(session, AuditEvent.Downloaded, "Händelseloggen");
            var names = AccountBook.All(session, here.Id).ToDictionary(one => one.Id, one => one.Name);
            var text = new StringBuilder("\ufeffNummer;Tid (svensk tid);Vem;Roll;Händelse;Gäller;Före;Efter\r\n");
            foreach (var one in AuditLog.Of(session, here.Id, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 0, int.MaxValue))
                text.AppendJoin(';', new[]
                {
                    $"{one.Number}", $"{Text.Date(one.At)} {Text.Clock(one.At)}", Cell(names.GetValueOrDefault(one.Actor.Id, "")), RoleWords.Of(one.Actor.Role), RoleWords.Of(one.Event),
                    Cell(Concerning.Read(one.Concerns, names)), Cell(one.Before), Cell(one.After),
                }).Append("\r\n");
            return Encoding.UTF8.GetBytes(text.ToString());
        }, cancellation);
        return File(file, "text/csv; charset=utf-8", "handelselogg.csv");
    }

    /// <summary>Always quoted, and nothing that a spreadsheet takes for a formula.</summary>
    private static string Cell(string text) => $"\"{(text is ['=' or '+' or '-' or '@', ..] ? "'" + text : text).Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
