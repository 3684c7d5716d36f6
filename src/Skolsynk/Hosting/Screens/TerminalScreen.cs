using Spectre.Console;

namespace Skolsynk.Hosting.Screens;

/// <summary>A terminal with a person before it.</summary>
internal sealed class TerminalScreen(IAnsiConsole console, TimeProvider clock) : Screen
{
    public override void Line(string text = "") => console.WriteLine(text);

    public override void Heading(string text)
    {
        console.WriteLine();
        console.MarkupLineInterpolated($"[bold]{text}[/]");
    }

    public override void Mark(Sign sign, string text)
    {
        var (colour, mark) = sign switch { Sign.Good => ("green", "✓"), Sign.Bad => ("red", "✗"), _ => ("yellow", "!") };
        console.Markup($"[{colour}]{mark}[/] ");
        console.WriteLine(text);
    }

    public override void Table(TextTable table)
    {
        if (table.Title is { } title)
            Heading(title);
        var drawn = new Table().Border(TableBorder.Simple);
        foreach (var (i, column) in table.Columns.Index())
        {
            var header = new TableColumn(new Markup($"[bold]{Markup.Escape(column.TrimEnd())}[/]"));
            drawn.AddColumn(table.IsNumber(i) ? header.RightAligned().NoWrap() : header);
        }
        foreach (var row in table.Rows)
            drawn.AddRow([.. row.Select(cell => new Text(cell))]);
        console.Write(drawn);
    }

    public override Task<T> Follow<T>(string title, Func<Advance?> state, Func<Task<T>> work)
    {
        var started = clock.GetTimestamp();
        ProgressColumn[] columns =
            [new TaskDescriptionColumn { Alignment = Justify.Left }, new ProgressBarColumn { Width = 30 }, new SpinnerColumn()];
        return console.Progress().AutoClear(false).HideCompleted(false).Columns(columns).StartAsync(async context =>
        {
            var bar = context.AddTask(Markup.Escape(title));
            bar.IsIndeterminate = true;
            var running = work();
            while (await Task.WhenAny(running, Task.Delay(TimeSpan.FromMilliseconds(200), clock)) != running)
                Show(bar, title, state(), clock.GetElapsedTime(started));
            var result = await running;
            Show(bar, title, state(), clock.GetElapsedTime(started), ended: true);
            return result;
        });
    }

    public override bool? Ask(string question) => console.Confirm(Markup.Escape(question), defaultValue: false);

    private static void Show(ProgressTask bar, string title, Advance? advance, TimeSpan elapsed, bool ended = false)
    {
        if (advance is { Total: { } total and > 0 } || ended)
        {
            bar.IsIndeterminate = false;
            bar.MaxValue = advance?.Total ?? 1;
            bar.Value = ended ? bar.MaxValue : advance!.Done;
        }
        var told = advance is null ? "" : $" {Swedish.Number(advance.Done)}{(advance.Total is { } all ? $" av {Swedish.Number(all)}" : "")}";
        var detail = advance?.Detail is { } text ? $" ({text})" : "";
        var pace = ended ? $"klart på {Swedish.Duration(elapsed)}" : advance is null ? "" : Swedish.Pace(advance, elapsed);
        bar.Description = $"[bold]{Markup.Escape(title)}[/]{Markup.Escape(told + detail)} [grey]{Markup.Escape(pace)}[/]";
    }
}
