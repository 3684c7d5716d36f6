namespace Skolsynk.Hosting.Screens;

/// <summary>Where a command tells what it does: a terminal, or plain lines for files, pipes and the socket.</summary>
internal abstract class Screen
{
    /// <summary>One line of text, shown as it is.</summary>
    public abstract void Line(string text = "");

    public abstract void Heading(string text);

    /// <summary>Something is as it should be, is not, or deserves a look.</summary>
    public abstract void Mark(Sign sign, string text);

    public abstract void Table(TextTable table);

    /// <summary>
    /// Shows how far <paramref name="work"/> has come. <paramref name="state"/> is asked now and then and must be quick; null:
    /// nothing to tell yet.
    /// </summary>
    public abstract Task<T> Follow<T>(string title, Func<Advance?> state, Func<Task<T>> work);

    /// <summary>Null: nobody is there to ask.</summary>
    public virtual bool? Ask(string question) => null;

    public void Bad(string text) => Mark(Sign.Bad, text);
}

internal enum Sign { Good, Bad, Look }

/// <summary>How far something has come.</summary>
/// <param name="Total">Null: nobody knows yet.</param>
/// <param name="Detail">What is said besides the number, such as “412 elever, 3 skolor”.</param>
internal sealed record Advance(long Done, long? Total, string? Detail = null)
{
    /// <summary>A second; null: reckoned from what is done and the time it took.</summary>
    public double? Rate { get; init; }

    /// <summary>Null: reckoned from the rate. Told where parts go on side by side and the slowest decides.</summary>
    public TimeSpan? Left { get; init; }
}

/// <summary>A table; columns whose header ends in a blank are for numbers and stand to the right.</summary>
internal sealed record TextTable(string? Title, params string[] Columns)
{
    public List<string[]> Rows { get; } = [];

    public TextTable Add(params string[] cells)
    {
        Rows.Add(cells);
        return this;
    }

    public bool IsNumber(int column) => Columns[column].EndsWith(' ');
}
