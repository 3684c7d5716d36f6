using System.Text;

namespace Skolsynk.Sandbox.Sds;

/// <summary>A row that cannot be used, or can only in part. Names the place, never the value.</summary>
/// <param name="Column">The column's name; “rad” when the row as a whole is meant.</param>
/// <param name="Reason">Swedish, for whoever made the files.</param>
public sealed record SdsProblem(string File, int Line, string Column, string Reason)
{
    public override string ToString() => $"{File}, rad {Line}, {Column}: {Reason}";
}

/// <summary>The folder as a whole cannot be used; the message says why, in Swedish, without values.</summary>
public sealed class SdsFolderException(string message) : Exception(message);

/// <summary>One of the files, with the columns that are read.</summary>
internal sealed class SdsFile
{
    private readonly string[] columns;
    private readonly List<SdsProblem> problems;

    private SdsFile(string name, string[] columns, List<CsvRow> rows, List<SdsProblem> problems)
    {
        Name = name;
        this.columns = columns;
        this.problems = problems;
        Rows = rows;
    }

    public string Name { get; }

    /// <summary>The rows that are well formed.</summary>
    public IReadOnlyList<CsvRow> Rows { get; private set; }

    /// <summary>Opens a file of the folder.</summary>
    /// <param name="required">Columns that must be there, in any order.</param>
    /// <param name="optional">Columns that may be there; they come after the required ones in each row.</param>
    public static SdsFile Read(string folder, string name, string[] required, string[] optional, List<SdsProblem> problems)
    {
        try
        {
            using var text = new StreamReader(
                Path.Combine(folder, name), new UTF8Encoding(false, throwOnInvalidBytes: true), detectEncodingFromByteOrderMarks: true);
            return Read(text, name, required, optional, problems);
        }
        catch (Exception problem) when (problem is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SdsFolderException($"Filen {name} finns inte i mappen.");
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw new SdsFolderException($"Filen {name} kan inte läsas.");
        }
        catch (DecoderFallbackException)
        {
            throw new SdsFolderException($"Filen {name} är inte skriven i UTF-8.");
        }
    }

    private static SdsFile Read(TextReader text, string name, string[] required, string[] optional, List<SdsProblem> problems)
    {
        var csv = new CsvRows(text);
        var header = csv.ReadHeader() ?? throw new SdsFolderException($"Filen {name} är tom: rubrikraden saknas.");
        int Position(string column) => header.ToList().FindIndex(one => string.Equals(one, column, StringComparison.OrdinalIgnoreCase));
        if (required.FirstOrDefault(column => Position(column) < 0) is { } missing)
            throw new SdsFolderException($"Filen {name} saknar kolumnen {missing}.");
        string[] columns = [.. required, .. optional];
        var file = new SdsFile(name, columns, [.. csv.Read([.. columns.Select(Position)])], problems);
        file.Rows = [.. file.Rows.Where(row => file.IsWellFormed(row, header.Count))];
        return file;
    }

    /// <summary>Reports a row's column and reason.</summary>
    public void Report(CsvRow row, int column, string reason) => problems.Add(new SdsProblem(Name, row.Line, columns[column], reason));

    /// <summary>The value, or null after having reported that it is missing.</summary>
    public string? Needed(CsvRow row, int column)
    {
        if (row.Fields[column] is null)
            Report(row, column, "värde saknas");
        return row.Fields[column];
    }

    private bool IsWellFormed(CsvRow row, int columnCount)
    {
        var reason = row.Broken ?? (row.ColumnCount == columnCount
            ? null
            : $"{row.ColumnCount} kolumner i stället för {columnCount}");
        if (reason is not null)
            problems.Add(new SdsProblem(Name, row.Line, "rad", reason));
        return reason is null;
    }
}
