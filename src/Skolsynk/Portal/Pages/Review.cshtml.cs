using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Mvc.Filters;
using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Access;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Reviews;
using Skolsynk.Portal.SignIn;
using Skolsynk.Stores;
using Skolsynk.Sync;

namespace Skolsynk.Portal.Pages;

/// <summary>
/// <c>/reviews/ID</c>: one hold, who it is about, and the decision. A decision is chosen, confirmed and then taken; both later steps
/// carry the fingerprint of what was shown first.
/// </summary>
[Rights(Who.Everyone, Who.Administrators)]
internal sealed class ReviewModel(PortalTools tools, RosterTotals totals, IHostApplicationLifetime lifetime) : PageModel
{
    public const int PageSize = 50;

    /// <summary>From so many on the number is typed.</summary>
    public const int MuchIs = 1000;

    private const int LongestKeep = 60;

    public Review Review { get; private set; } = null!;

    /// <summary>All persons of the municipality; null: not counted.</summary>
    public int? AllPersons { get; private set; }

    /// <summary>Names are shown: somebody asked for them.</summary>
    public bool Names { get; private set; }

    public int PageNumber { get; private set; } = 1;

    public int Pages => Math.Max(1, (Review.Rows.Count + PageSize - 1) / PageSize);

    public IEnumerable<ReviewRow> PageRows => Review.Rows.Skip((PageNumber - 1) * PageSize).Take(PageSize);

    /// <summary>Who only looks sees counts.</summary>
    public bool MayDecide => HttpContext.Here().Is(Who.Administrators);

    /// <summary>What is to be confirmed; none: nothing is chosen yet.</summary>
    public Answer Asked { get; private set; }

    /// <summary>What the answer is about.</summary>
    public IReadOnlyList<ReviewRow> Chosen { get; private set; } = [];

    /// <summary>The number is typed to confirm.</summary>
    public bool IsTyped => Asked is Answer.Approve && (Chosen.Count >= MuchIs || Review.OnlyWhole);

    public string Until { get; private set; } = "";

    public string Reason { get; private set; } = "";

    public FormErrors Errors { get; } = new();

    /// <summary>Why nothing was decided; null: it was not tried.</summary>
    public string? Refused { get; private set; }

    /// <summary>The answer is one to this kind of hold.</summary>
    private bool MayAnswer => Asked is Answer.Keep || (Review.IsSuccession ? Asked is Answer.Same or Answer.Other : Asked is Answer.Approve);

    private DateOnly Today => DateOnly.FromDateTime(Text.Local(Review.Now).DateTime);

    public DateOnly KeptTo => Today.AddDays(14);

    public override async Task OnPageHandlerExecutionAsync(PageHandlerExecutingContext context, PageHandlerExecutionDelegate next)
    {
        var visit = HttpContext.Here();
        var id = (string?)RouteData.Values["id"] ?? "";
        if (await tools.Database.Read(session => Review.Load(session, visit.Tenant!, id), HttpContext.RequestAborted) is not { Rows.Count: > 0 } review)
        {
            // Whoever decides what somebody else has just decided is told, not turned away.
            context.Result = HttpMethods.IsPost(Request.Method) && await Was(visit, id) ? Redirect("/reviews?said=review-gone") : NotFound();
            return;
        }
        Review = review;
        Until = KeptTo.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        AllPersons = (await totals.Get(visit.Id, HttpContext.RequestAborted))?.Roster.Users;
        await next();
    }

    public async Task<IActionResult> OnGet(string? show, int? p, CancellationToken cancellation)
    {
        PageNumber = Math.Clamp(p ?? 1, 1, Pages);
        if (show == "names" && !await this.OpensNames(tools, $"Granskning {Review.Hold.Number}", cancellation))
            return Redirect(NamesGate.Ask($"{Review.Address}?show=names"));
        Names = show == "names";
        return Page();
    }

    /// <summary>An answer is chosen: what it does is shown, and asked for once more.</summary>
    public IActionResult OnPost(string? answer, string? fingerprint, ReviewChoice choice)
    {
        Asked = answer switch { "approve" or "some" => Answer.Approve, "keep" => Answer.Keep, "same" => Answer.Same, "other" => Answer.Other, _ => Answer.None };
        if (!MayAnswer)
            return Redirect(Review.Address);
        Choose(choice, answer is not "approve");
        if (fingerprint != Review.Hold.Fingerprint)
            Refuse(HasChanged());
        else if (Chosen.Count == 0)
            this.Tells(Errors).Add(choice.ByRow ? "rows" : "schools", "Välj minst en.");
        if (Errors.Any || Refused is not null)
            Asked = Answer.None;
        Names = choice.ByRow;
        PageNumber = Math.Clamp(choice.Page, 1, Pages);
        return Page();
    }

