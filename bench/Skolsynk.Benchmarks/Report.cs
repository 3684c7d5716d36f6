using System.Globalization;

namespace Skolsynk.Benchmarks;

/// <summary>One figure beside the raw limit of the same run.</summary>
/// <param name="Ratio">Figure to limit, as the goal has it.</param>
/// <param name="Goal">Null: told, but no goal.</param>
internal sealed record Figure(string What, string Database, string Value, string Limit, double? Ratio, Goal? Goal);

/// <summary>What a ratio, or a figure, must be at least or at most.</summary>
internal sealed record Goal(double Border, bool AtLeast, string Unit = "", double? Of = null)
{
    public bool IsMet(double? ratio) => (Of ?? ratio) is { } value && (AtLeast ? value >= Border : value <= Border);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{(AtLeast ? "≥" : "≤")} {Border:0.##}{Unit}");
}

/// <summary>Gathers the figures, says each as it comes, and prints them as one table.</summary>
internal sealed class Report(TextWriter output)
{
    private static readonly string[] Heads = ["measured", "database", "figure", "raw limit, same run", "ratio", "goal", ""];

    private readonly List<Figure> figures = [];

    public bool AllMet => figures.TrueForAll(figure => figure.Goal is not { } goal || goal.IsMet(figure.Ratio));

    public void Add(Figure figure)
    {
        figures.Add(figure);
        Say(string.Join("  ", Row(figure)));
    }

    public void Say(FormattableString text) => Say(text.ToString(CultureInfo.InvariantCulture));

    public void Print()
    {
        List<string[]> rows = [Heads, .. figures.Select(Row)];
        var widths = Enumerable.Range(0, Heads.Length).Select(i => rows.Max(row => row[i].Length)).ToArray();
        rows.Insert(1, [.. widths.Select(width => new string('-', Math.Max(width, 1)))]);
        output.WriteLine();
        foreach (var row in rows)
            output.WriteLine("| " + string.Join(" | ", row.Select((cell, i) => cell.PadRight(widths[i]))) + " |");
    }

    private void Say(string text) => output.WriteLine(text);

    private static string[] Row(Figure figure) =>
    [
        figure.What, figure.Database, figure.Value, figure.Limit, figure.Ratio?.ToString("0.00", CultureInfo.InvariantCulture) ?? "",
        figure.Goal?.ToString() ?? "", figure.Goal is null ? "" : figure.Goal.IsMet(figure.Ratio) ? "✓" : "✗",
    ];
}
