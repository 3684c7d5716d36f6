using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Previews;
using Skolsynk.Portal.Setup;
using Skolsynk.Portal.SignIn;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Pages.OneSupplier;

/// <summary>
/// <c>/suppliers/KEY/previews/ID</c>: what settings do, in counts and row by row, and the click that lets them. Of one that was approved,
/// what it did.
/// </summary>
[Rights(Who.Everyone, Who.Administrators)]
internal sealed class PreviewModel(PortalTools tools, PreviewBook book) : PageModel
{
    public SupplierPage Here { get; private set; } = null!;

    public StoredPreview Stored { get; private set; } = null!;

    /// <summary>Null: it is being worked out, or that failed.</summary>
    public MadePreview? Made { get; private set; }

    public bool Failed { get; private set; }

    public bool IsDraft => Here.View!.IsDraft;

    /// <summary>Nothing was sent before it, so that everything in it is new.</summary>
    public bool IsFirst => Stored.ApprovedAt is null ? IsDraft : Stored.Before is null;

    public DateTimeOffset? ReadAt => Here.View!.LastGoodRead;

    /// <summary>The one that was seen before it; null: none.</summary>
    public StoredPreview? Since { get; private set; }

    /// <summary>What must be there before it may start.</summary>
    public IReadOnlyList<(string Text, string Address)> Missing { get; private set; } = [];

    public PreviewFilter Filter { get; private set; } = PreviewFilter.Of(null, null, null);

    /// <summary>Rows are shown: somebody asked for them, and may see names.</summary>
    public bool Rows { get; private set; }

    /// <summary>Somebody asked for rows and is to say why.</summary>
    public bool AsksWhy { get; private set; }

    public int PageNumber { get; private set; } = 1;

    public int Pages { get; private set; } = 1;

    public int Count { get; private set; }

    public IReadOnlyList<ListedRow> Listed { get; private set; } = [];

    public IReadOnlyList<MemberRow> Members { get; private set; } = [];

    public string? Said { get; private set; }

    private char And => Here.Kind is EnvironmentKind.Test ? '&' : '?';

    public string Address => Here.At($"previews/{Stored.Id:N}");

    /// <summary>The address of a page of rows.</summary>
    public string RowsAt(int page) => $"{Address}{And}rows=yes{(Since is null ? "" : $"&since={Since.Id:N}")}{(Filter.Query(page) is { Length: > 0 } query ? "&" + query : "")}";

    public string Live => $"{Here.Path}/previews/{Stored.Id:N}/live{(Here.Kind is EnvironmentKind.Test ? "?environment=test" : "")}";

    public Task<IActionResult> OnGet(
        string key, string id, string? environment, string? since, string? rows, string? show, string? type, string? school, int? p, string? said, CancellationToken cancellation)
    {
        Said = Told.Of(said);
        Filter = PreviewFilter.Of(show, type, school);
        return Show(key, id, environment, since, rows is not null, p ?? 1, cancellation);
    }

    public async Task<IActionResult> OnGetLive(string key, string id, string? environment, CancellationToken cancellation)
    {
        var page = await Show(key, id, environment, null, false, 1, cancellation);
        return page is NotFoundResult ? page : Partial("OneSupplier/_PreviewCounting", this);
    }

    private async Task<IActionResult> Show(string key, string id, string? environment, string? since, bool rows, int page, CancellationToken cancellation)
    {
        if (!await Find(key, id, environment, since, cancellation))
            return NotFound();
        var state = await book.Get(Stored, Since, cancellation);
        (Made, Failed) = (state.Made, state.Failed);
        if (Made is null)
            return Page();
        // What came to it is few and no removal: it is named at once to whoever decides.
        var named = Made.Added.Count > 0 && HttpContext.Here().Is(Who.Administrators);
        if (rows || named)
            Rows = await this.OpensNames(tools, $"Förhandsvisning, {Here.Title}", cancellation);
        AsksWhy = !Rows && !HttpContext.Here().Is(Who.Administrators);
        if (Rows && rows)
            List(page);
        else
            Rows = false;
        return Page();
    }