    /// <summary>Decides what was confirmed.</summary>
    public async Task<IActionResult> OnPostDecide(string? answer, string? fingerprint, string? reason, string? until, string? number, ReviewChoice choice, CancellationToken cancellation)
    {
        (Reason, Until) = (reason ?? "", until ?? Until);
        Asked = Enum.TryParse<Answer>(answer, out var parsed) ? parsed : Answer.None;
        Choose(choice, !choice.Everything);
        if (!MayAnswer || Chosen.Count == 0)
            return Redirect(Review.Address);
        if (fingerprint != Review.Hold.Fingerprint)
            return Refuse(HasChanged());
        var day = Check(number);
        if (Errors.Any)
        {
            this.Tells(Errors);
            return Page();
        }
        var visit = HttpContext.Here();
        var wanted = new ReviewAnswer(Asked, fingerprint, choice.Everything ? null : [.. Chosen.Select(row => row.Id)], ReviewTexts.ReasonOf(Reason), day);
        var answered = await tools.Database.Write(session => Decide(session, wanted, visit), cancellation);
        if (answered is not Answered.Done)
            return Refuse(WhyNot(answered));
        if (Review.IsOfSource && Asked is not Answer.Keep)
            await ReadNow(visit, cancellation);
        return Redirect($"/reviews?said=review-{(Asked is Answer.Keep ? "kept" : Review.IsOfSource ? "read" : "sent")}");
    }

    private Answered Decide(Data.Session session, ReviewAnswer wanted, Visit visit)
    {
        var answered = wanted.Decide(session, visit.Tenant!, Review, visit.Visitor);
        if (answered is Answered.Done)
            this.Log(session, AuditEvent.HoldDecided, $"Granskning {Review.Hold.Number}", Review.Hold.Fingerprint, ReviewTexts.Logged(wanted, Chosen.Count));
        return answered;
    }

    private void Choose(ReviewChoice choice, bool part) => Chosen = !part || (Review.OnlyWhole && Asked is Answer.Approve) ? Review.Rows : choice.Of(Review);

    /// <summary>Until when it is kept.</summary>
    private DateTimeOffset Check(string? number)
    {
        if (Asked is Answer.Approve && ReviewTexts.ReasonOf(Reason) is HoldReason.None)
            Errors.Add("reason-1", "Välj ett skäl.");
        if (IsTyped && new string([.. (number ?? "").Where(char.IsAsciiDigit)]) != Chosen.Count.ToString(CultureInfo.InvariantCulture))
            Errors.Add("number", $"Skriv {Text.Number(Chosen.Count)} för att bekräfta.");
        if (Asked is not Answer.Keep)
            return default;
        if (!DateOnly.TryParseExact(Until, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            Errors.Add("until", "Skriv datumet som åååå-mm-dd.");
        else if (day <= Today || day > Today.AddDays(LongestKeep))
            Errors.Add("until", $"Datumet ska vara efter i dag och senast {Today.AddDays(LongestKeep):yyyy-MM-dd}.");
        return Errors.Any ? default : Text.Midnight(day);
    }

    private PageResult Refuse(string why)
    {
        (Refused, Asked) = (why, Answer.None);
        return Page();
    }

    private string HasChanged() => $"Granskningen har ändrats sedan du såg den. {Text.Count(Review.Rows.Count, "ändring", "ändringar")} väntar nu. Inget har beslutats."
        + (Review.Decisions is [{ By.Length: > 0 } last, ..] ? $" Senaste beslutet togs av {last.By} {Text.Clock(DateTimeOffset.FromUnixTimeMilliseconds(last.At))}." : "");

    private string WhyNot(Answered answered) => answered switch
    {
        Answered.BothThere => "Det tidigare kontot finns kvar i Microsoft 365, så det är två konton samtidigt. Ta bort det tidigare kontot där, läs igen och svara sedan. Inget har beslutats.",
        Answered.TwoPersons => "Ett nytt konto har tagit över namn från två personer. Svara för en i taget. Inget har beslutats.",
        _ => HasChanged(),
    };

    /// <summary>What is approved is done by a reading, if the source still says the same.</summary>
    private async Task ReadNow(Visit visit, CancellationToken cancellation)
    {
        if (tools.Engine is { } engine && visit.Tenant!.Active && !await tools.Database.Read(session => ReadingNow.IsRunning(session, visit.Id), cancellation))
            await new AskedReading(tools.Database, engine, tools.Time, tools.Logs.CreateLogger<AskedReading>()).Start(visit.Id, cancellation, lifetime.ApplicationStopping);
    }

    private Task<bool> Was(Visit visit, string id) => tools.Database.Read(session => Guid.TryParseExact(id, "N", out var wanted)
        && DecisionLog.Latest(visit.Id, session, 200).Any(one => Review.IdOf(visit.Tenant!, one.Hold) == wanted), HttpContext.RequestAborted);
}
