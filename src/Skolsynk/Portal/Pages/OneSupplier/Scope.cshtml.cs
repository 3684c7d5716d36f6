using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Schools;
using Skolsynk.Portal.Setup;
using Skolsynk.Portal.SignIn;
using Skolsynk.Rosters;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Pages.OneSupplier;

/// <summary><c>/suppliers/KEY/scope</c>: which schools, roles, groups and attributes; nothing of it works before its preview is approved.</summary>
[Rights(Who.Everyone, Who.Administrators)]
internal sealed class ScopeModel(PortalTools tools, RosterTotals totals) : PageModel
{
    public SupplierPage Here { get; private set; } = null!;

    public FormErrors Errors { get; } = new();

    public ScopeSettings Wanted { get; private set; } = new();

    public bool All { get; private set; }

    public HashSet<Guid> Chosen { get; private set; } = [];

    public IReadOnlyList<School> WithCode { get; private set; } = [];

    public IReadOnlyList<School> WithoutCode { get; private set; } = [];

    public IReadOnlyDictionary<Guid, (int Students, int Teachers)>? Counts { get; private set; }

    public bool InSetup { get; private set; }

    public string? Said { get; private set; }

    public async Task<IActionResult> OnGet(string key, string? environment, string? said, CancellationToken cancellation)
    {
        Said = Told.Of(said);
        return await Load(key, environment, cancellation) ? Page() : NotFound();
    }

    public async Task<IActionResult> OnPost(string key, string? environment, string? mode, string[]? school, string? groups, CancellationToken cancellation)
    {
        if (!await Load(key, environment, cancellation))
            return NotFound();
        All = mode == "all";
        Chosen = [.. (school ?? []).Select(text => Guid.TryParseExact(text, "N", out var id) ? id : Guid.Empty).Where(id => WithCode.Any(one => one.Id == id))];
        var form = Request.Form;
        Wanted = Wanted with
        {
            AllSchools = All,
            // A chosen school that has no code for the moment stays chosen.
            Schools = All ? [] : [.. Chosen.Union(Wanted.Schools.Where(id => WithoutCode.Any(one => one.Id == id))).Order(Comparer<Guid>.Create(Ids.Compare))],
            Students = form.ContainsKey("students"),
            Teachers = form.ContainsKey("teachers"),
            Groups = groups switch { "all" => GroupsTaken.All, "classes" => GroupsTaken.Classes, _ => GroupsTaken.None },
            Email = form.ContainsKey("email"),
            SchoolYear = form.ContainsKey("schoolyear"),
        };
        if (Here.View!.IsDraft && !All && Chosen.Count == 0)
            Errors.Add("mode-chosen", "Välj minst en skola.");
        if (!Wanted.Students && !Wanted.Teachers)
            Errors.Add("students", "Välj elever, lärare eller båda.");
        if (Errors.Any)
        {
            this.Tells(Errors);
            return Page();
        }
        var id = await PreviewRound.Keep(
            tools.Database, Here.View, Wanted, session => this.Log(session, AuditEvent.PreviewMade, Here.Title, after: SettingWords.Of(Wanted)), cancellation);
        return Redirect(Here.At($"previews/{id:N}"));
    }

    private async Task<bool> Load(string key, string? environment, CancellationToken cancellation)
    {
        if (await SupplierPage.Find(this, tools, key, environment) is not { View: { } view } here)
            return false;
        Here = here;
        var tenant = HttpContext.Here().Id;
        var schools = await tools.Database.Read(session => SchoolsView.Load(session, tenant), cancellation);
        InSetup = await this.InSteps(tools, SetupStep.Start) is not null;
        Counts = (await totals.Get(tenant, cancellation))?.Roster.BySchool;
        WithCode = [.. schools.Schools.Where(school => schools.Codes.ContainsKey(school.Id))];
        WithoutCode = [.. schools.Schools.Where(school => !schools.Codes.ContainsKey(school.Id))];
        Wanted = view.Details.Chosen;
        All = Wanted.AllSchools;
        Chosen = [.. Wanted.Schools];
        return true;
    }
}
