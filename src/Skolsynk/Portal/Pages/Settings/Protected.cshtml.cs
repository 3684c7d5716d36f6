using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Protection;
using Skolsynk.Portal.SignIn;
using Skolsynk.Retention;
using Skolsynk.Source;
using Skolsynk.Stores;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.Pages.Settings;

/// <summary>
/// <c>/settings/protected</c>: who is protected. Counts at first; names are asked of Microsoft 365 when somebody with the right to it has
/// just signed in and told why, and are kept nowhere.
/// </summary>
[Rights(Who.Protecting, Who.Protecting)]
internal sealed class ProtectedModel(PortalTools tools) : PageModel
{
    /// <summary>Whoever opens this has just shown who she is.</summary>
    public static readonly TimeSpan Fresh = TimeSpan.FromMinutes(15);

    public static readonly IReadOnlyList<string> Reasons = ["Nytt eller ändrat skydd", "Kontroll av listan", "Fråga från skola, elev eller vårdnadshavare", "Annat"];

    public ProtectionView View { get; private set; } = null!;

    public FormErrors Errors { get; } = new();

    public string? Said { get; private set; }

    /// <summary>What was searched for, as it is typed; stands in no address.</summary>
    public string Search { get; private set; } = "";

    public NamedPerson? Found { get; private set; }

    /// <summary>Null: nobody has asked for names.</summary>
    public IReadOnlyDictionary<Guid, NamedPerson>? Names { get; private set; }

    public string Group { get; private set; } = "";

    /// <summary>Whose mark is to be taken away, to be confirmed.</summary>
    public Guid? Leaves { get; private set; }

    public bool IsFresh => tools.Time.GetUtcNow() - HttpContext.Here().Visitor.At <= Fresh;

    private Tenant Tenant => HttpContext.Here().Tenant!;

    private TenantId Id => HttpContext.Here().Id;

