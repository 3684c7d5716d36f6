using Skolsynk.Portal.Frame;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Sync;

namespace Skolsynk.Portal.Reviews;

/// <summary>What a review is called and what it says.</summary>
internal static class ReviewTexts
{
    /// <summary>The red row of the start page comes after this time without a decision.</summary>
    public static readonly TimeSpan TooLong = TimeSpan.FromDays(14);

    /// <summary>What has been caught, as the table of the brake calls it.</summary>
    public static string Heading(Review review) => (review.IsOfSource, review.Cause) switch
    {
        (false, _) => $"{Text.Number(review.Rows.Count)} skulle tas bort hos {review.Supplier ?? "leverantören"} utan att någon har bestämt det",
        (_, HoldCause.EmptySource) => "Läsningen var tom",
        (_, HoldCause.EmptiedSchool) => $"{School(review)} är tom i Microsoft 365",
        (_, HoldCause.School) => $"{School(review)} tappar många personer",
        (_, HoldCause.Class) => $"Halva {review.Class} försvinner",
        (_, HoldCause.Succession) => review.Rows.Count == 1 ? "1 adress har bytt konto" : $"{Text.Number(review.Rows.Count)} adresser har bytt konto",
        (_, HoldCause.Groups) => "Ovanligt många grupper försvinner",
        _ => "Ovanligt många personer försvinner",
    };

    /// <summary>The page's name: how many, and of what.</summary>
    public static string Subject(Review review)
    {
        if (!review.IsOfSource || review.Cause is HoldCause.Succession or HoldCause.EmptySource)
            return Heading(review);
        var persons = review.Rows.Count(row => row.IsPerson && row.IsWhole);
        var groups = review.Rows.Count(row => row.Kind is ReviewKind.Groups && row.IsWhole);
        return persons > 0 ? $"{Text.Count(persons, "person", "personer")} försvinner ur Microsoft 365"
            : review.Cause is HoldCause.Groups && groups > 0 ? $"{Text.Count(groups, "grupp", "grupper")} försvinner ur Microsoft 365"
            : Heading(review);
    }

    /// <summary>What has been caught, of how many.</summary>
    public static string Lead(Review review, int? persons)
    {
        var kinds = new List<string>();
        void Add(ReviewKind kind, string one, string many)
        {
            if (review.Of(kind) is > 0 and var count)
                kinds.Add(Text.Count(count, one, many));
        }
        Add(ReviewKind.Students, "elev", "elever");
        Add(ReviewKind.Teachers, "lärare", "lärare");
        Add(ReviewKind.Others, "övrig", "övriga");
        if (review.Persons == 0 || review.Cause is HoldCause.Succession)
            return Subject(review) == Heading(review) ? "" : $"{Heading(review)}.";
        var of = persons is { } all && all >= review.Persons ? $" av {Text.Count(all, "person", "personer")}" : review.Persons == 1 ? " person" : " personer";
        return $"{(Subject(review) == Heading(review) ? "" : $"{Heading(review)}. ")}Det gäller {Text.Number(review.Persons)}{of} ({string.Join(", ", kinds)}).";
    }

    /// <summary>What happens if nobody decides.</summary>
    public static IReadOnlyList<string> Otherwise(Review review) => review switch
    {
        { IsOfSource: true, Cause: HoldCause.EmptySource or HoldCause.Succession } or { IsOfSource: false } => [Source(review).Meanwhile, "Inget godkänns av sig självt."],
        { Persons: > 0 } =>
        [
            $"{(review.Persons == 1 ? "Personen och personens" : $"De {Text.Number(review.Persons)} och deras")} grupper står kvar som förut, här och hos leverantörerna. "
                + "Alla andra ändringar skickas som vanligt. Inget godkänns av sig självt. Kommer någon tillbaka i Microsoft 365 försvinner den personen ur listan.",
        ],
        _ => [Source(review).Meanwhile, "Inget godkänns av sig självt."],
    };

    /// <summary>What was seen in the source, or what settings or a fault have caused.</summary>
    public static string What(Review review) => Source(review).What;