    private void List(int page)
    {
        if (Filter.Members)
        {
            (Members, Count) = PreviewMembers.Page(Made!, Filter, Stored.Id, Math.Max(1, page));
            // There are fewer than the address says.
            if (Place(page) != page)
                Members = PreviewMembers.Page(Made!, Filter, Stored.Id, PageNumber).Rows;
            return;
        }
        var all = Filter.Of(Made!, Stored.Id);
        Count = all.Count;
        Listed = [.. all.Skip((Place(page) - 1) * PreviewFilter.PageSize).Take(PreviewFilter.PageSize)];
    }

    /// <summary>The page of the rows that is shown when this one is asked for.</summary>
    private int Place(int page)
    {
        Pages = Math.Max(1, (Count + PreviewFilter.PageSize - 1) / PreviewFilter.PageSize);
        return PageNumber = Math.Clamp(page, 1, Pages);
    }

    public async Task<IActionResult> OnPost(string key, string id, string? environment, string? step, CancellationToken cancellation)
    {
        if (!await Find(key, id, environment, null, cancellation))
            return NotFound();
        // Sent twice: it is done already.
        if (Stored.ApprovedAt is not null)
            return Redirect(After(IsFirst, Stored.Added?.Length > 0));
        if (step != "approve")
        {
            await tools.Database.Write(session =>
            {
                StoredPreview.Discard(session, new(Stored.TenantId), Stored.Id);
                this.Log(session, AuditEvent.PreviewDiscarded, Here.Title);
            }, cancellation);
            return Redirect($"{Here.At("scope")}{And}said=discarded");
        }
        var first = IsDraft;
        var answer = await PreviewRound.Approve(tools.Database, Stored, Look, Enter, cancellation);
        return answer.Result switch
        {
            Approved.Done => Redirect(After(first, answer.Added > 0)),
            Approved.Grew => Redirect($"{Here.At($"previews/{answer.Next:N}")}{And}since={Stored.Id:N}"),
            Approved.Overtaken => Redirect($"{Address}{And}said=preview-overtaken"),
            _ => Redirect(Address),
        };
    }

    private string After(bool first, bool added) => added ? $"{Address}{And}said={(first ? "started" : "scope")}" : first ? "/home?said=started" : $"{Here.At()}{And}said=scope";

    /// <summary>
    /// One at a time, and everything as it stands now: somebody may have started, changed or ended it meanwhile, or taken an agreement
    /// back. Null: it may not be approved now.
    /// </summary>
    private ConnectionView? Look(Session session)
    {
        var tenant = new TenantId(Stored.TenantId);
        return SupplierPage.Load(session, tenant, Here.Supplier.Key, Here.Kind) is { View: { IsEnding: false } view } now
            && view.Details.Id == Stored.ConnectionId && !(view.IsDraft && now.Missing(Today(view)).Any()) ? view : null;
    }

    private void Enter(Session session, ConnectionView view) => this.Log(
        session, view.IsDraft ? AuditEvent.Started : AuditEvent.ScopeApproved, Here.Title, view.IsDraft ? "" : SettingWords.Of(view.Details.Scope.Settings), SettingWords.Of(Stored.Scope, Stored.Pairs));

    private static DateOnly Today(ConnectionView view) => DateOnly.FromDateTime(Text.Local(view.Now).DateTime);

    private async Task<bool> Find(string key, string id, string? environment, string? since, CancellationToken cancellation)
    {
        if (!Guid.TryParseExact(id, "N", out var number) || await SupplierPage.Find(this, tools, key, environment) is not { View: { } view } here)
            return false;
        Here = here;
        await this.InSteps(tools, SetupStep.Start);
        Missing = view.IsDraft ? [.. here.Missing(Today(view))] : [];
        var (stored, earlier) = await tools.Database.Read(session => (
            StoredPreview.Load(session, view.Details.Tenant, view.Details.Id, number),
            Guid.TryParseExact(since, "N", out var before) ? StoredPreview.Load(session, view.Details.Tenant, view.Details.Id, before) : null), cancellation);
        (Stored, Since) = (stored!, earlier);
        return stored is not null;
    }
}
