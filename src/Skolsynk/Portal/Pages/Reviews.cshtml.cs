using Microsoft.AspNetCore.Mvc.RazorPages;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Reviews;
using Skolsynk.Portal.SignIn;
using Skolsynk.Stores;

namespace Skolsynk.Portal.Pages;

/// <summary><c>/reviews</c>: what the brakes have set aside, and what was decided about it lately.</summary>
[Rights(Who.Everyone)]
internal sealed class ReviewsModel(PortalTools tools) : PageModel
{
    /// <summary>What waits, the oldest first.</summary>
    public IReadOnlyList<Review> Waiting { get; private set; } = [];

    /// <summary>What is kept until a date, or approved and not yet done.</summary>
    public IReadOnlyList<(Review Review, int Approved, int Kept, DateTimeOffset Until)> Decided { get; private set; } = [];

    public IReadOnlyList<HoldDecision> Decisions { get; private set; } = [];

    public string? Said { get; private set; }

    public DateTimeOffset Now { get; private set; }

    public async Task OnGet(string? said, CancellationToken cancellation)
    {
        Said = Told.Of(said);
        var visit = HttpContext.Here();
        var all = await tools.Database.Read(session =>
        {
            Now = DateTimeOffset.FromUnixTimeMilliseconds(session.Now);
            Decisions = DecisionLog.Latest(visit.Id, session, 20);
            return Review.All(session, visit.Tenant!);
        }, cancellation);
        Waiting = [.. all.Where(one => one.Rows.Count > 0).OrderBy(one => one.Hold.Opened)];
        Decided = [.. all.Select(Standing).Where(one => one.Approved + one.Kept > 0)];
    }

    private static (Review Review, int Approved, int Kept, DateTimeOffset Until) Standing(Review review)
    {
        var kept = review.Hold.Items.Where(item => item.State is HoldState.Kept).ToList();
        return (review, Count(review.Hold.Items.Where(item => item.State is HoldState.Approved)), Count(kept),
            DateTimeOffset.FromUnixTimeMilliseconds(kept.Count == 0 ? 0 : kept.Min(item => item.Until)));

        static int Count(IEnumerable<HeldItem> items) => items.Select(item => item.Loss.Id).Distinct().Count();
    }
}
