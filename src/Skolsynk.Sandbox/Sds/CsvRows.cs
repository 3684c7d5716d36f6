using System.Text;

namespace Skolsynk.Sandbox.Sds;

/// <summary>One row: the wanted columns in the order in which they were asked for.</summary>
/// <param name="Line">The line on which the row begins, counted from 1.</param>
/// <param name="ColumnCount">How many columns the row has, wanted or not.</param>
/// <param name="Fields">Trimmed; empty and absent are null.</param>
/// <param name="Broken">What is wrong with the row's form, null when nothing is.</param>
internal sealed record CsvRow(int Line, int ColumnCount, string?[] Fields, string? Broken);

/// <summary>
/// Reads a CSV file and keeps nothing but the columns that are asked for: the text of every other column (a password, a telephone)
/// is stepped over and never becomes a string. Quotes, doubled quotes, line breaks inside quotes, CRLF, and a byte order mark.
/// </summary>
internal sealed class CsvRows(TextReader text)
{
    /// <summary>A longer field belongs to no real file.</summary>
    public const int MaxField = 10_000;

    private readonly StringBuilder field = new();
    private readonly List<string?> fields = [];
    private int line = 1;
    private string? broken;

    /// <summary>The names of the header row; null when the file is empty.</summary>
    public IReadOnlyList<string?>? ReadHeader() => ReadRow(_ => true) ? [.. fields] : null;

    /// <summary>The rows below the header; blank lines are stepped over.</summary>
    /// <param name="positions">Where each wanted column stands; -1 where the file does not have it.</param>
    public IEnumerable<CsvRow> Read(IReadOnlyList<int> positions)
    {
        var wanted = positions.ToHashSet();
        var from = line;
        while (ReadRow(wanted.Contains))
        {
            if (fields.Count > 1 || fields[0] is not null)
                yield return new CsvRow(from, fields.Count, [.. positions.Select(At)], broken);
            from = line;
        }
    }

    private string? At(int position) => position >= 0 && position < fields.Count ? fields[position] : null;

    /// <summary>One row into <see cref="fields"/>; false at the end of the file.</summary>
    private bool ReadRow(Func<int, bool> isWanted)
    {
        fields.Clear();
        broken = null;
        if (text.Peek() < 0)
            return false;
        while (ReadField(isWanted(fields.Count)))
        {
        }

        return true;
    }

    /// <summary>One field; true when another follows on the row.</summary>
    private bool ReadField(bool isWanted)
    {
        field.Clear();
        var isQuoted = text.Peek() == '"';
        if (isQuoted)
        {
            text.Read();
            ReadQuoted(isWanted);
        }

        while (true)
        {
            var letter = text.Read();
            if (letter is ',' or '\n' or < 0)
                return End(isWanted, letter);
            if (letter == '\r' && text.Peek() is '\n' or < 0)
                continue;
            if (isQuoted)
                broken = "tecken efter avslutande citattecken";
            Keep(isWanted, letter);
        }
    }

    private void ReadQuoted(bool isWanted)
    {
        while (true)
        {
            var letter = text.Read();
            if (letter < 0)
            {
                broken = "citattecken som aldrig avslutas";
                return;
            }

            if (letter == '"')
            {
                if (text.Peek() != '"')
                    return;
                text.Read();
            }

            if (letter == '\n')
                line++;
            Keep(isWanted, letter);
        }
    }

    private bool End(bool isWanted, int letter)
    {
        var value = isWanted ? field.ToString().Trim() : "";
        fields.Add(isWanted ? (value.Length == 0 ? null : value) : "");
        if (letter == '\n')
            line++;
        return letter == ',';
    }

    private void Keep(bool isWanted, int letter)
    {
        if (!isWanted)
            return;
        if (field.Length < MaxField)
            field.Append((char)letter);
        else
            broken = "orimligt långt värde";
    }
}