    private ProtectedLookup Lookup => new(tools, Tenant);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        View = await tools.Database.Read(session => ProtectionView.Load(session, Tenant), HttpContext.RequestAborted);
        Group = Tenant.ProtectedGroup ?? "";
        // Whoever has not just signed in sees counts and changes nothing.
        if (IsFresh || HttpContext.Request.Method == "GET")
            await next();
        else
            context.Result = Page();
    }

    public void OnGet(string? said) => Said = Told.Of(said);

    public async Task<IActionResult> OnPostOpen(string? reason, CancellationToken cancellation)
    {
        if (!int.TryParse(reason, out var number) || number < 0 || number >= Reasons.Count)
            return Wrong("why-0", "Välj ett skäl.");
        var persons = View.Marks.Select(mark => mark.Person).Distinct().ToList();
        await tools.Database.Write(session => this.Log(session, AuditEvent.ProtectedViewed, $"{persons.Count} personer", "", Reasons[number]), cancellation);
        Names = await Lookup.Names(persons, cancellation);
        return Names is null ? Wrong("why-0", ProtectedLookup.NoAnswer) : Page();
    }

    public async Task<IActionResult> OnPostSearch(string? person, CancellationToken cancellation)
    {
        Search = (person ?? "").Trim();
        if (!View.HasAgreement)
            return Wrong("person", "Elever och lärare läses inte än. Ange avtalet under Leverantörer.");
        (Found, var wrong) = await Lookup.Find(Search, cancellation);
        await tools.Database.Write(session => this.Log(session, AuditEvent.ProtectedViewed, "1 sökning"), cancellation);
        if (Found is null)
            return Wrong("person", wrong);
        return View.Marks.Any(mark => mark.Person == Found.Id) ? Wrong("person", "Personen är redan markerad.") : Page();
    }

    /// <summary>Asks once more: what a form says of somebody is not believed.</summary>
    public async Task<IActionResult> OnPostMark(string? id, CancellationToken cancellation)
    {
        if (!View.HasAgreement || !Guid.TryParseExact(id, "N", out var person))
            return NotFound();
        var (found, wrong) = await Lookup.Find($"{person:D}", cancellation);
        if (found is null)
            return Wrong("person", wrong);
        var set = await tools.Database.Write(session =>
        {
            this.Log(session, AuditEvent.ProtectedChanged, "1 person", "", "Skyddad");
            return Marks.Change(session, Id, person, isProtected: true);
        }, cancellation);
        if (set.Marked > 0)
            await tools.Database.Scrub(CancellationToken.None);
        return Redirect("/settings/protected?said=protected");
    }

    public async Task<IActionResult> OnPostUnmark(string? id, string? sure, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(id, "N", out var person) || !View.Marks.Any(mark => mark.Person == person && mark.Origin is MarkOrigin.Administrator))
            return NotFound();
        Leaves = person;
        if (sure is null)
            return Page();
        await tools.Database.Write(session =>
        {
            Marks.Change(session, Id, person, isProtected: false);
            this.Log(session, AuditEvent.ProtectedChanged, "1 person", "Skyddad", "Inte skyddad");
        }, cancellation);
        return Redirect("/settings/protected?said=unprotected");
    }

    /// <summary>The group is asked for before it is gone by, so that a wrong one blocks nobody.</summary>
    public async Task<IActionResult> OnPostGroup(string? group, CancellationToken cancellation)
    {
        Group = (group ?? "").Trim();
        if (Group.Length > 0 && !Guid.TryParse(Group, out _))
            return Wrong("group", "Skriv gruppens objekt-id, 32 siffror och bokstäver a–f med bindestreck.");
        var wanted = Group.Length == 0 ? null : $"{Guid.Parse(Group):D}";
        if (wanted is not null && await GroupProblemOf(wanted, cancellation) is { } wrong)
            return Wrong("group", wrong);
        await tools.Database.Write(session =>
        {
            using var context = session.Context(Id);
            var row = context.Set<Tenant>().Single(one => one.Id == Id.Value);
            if (row.ProtectedGroup == wanted)
                return;
            row.ProtectedGroup = wanted;
            context.SaveChanges();
            // A read that is under way began without this group.
            RosterCommit.Moved(Id, session);
            ProtectedGroups.Forget(session, Id);
            if (wanted is not null && TenantSetups.Load(session, Id) is { Protected: ProtectedAnswer.None })
                TenantSetups.AnswerProtected(session, Id, ProtectedAnswer.AllMarked);
            if (wanted is null)
                Marks.Set(session, Id, MarkOrigin.EntraGroup, new HashSet<Guid>());
            this.Log(session, AuditEvent.ProtectedChanged, "Grupp i Entra ID", Tenant.ProtectedGroup is null ? "Ingen" : "Vald", wanted is null ? "Ingen" : "Vald");
        }, cancellation);
        return Redirect("/settings/protected?said=protected-group");
    }

    /// <summary>A group that has shrunk is right with as many as were counted.</summary>
    public async Task<IActionResult> OnPostAccept(int? members, CancellationToken cancellation)
    {
        if (View.Group is not { Problem: GroupProblem.Shrunk, Found: var found } || members != found)
            return Redirect("/settings/protected");
        await tools.Database.Write(session =>
        {
            ProtectedGroups.Accept(session, Id, found);
            this.Log(session, AuditEvent.ProtectedChanged, "Grupp i Entra ID", "", $"{found} medlemmar godkända");
        }, cancellation);
        return Redirect("/settings/protected?said=protected-group");
    }

    public async Task<IActionResult> OnPostApprove(int? persons, CancellationToken cancellation)
    {
        if (View.Waiting == 0 || persons != View.Waiting)
            return Redirect("/settings/protected?said=protected-changed");
        await tools.Database.Write(session =>
        {
            Marks.Approve(session, Id);
            this.Log(session, AuditEvent.ProtectedChanged, $"{View.Waiting} personer", "", "Tas bort hos leverantörerna");
        }, cancellation);
        await tools.Database.Scrub(CancellationToken.None);
        return Redirect("/settings/protected?said=protected-removed");
    }

    public async Task<IActionResult> OnPostWithdraw(int? persons, CancellationToken cancellation)
    {
        if (View.Waiting == 0 || persons != View.Waiting)
            return Redirect("/settings/protected?said=protected-changed");
        await tools.Database.Write(session =>
        {
            Marks.Withdraw(session, Id);
            this.Log(session, AuditEvent.ProtectedChanged, $"{View.Waiting} personer", "Skyddade", "Listan var fel, skyddet borttaget");
        }, cancellation);
        return Redirect("/settings/protected?said=unprotected");
    }

    private async Task<string?> GroupProblemOf(string group, CancellationToken cancellation) => tools.Reader is not { } reader ? ProtectedLookup.NoAnswer
        : await reader.Members(new GraphTenant(Tenant.EntraTenantId, ReadBudget.Unconfirmed), group, cancellation) switch
        {
            GroupOutcome.Failed { Failure.Status: 401 or 403 } => "Skolsynk får inte läsa gruppen. Behörigheten GroupMember.Read.All är inte godkänd.",
            GroupOutcome.Failed { Failure.Status: 404 } => "Ingen grupp i Microsoft 365 har det id:t.",
            GroupOutcome.Failed => ProtectedLookup.NoAnswer,
            _ => null,
        };

    private PageResult Wrong(string field, string text)
    {
        this.Tells(Errors).Add(field, text);
        return Page();
    }
}
