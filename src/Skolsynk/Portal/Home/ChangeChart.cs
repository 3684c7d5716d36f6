using Skolsynk.Portal.Frame;
using Skolsynk.Sync;

namespace Skolsynk.Portal.Home;

/// <summary>What the readings of one day found.</summary>
internal sealed record ChangeDay(DateOnly Day, int Created, int Updated, int Removed, int Runs, int Failed)
{
    public int Changes => Created + Updated + Removed;
}

/// <summary>The changes of the last days, for a picture and a table of the same numbers. Pure.</summary>
/// <param name="Days">The oldest first; days without a reading too.</param>
internal sealed record ChangeChart(IReadOnlyList<ChangeDay> Days)
{
    public const int Length = 14;
    public const int Width = 760;
    public const int Height = 200;
    private const int Left = 48;
    private const int Bottom = 172;
    private const int Top = 12;
    private static readonly int[] Rounds = [1, 2, 4, 5, 10];

    /// <summary>When the first of the days begins, in Swedish time.</summary>
    public static DateTimeOffset Since(DateTimeOffset now)
    {
        var today = Text.Local(now);
        return new DateTimeOffset(today.Date, today.Offset).AddDays(1 - Length).ToUniversalTime();
    }

    public static ChangeChart Of(IReadOnlyList<ReadingHour> hours, DateTimeOffset now)
    {
        var byDay = hours.ToLookup(hour => DateOnly.FromDateTime(Text.Local(DateTimeOffset.FromUnixTimeSeconds(hour.Hour * 3600)).DateTime));
        var today = DateOnly.FromDateTime(Text.Local(now).DateTime);
        return new([.. Enumerable.Range(0, Length).Select(back => today.AddDays(back - Length + 1)).Select(day => byDay[day].Aggregate(
            new ChangeDay(day, 0, 0, 0, 0, 0),
            (sum, hour) => new(day, sum.Created + hour.Created, sum.Updated + hour.Updated, sum.Removed + hour.Removed, sum.Runs + hour.Runs, sum.Failed + hour.Failed)))]);
    }

    /// <summary>The highest line: a round number not below the largest day.</summary>
    public int Scale
    {
        get
        {
            var most = Math.Max(4, Days.Max(day => day.Changes));
            var power = (int)Math.Pow(10, (int)Math.Log10(most));
            return Rounds.Select(step => step * power).First(round => round >= most);
        }
    }

    /// <summary>What the picture says in a sentence.</summary>
    public string Sentence
    {
        get
        {
            var most = Days.MaxBy(day => day.Changes)!;
            return most.Changes == 0
                ? $"Inga ändringar de senaste {Length} dagarna."
                : $"{Text.Count(Days[^1].Changes, "ändring", "ändringar")} i dag, flest {most.Day:yyyy-MM-dd} med {Text.Number(most.Changes)}.";
        }
    }

    private static double Step => (Width - Left) / (double)Length;

    public static double X(int day) => Left + (day * Step) + (Step * 0.2);

    public static double BarWidth => Step * 0.6;

    public static double Middle(int day) => Left + ((day + 0.5) * Step);

    public double Y(double value) => Bottom - (value / Scale * (Bottom - Top));

    /// <summary>A day's bar from the bottom up: class, and how many above how many.</summary>
    public static IEnumerable<(string Kind, int From, int To)> Parts(ChangeDay day)
    {
        yield return ("new", 0, day.Created);
        yield return ("changed", day.Created, day.Created + day.Updated);
        yield return ("removed", day.Created + day.Updated, day.Changes);
    }
}
