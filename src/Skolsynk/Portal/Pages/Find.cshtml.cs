using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.People;
using Skolsynk.Portal.Schools;
using Skolsynk.Portal.SignIn;
using Skolsynk.Stores;
using Skolsynk.Sync;

namespace Skolsynk.Portal.Pages;

/// <summary>A person or group that was found.</summary>
internal sealed record FoundRow(string Address, string Name, string What, string Schools, string Account);

/// <summary>
/// <c>/people</c> and <c>/groups</c>: searches for one. What is typed is posted, and stands in no address but sealed; a miss never tells why it is one.
/// </summary>
[Rights(Who.Everyone, Who.Everyone)]
internal sealed class FindModel(PortalTools tools, RosterTotals totals) : PageModel
{
    public const int Shortest = 3, Most = 50, Longest = 200;

    public FormErrors Errors { get; } = new();

    public string Text { get; private set; } = "";

    /// <summary>Null: nothing was searched for.</summary>
    public IReadOnlyList<FoundRow>? Rows { get; private set; }

    public bool More { get; private set; }

    /// <summary>The hits were asked for too long ago.</summary>
    public bool IsOld { get; private set; }

    public RosterCount? Counts { get; private set; }

    public DateTimeOffset? ReadAt { get; private set; }

    public DateTimeOffset Now => tools.Time.GetUtcNow();

    public bool IsOfPersons => !Request.Path.StartsWithSegments("/groups");

    public string Address => IsOfPersons ? "/people" : "/groups";

    /// <summary>She only looks, and has not said why.</summary>
    public bool OnlyCounts { get; private set; }

    public async Task OnGet(string? s, CancellationToken cancellation)
    {
        var visit = HttpContext.Here();
        OnlyCounts = !HttpContext.MaySeeNames(tools);
        Counts = (await totals.Get(visit.Id, cancellation))?.Roster;
        if (s is null || OnlyCounts)
            return;
        if (SealedSearch.Open(tools, visit, s) is not { } text)
        {
            IsOld = true;
            return;
        }
        Text = text;
        if (!await this.OpensNames(tools, "1 sökning", cancellation))
            return;
        var ids = await OwnIds.Of(tools.Database, visit.Id, cancellation);
        await tools.Database.Read(session => Search(session, visit.Id, ids), cancellation);
    }

    public async Task<IActionResult> OnPost(string? text, CancellationToken cancellation)
    {
        Text = (text ?? "").Trim();
        if (!HttpContext.MaySeeNames(tools))
            return Redirect(NamesGate.Ask(Address));
        if (Text.Length is < Shortest or > Longest)
        {
            this.Tells(Errors).Add("text", Text.Length < Shortest ? $"Skriv minst {Shortest} tecken." : $"Skriv högst {Longest} tecken.");
            Counts = (await totals.Get(HttpContext.Here().Id, cancellation))?.Roster;
            return Page();
        }
        await tools.Database.Write(session => this.Log(session, AuditEvent.Searched, IsOfPersons ? "Personer" : "Grupper"), cancellation);
        return Redirect($"{Address}?s={SealedSearch.Seal(tools, HttpContext.Here(), Text)}");
    }

    private bool Search(Session session, TenantId tenant, OwnIds ids)
    {
        var schools = RosterStore.LoadSchools(tenant, session).ToDictionary(school => school.Id, SchoolsView.NameOf);
        string At(IReadOnlyList<Guid> of) => string.Join(", ", of.Select(id => schools.GetValueOrDefault(id)).OfType<string>().Order(Frame.Text.Order));
        if (IsOfPersons)
        {
            var hits = RosterSearch.Persons(tenant, session, Text, Most);
            (More, Rows) = (hits.More, Sorted(hits.Found.Select(one => new FoundRow(
                $"/people/{ids.Of(one.Id)}", PersonWords.Name(one), StandingWords.Large(PersonWords.Role(one.Role)), At(one.Schools), one.UserName ?? "–"))));
        }
        else
        {
            var hits = RosterSearch.Groups(tenant, session, Text, Most);
            (More, Rows) = (hits.More, Sorted(hits.Found.Select(one => new FoundRow(
                $"/groups/{ids.Of(one.Id)}", one.Name ?? "Grupp utan namn", StandingWords.Large(PersonWords.Type(one.Kind)), At(one.Schools), ""))));
        }
        ReadAt = SyncRuns.Latest(tenant, session, 20).FirstOrDefault(run => run.Outcome < SyncOutcome.Failed)?.Ended;
        return true;
    }

    private static List<FoundRow> Sorted(IEnumerable<FoundRow> rows) => [.. rows.OrderBy(row => row.Name, Frame.Text.Order).ThenBy(row => row.Account, StringComparer.Ordinal)];
}
