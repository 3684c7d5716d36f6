using Microsoft.AspNetCore.Mvc;

namespace Skolsynk.Portal.Reviews;

/// <summary>What is chosen of a review, as its forms post it: by school and kind, or row by row.</summary>
internal sealed class ReviewChoice
{
    [FromForm(Name = "school")]
    public List<string> Schools { get; set; } = [];

    [FromForm(Name = "kind")]
    public List<string> Kinds { get; set; } = [];

    [FromForm(Name = "row")]
    public List<string> Rows { get; set; } = [];

    /// <summary>The choice was made among the rows of a page.</summary>
    [FromForm(Name = "byrow")]
    public bool ByRow { get; set; }

    /// <summary>Nothing was chosen: all of it.</summary>
    [FromForm(Name = "everything")]
    public bool Everything { get; set; }

    /// <summary>The page of rows that was open.</summary>
    [FromForm(Name = "p")]
    public int Page { get; set; }

    public IReadOnlyList<ReviewRow> Of(Review review)
    {
        if (ByRow)
        {
            var rows = Ids(Rows);
            return [.. review.Rows.Where(row => rows.Contains(row.Id))];
        }
        var kinds = Kinds.Select(text => Enum.TryParse<ReviewKind>(text, out var kind) ? kind : (ReviewKind)(-1)).ToHashSet();
        return ReviewAnswer.Chosen(review, Ids(Schools), kinds);
    }

    private static HashSet<Guid> Ids(IEnumerable<string> texts) => [.. texts.Select(text => Guid.TryParseExact(text, "N", out var id) ? (Guid?)id : null).OfType<Guid>()];
}
