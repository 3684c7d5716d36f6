namespace Skolsynk.Hosting.Screens;

/// <summary>Plain lines: no colours, nothing that is drawn over, and of progress at most a line every few seconds.</summary>
internal sealed class PlainScreen(Action<string> write, TimeProvider clock) : Screen
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    public override void Line(string text = "") => write(text);

    public override void Heading(string text)
    {
        write("");
        write(text);
        write(new string('-', text.Length));
    }

    public override void Mark(Sign sign, string text) =>
        write($"{sign switch { Sign.Good => "✓", Sign.Bad => "✗", _ => "!" }} {text}");

    public override void Table(TextTable table)
    {
        if (table.Title is { } title)
            Heading(title);
        var widths = table.Columns.Select((column, i) => table.Rows.Select(row => row[i].Length).Append(column.TrimEnd().Length).Max()).ToArray();
        write(Row(table, widths, [.. table.Columns.Select(column => column.TrimEnd())]));
        foreach (var row in table.Rows)
            write(Row(table, widths, row));
    }

    public override async Task<T> Follow<T>(string title, Func<Advance?> state, Func<Task<T>> work)
    {
        write($"{title} …");
        var started = clock.GetTimestamp();
        var running = work();
        var last = "";
        while (await Task.WhenAny(running, Task.Delay(Interval, clock)) != running)
        {
            var told = Told(title, state(), clock.GetElapsedTime(started));
            if (told != last)
                write(last = told);
        }
        var result = await running;
        write($"{title}: {(state() is { } end ? Ended(end) + ", " : "")}klart på {Swedish.Duration(clock.GetElapsedTime(started))}");
        return result;
    }

    private static string Ended(Advance advance) =>
        $"{Swedish.Number(advance.Done)}{(advance.Detail is { } detail ? $" ({detail})" : "")}";

    private static string Told(string title, Advance? advance, TimeSpan elapsed)
    {
        if (advance is null)
            return $"{title}: inget svar än, {Swedish.Duration(elapsed)}";
        var total = advance.Total is { } all ? $" av {Swedish.Number(all)}" : "";
        var detail = advance.Detail is { } text ? $" ({text})" : "";
        var pace = Swedish.Pace(advance, elapsed);
        return $"{title}: {Swedish.Number(advance.Done)}{total}{detail}{(pace.Length > 0 ? $", {pace}" : "")}";
    }

    private static string Row(TextTable table, int[] widths, string[] cells) => string.Join("  ",
        cells.Select((cell, i) => table.IsNumber(i) ? cell.PadLeft(widths[i]) : cell.PadRight(widths[i]))).TrimEnd();
}
