using System.Globalization;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Reviews;
using Skolsynk.Portal.SignIn;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.Pages.Settings;

/// <summary><c>/settings/guard</c>: the limits of the brakes; lowered freely, raised with a reason.</summary>
[Rights(Who.Administrators, Who.Administrators)]
internal sealed class GuardModel(PortalTools tools) : PageModel
{
    /// <summary>As they are set, whatever a declared window says now.</summary>
    public BrakeLimits Limits { get; private set; } = BrakeLimits.Default;

    /// <summary>A declared time with other limits that is now; null: none.</summary>
    public BrakeWindow? Window { get; private set; }

    /// <summary>When each cause last held something, at the source and at suppliers.</summary>
    public IReadOnlyDictionary<(bool OfSource, HoldCause Cause), DateTimeOffset> Last { get; private set; } = new Dictionary<(bool, HoldCause), DateTimeOffset>();

    /// <summary>What was typed, by field.</summary>
    public Dictionary<string, string> Typed { get; } = [];

    public string Reason { get; private set; } = "";

    public FormErrors Errors { get; } = new();

    public bool Changed { get; private set; }

    public string? Said { get; private set; }

    public Task OnGet(string? said, CancellationToken cancellation)
    {
        Said = Told.Of(said);
        return tools.Database.Read(Load, cancellation);
    }

    public async Task<IActionResult> OnPost(string? seen, string? reason, CancellationToken cancellation)
    {
        var tenant = HttpContext.Here().Id;
        Reason = reason ?? "";
        await tools.Database.Read(Load, cancellation);
        if (seen != GuardLimit.Seen(Limits))
        {
            Changed = true;
            return Page();
        }
        var wanted = Read();
        if (!Errors.Any && ReviewTexts.ReasonOf(Reason) is HoldReason.None && GuardLimit.All.Any(one => GuardLimit.IsHigher(one.Get(wanted), one.Get(Limits))))
            Errors.Add("reason-1", "Välj ett skäl för att höja en gräns.");
        if (Errors.Any)
        {
            this.Tells(Errors);
            return Page();
        }
        if (!await tools.Database.Write(session => Save(session, tenant, seen, wanted), cancellation))
        {
            await tools.Database.Read(Load, cancellation);
            Typed.Clear();
            Changed = true;
            return Page();
        }
        return Redirect("/settings/guard?said=guard");
    }

    /// <summary>False: somebody else has changed them meanwhile.</summary>
    private bool Save(Session session, TenantId tenant, string seen, BrakeLimits wanted)
    {
        using var context = session.Context(tenant);
        var row = context.Set<Tenant>().Single(one => one.Id == tenant.Value);
        var before = row.BrakeLimits ?? BrakeLimits.Default;
        if (GuardLimit.Seen(before) != seen)
            return false;
        if (before == wanted)
            return true;
        row.BrakeLimits = wanted == BrakeLimits.Default ? null : wanted;
        context.SaveChanges();
        InputVersions.Raise(session, tenant);
        this.Log(session, AuditEvent.SettingsApplied, $"Spärren{(ReviewTexts.ReasonOf(Reason) is HoldReason.None ? "" : $" ({ReviewTexts.Name(ReviewTexts.ReasonOf(Reason))})")}", GuardLimit.Words(before), GuardLimit.Words(wanted));
        return true;
    }

    private BrakeLimits Read()
    {
        var wanted = Limits;
        foreach (var one in GuardLimit.All)
        {
            var percent = Number($"{one.Key}-percent", GuardLimit.MostPercent);
            var floor = Number($"{one.Key}-floor", GuardLimit.HighestFloor);
            wanted = one.Set(wanted, new Limit(percent, floor));
        }
        return wanted;
    }

    private int Number(string field, int most)
    {
        Typed[field] = Request.Form[field].ToString().Trim();
        if (int.TryParse(Typed[field], NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= most)
            return number;
        Errors.Add(field, $"Skriv ett helt tal mellan 1 och {Text.Number(most)}.");
        return 1;
    }

    private bool Load(Session session)
    {
        var tenant = HttpContext.Here().Id;
        using var context = session.Context(tenant);
        var row = context.Set<Tenant>().Single(one => one.Id == tenant.Value);
        Limits = row.BrakeLimits ?? BrakeLimits.Default;
        Window = row.BrakeWindow is { } window && window.Covers(session.Now) && ClockGuard.IsTrusted(session) ? window : null;
        Last = HoldStore.All(tenant, session).Select(hold => (OfSource: hold.Connection == 0, hold.Place.Cause, At: hold.Opened))
            .Concat(DecisionLog.Latest(tenant, session, 500).Select(one => (OfSource: one.Connection == 0, one.Cause, one.At)))
            .GroupBy(one => (one.OfSource, one.Cause)).ToDictionary(one => one.Key, one => DateTimeOffset.FromUnixTimeMilliseconds(one.Max(each => each.At)));
        return true;
    }
}
