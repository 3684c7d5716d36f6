using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Portal.Protection;
using Skolsynk.Portal.SignIn;
using Skolsynk.Retention;
using Skolsynk.Ss12000.Scim2018;
using Format = Skolsynk.Portal.Frame.Text;

namespace Skolsynk.Portal.Pages.Settings;

/// <summary><c>/settings/protected/record/ID</c>: a late mark until its last receipt, and what was sent, until it is closed.</summary>
[Rights(Who.Protecting, Who.Protecting)]
internal sealed class ProtectedRecordModel(PortalTools tools) : PageModel
{
    public ProtectionView View { get; private set; } = null!;

    public LateMark Mark { get; private set; } = null!;

    /// <summary>What was sent is shown: somebody has just asked for it.</summary>
    public bool IsOpen { get; private set; }

    public bool IsFresh => tools.Time.GetUtcNow() - HttpContext.Here().Visitor.At <= ProtectedModel.Fresh;

    private string Address => $"/settings/protected/record/{Mark.Id:N}";

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var here = HttpContext.Here();
        View = await tools.Database.Read(session => ProtectionView.Load(session, here.Tenant!), HttpContext.RequestAborted);
        if (!Guid.TryParseExact((string?)RouteData.Values["id"], "N", out var id) || View.Late.FirstOrDefault(one => one.Id == id) is not { } mark)
        {
            context.Result = NotFound();
            return;
        }
        Mark = mark;
        if (IsFresh || HttpContext.Request.Method == "GET")
            await next();
        else
            context.Result = Page();
    }

    public async Task<IActionResult> OnPostOpen(CancellationToken cancellation)
    {
        if (Mark.ClosedAt is not null)
            return Redirect(Address);
        await tools.Database.Write(session =>
        {
            LateMarks.Open(session, HttpContext.Here().Id, Mark.Id);
            this.Log(session, AuditEvent.ProtectedViewed, "Underlag till incidentbedömning");
        }, cancellation);
        IsOpen = true;
        return Page();
    }

    public async Task<IActionResult> OnPostSave(CancellationToken cancellation)
    {
        if (Mark.ClosedAt is not null)
            return Redirect(Address);
        await tools.Database.Write(session => this.Log(session, AuditEvent.Downloaded, "Underlag till incidentbedömning"), cancellation);
        return File(Encoding.UTF8.GetPreamble().Concat(Encoding.UTF8.GetBytes(string.Join("\r\n", Lines()))).ToArray(), "text/plain; charset=utf-8",
            $"skolsynk_skyddsunderlag_{Mark.Id.ToString("N")[..8]}.txt");
    }

    public async Task<IActionResult> OnPostClose(CancellationToken cancellation)
    {
        await tools.Database.Write(session =>
        {
            LateMarks.Close(session, HttpContext.Here().Id, Mark.Id);
            this.Log(session, AuditEvent.Purged, "Underlag till incidentbedömning");
        }, cancellation);
        return Redirect(Address);
    }

    /// <summary>What was sent, as people read it.</summary>
    public static string Fields(int mask) => mask == 0 ? "okänt" : string.Join(", ", new[]
    {
        (Skolsynk.Ss12000.Scim2018.Fields.UserName, "inloggningsnamn"), (Skolsynk.Ss12000.Scim2018.Fields.Name, "förnamn och efternamn"),
        (Skolsynk.Ss12000.Scim2018.Fields.DisplayName, "visningsnamn"), (Skolsynk.Ss12000.Scim2018.Fields.Emails, "e-postadress"),
        (Skolsynk.Ss12000.Scim2018.Fields.Enrolments, "skoltillhörighet"), (Skolsynk.Ss12000.Scim2018.Fields.SchoolYear, "årskurs"),
    }.Where(one => ((Fields)mask).HasFlag(one.Item1)).Select(one => one.Item2)) + ", id, roll och grupper";

    public static string Moment(DateTimeOffset at) => $"{Format.Date(at)} {Format.Clock(at)}";

    private IEnumerable<string> Lines()
    {
        yield return "Underlag för er incidentbedömning";
        yield return $"Id: {Mark.Person:D}";
        yield return $"Skydd satt: {Moment(Mark.At)} (svensk tid)";
        yield return "";
        foreach (var part in Mark.Parts)
        {
            yield return $"Leverantör: {View.NameOf(part.Connection)}";
            yield return $"Uppgifter: {Fields(part.Fields)}";
            yield return $"Från: {(part.From is { } from ? Moment(from) : "okänt")}";
            yield return $"Till: {(part.ConfirmedAt is { } confirmed ? Moment(confirmed) : "inte bekräftad")}";
            yield return "";
        }
        yield return string.Create(CultureInfo.InvariantCulture, $"Framställt {Moment(View.Now)}. Spara i ert skyddade diarium.");
    }
}
