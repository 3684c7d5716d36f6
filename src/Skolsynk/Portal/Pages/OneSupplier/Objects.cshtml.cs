using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.People;
using Skolsynk.Portal.Schools;
using Skolsynk.Portal.SignIn;
using Skolsynk.Rosters;
using Skolsynk.Stores;

namespace Skolsynk.Portal.Pages.OneSupplier;

/// <summary><c>/suppliers/KEY/objects</c>: how every school, person and group stands at the supplier; sends chosen ones again.</summary>
[Rights(Who.Everyone, Who.Administrators)]
internal sealed class ObjectsModel(PortalTools tools) : PageModel
{
    /// <summary>So many may be sent again at once.</summary>
    public const int MostAtOnce = 500;

    public static readonly IReadOnlyList<(string Code, string Text, EntityKind Kind)> Kinds =
        [("school", "Skolor", EntityKind.School), ("person", "Personer", EntityKind.Person), ("group", "Grupper", EntityKind.Group)];

    public static readonly IReadOnlyList<(string Code, string Text, ObjectFilter Filter)> Filters =
    [
        ("confirmed", "Bekräftade", ObjectFilter.Confirmed), ("waiting", "Väntar på sändning", ObjectFilter.Waiting), ("rejected", "Avvisade", ObjectFilter.Rejected),
        ("held", "Hålls kvar", ObjectFilter.Held), ("leaving", "Markerade för borttagning", ObjectFilter.Leaving), ("not-sent", "Skickas inte", ObjectFilter.NotSent),
    ];

    public SupplierPage Here { get; private set; } = null!;

    public ConnectionView View => Here.View!;

    public FormErrors Errors { get; } = new();

    public string? Said { get; private set; }

    public OwnIds Own { get; private set; } = null!;

    public IReadOnlyList<School> Schools { get; private set; } = [];

    public IReadOnlyList<ObjectRow> Rows { get; private set; } = [];

    /// <summary>The address of the next page; null: this is the last.</summary>
    public string? Next { get; private set; }

    public bool IsFirst { get; private set; } = true;

    public string Type { get; private set; } = "";

    public string School { get; private set; } = "";

    public string Status { get; private set; } = "";

    /// <summary>She only looks, and has not said why.</summary>
    public bool OnlyCounts { get; private set; }

    public string Operator => tools.Options.Operator;

    public string NameOf(Guid school) => Schools.FirstOrDefault(one => one.Id == school) is { } known ? SchoolsView.NameOf(known) : "–";

    public async Task<IActionResult> OnGet(string key, string? environment, string? type, string? school, string? status, string? after, string? said, CancellationToken cancellation)
    {
        if (!await Find(key, environment, cancellation))
            return NotFound();
        (Said, Type, School, Status) = (Told.Of(said), type ?? "", school ?? "", status ?? "");
        OnlyCounts = !await this.OpensNames(tools, $"{Here.Title}, status per objekt", cancellation);
        if (!OnlyCounts)
            await tools.Database.Read(session => Load(session, after), cancellation);
        return Page();
    }

    public async Task<IActionResult> OnPost(string key, string? environment, string[]? row, string? back, CancellationToken cancellation)
    {
        if (!await Find(key, environment, cancellation) || View.IsEnding || View.IsDraft)
            return NotFound();
        var chosen = (row ?? []).Select(Parse).OfType<(EntityKind Kind, Guid Id)>().Distinct().ToList();
        if (chosen.Count is 0 or > MostAtOnce)
        {
            this.Tells(Errors).Add("rows", chosen.Count == 0 ? "Välj minst en." : $"Välj högst {MostAtOnce}.");
            await tools.Database.Read(session => Load(session, null), cancellation);
            return Page();
        }
        await tools.Database.Write(session => SendAgain(session, chosen), cancellation);
        var to = PortalSite.Local(back) is { } local && local.StartsWith($"{Here.Path}/objects", StringComparison.Ordinal) ? local : Here.At("objects");
        return Redirect($"{to}{(to.Contains('?', StringComparison.Ordinal) ? "&" : "?")}said=sent-again");
    }

    /// <summary>This page with its filter, from its beginning or after a row.</summary>
    public string At(string? after = null)
    {
        var parts = new[] { ("environment", View.IsTest ? "test" : ""), ("type", Type), ("school", School), ("status", Status), ("after", after ?? "") };
        var query = string.Join('&', parts.Where(part => part.Item2.Length > 0).Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2)}"));
        return $"{Here.Path}/objects{(query.Length > 0 ? "?" + query : "")}";
    }

    public string CodeOf(ObjectRow row) => $"{(short)row.Kind}-{Own.Of(row.Id)}";

    private async Task<bool> Find(string key, string? environment, CancellationToken cancellation)
    {
        if (await SupplierPage.Find(this, tools, key, environment) is not { View: not null } here)
            return false;
        Here = here;
        var tenant = HttpContext.Here().Id;
        Own = await OwnIds.Of(tools.Database, tenant, cancellation);
        Schools = [.. (await tools.Database.Read(session => RosterStore.LoadSchools(tenant, session), cancellation)).OrderBy(SchoolsView.NameOf, Text.Order)];
        return true;
    }

    private bool Load(Session session, string? after)
    {
        var school = Own.Find(School) is { } id && Schools.Any(one => one.Id == id) ? id : (Guid?)null;
        var query = new ObjectQuery(
            Kinds.FirstOrDefault(one => one.Code == Type) is { Code: not null } kind ? kind.Kind : null, school,
            Filters.FirstOrDefault(one => one.Code == Status) is { Code: not null } filter ? filter.Filter : ObjectFilter.All, Parse(after));
        (Rows, var more) = ObjectList.Load(session, View.Details, View.Hindrance, query);
        Next = more ? At(CodeOf(Rows[^1])) : null;
        IsFirst = query.After is null;
        return true;
    }

    /// <summary>Whatever is not in scope any more is left alone: it is not made anew by being asked for.</summary>
    private void SendAgain(Session session, IReadOnlyCollection<(EntityKind Kind, Guid Id)> chosen)
    {
        var tenant = View.Details.Tenant;
        var rows = ObjectList.Of(session, View.Details, chosen).Where(row => row.IsInScope).ToList();
        var rids = rows.SelectMany(row => StoredStanding.Resources(row.Kind, row.Id, row.Schools)).Select(one => StoredStanding.NumberOf(session, tenant, one.Endpoint, one.Id)).OfType<long>().ToList();
        ReceiptStore.OweAgain(session, tenant, View.Details.Id, rids);
        this.Log(session, AuditEvent.SentAgain, Here.Title, after: Text.Count(rows.Count, "objekt", "objekt"));
    }

    private (EntityKind Kind, Guid Id)? Parse(string? text) =>
        text?.Split('-') is [['1' or '2' or '3'] kind, var id] && Own.Find(id) is { } found ? ((EntityKind)(kind[0] - '0'), found) : null;
}