    /// <summary>The row on the start page; null link: nothing of it waits.</summary>
    public static string Task(Review review)
    {
        if (review.Now - review.Opened >= TooLong && review is { IsOfSource: true, IsSuccession: false, Persons: > 0 })
            return $"Uppgifter om {Text.Count(review.Persons, "person", "personer")} finns kvar hos leverantörerna fast de är borttagna i Microsoft 365.";
        return review.IsOfSource && review.Suppliers.Count > 0 ? $"{Subject(review)} ({Text.Count(review.Suppliers.Count, "leverantör", "leverantörer")})" : Subject(review);
    }

    public static bool IsUrgent(Review review) => review.Now - review.Opened >= TooLong;

    public static string Name(HoldReason reason) => reason switch
    {
        HoldReason.SchoolYear => "Läsårsskifte",
        HoldReason.SchoolClosed => "Skolan har lagts ned",
        HoldReason.Corrected => "Rättning i källan",
        HoldReason.Other => "Annat",
        _ => "",
    };

    /// <summary>As forms post it.</summary>
    public static HoldReason ReasonOf(string text) => text switch { "1" => HoldReason.SchoolYear, "2" => HoldReason.SchoolClosed, "3" => HoldReason.Corrected, "4" => HoldReason.Other, _ => HoldReason.None };

    public static string Of(HoldDecision one) => one.Answer switch
    {
        HoldAnswer.SamePerson => "Samma person",
        HoldAnswer.Kept => $"Behålls till {Text.Date(DateTimeOffset.FromUnixTimeMilliseconds(one.Until))}",
        _ => one.Cause is HoldCause.Succession ? "Annan person" : "Godkänt",
    };

    /// <summary>A decision in the audit log: settings and counts, nobody.</summary>
    public static string Logged(ReviewAnswer answer, int count) => answer.Answer switch
    {
        Answer.Keep => $"Behåll {Text.Number(count)} till {Text.Date(answer.Until)}",
        Answer.Same => $"Samma person: {Text.Number(count)}",
        Answer.Other => $"Annan person: {Text.Number(count)}",
        _ => $"Godkänt: {Text.Number(count)} ({Name(answer.Reason)})",
    };

    public static string Kind(ReviewKind kind) => kind switch
    {
        ReviewKind.Students => "Elever",
        ReviewKind.Teachers => "Lärare",
        ReviewKind.Groups => "Grupper",
        ReviewKind.Schools => "Skolor",
        _ => "Övriga",
    };

    /// <summary>The same of one row.</summary>
    public static string One(ReviewKind kind) => kind switch
    {
        ReviewKind.Students => "Elev",
        ReviewKind.Teachers => "Lärare",
        ReviewKind.Groups => "Grupp",
        ReviewKind.Schools => "Skola",
        _ => "Övrig",
    };

    /// <summary>What would happen to one row.</summary>
    public static string Would(ReviewRow row, IReadOnlyDictionary<Guid, string> schools)
    {
        if (row.BothThere)
            return "Kontot finns kvar, men ett nytt konto har dess namn";
        if (row.Losses.Any(loss => loss.What is LossKind.Succeeded))
            return "Ett nytt konto har tagit över namnet";
        if (row.IsWhole)
            return "Tas bort";
        if (row.Losses.Any(loss => loss.What is LossKind.Remade))
            return "Tas bort hos leverantören, fast den eller det som den gäller finns kvar";
        var left = row.Losses.Where(loss => loss.What is LossKind.LeftSchool).Select(loss => schools.GetValueOrDefault(loss.Of, "en skola")).Order(Text.Order).ToList();
        var groups = row.Losses.Count(loss => loss.What is LossKind.LeftGroup);
        return string.Join(", ", new[] { left.Count > 0 ? $"Lämnar {string.Join(" och ", left)}" : null, groups > 0 ? $"lämnar {Text.Count(groups, "grupp", "grupper")}" : null }.OfType<string>()) is { Length: > 0 } text
            ? char.ToUpperInvariant(text[0]) + text[1..] : "";
    }

    private static string School(Review review) => review.Schools.GetValueOrDefault(review.Hold.Place.Of, "En skola");

    private static FailureText Source(Review review) => review.IsOfSource ? HoldTexts.Of(review.Cause) : HoldTexts.OfDelivery(review.Cause);
}
