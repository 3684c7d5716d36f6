using Skolsynk.Rosters;

namespace Skolsynk.Portal.Schools;

/// <summary>What becomes of one pasted line.</summary>
internal enum PastedResult
{
    New,
    Changed,
    Same,
    NoSchool,
    ManySchools,
    Wrong,
    Twice,
}

/// <param name="Line">From 1.</param>
/// <param name="Text">The school as it stands in the text.</param>
/// <param name="School">The school found; null: none.</param>
/// <param name="Code">As typed.</param>
/// <param name="Was">The code that it had.</param>
internal sealed record PastedRow(int Line, string Text, School? School, string Code, PastedResult Result, string? Was = null)
{
    /// <summary>What the register has against the code; null: nothing.</summary>
    public string? Against { get; init; }

    public bool IsGood => Result is PastedResult.New or PastedResult.Changed;

    public string Says => Result switch
    {
        PastedResult.New => "Ny kod",
        PastedResult.Changed => $"Ändras från {Was}",
        PastedResult.Same => "Oförändrad",
        PastedResult.NoSchool => "Hittar ingen skola",
        PastedResult.ManySchools => "Flera skolor har namnet",
        PastedResult.Twice => "Koden används redan",
        _ => Against is null ? "Fel kod" : $"Fel kod. {Against}",
    };
}

/// <summary>Two columns out of a spreadsheet: school and code, by tab, semicolon or comma, with or without a heading. Pure.</summary>
internal static class PastedCodes
{
    public static IReadOnlyList<PastedRow> Read(string text, IReadOnlyList<School> schools, IReadOnlyDictionary<Guid, string> codes)
    {
        var byId = schools.ToDictionary(school => $"{school.Id:D}", StringComparer.OrdinalIgnoreCase);
        var byName = schools.Where(school => school.Name is not null).ToLookup(school => school.Name!.Trim());
        var byPlain = schools.Where(school => school.Name is not null).ToLookup(school => CodeSuggestions.Plain(school.Name!));
        // The operator may have given two schools one code.
        var taken = codes.GroupBy(one => one.Value).ToDictionary(same => same.Key, same => same.First().Key);
        var rows = new List<PastedRow>();
        var line = 0;
        foreach (var (left, right) in Lines(text))
        {
            line++;
            if (line == 1 && TypedCode.Of(right).Code is null && !right.Any(char.IsAsciiDigit))
                continue;
            var found = byId.TryGetValue(left, out var known) ? [known] : byName[left].Any() ? byName[left].ToList() : byPlain[CodeSuggestions.Plain(left)].ToList();
            rows.Add(Row(line, left, right, found, codes, taken));
        }
        return rows;
    }

    private static PastedRow Row(
        int line, string left, string right, List<School> found, IReadOnlyDictionary<Guid, string> codes, Dictionary<string, Guid> taken)
    {
        if (found.Count != 1)
            return new(line, left, null, right, found.Count == 0 ? PastedResult.NoSchool : PastedResult.ManySchools);
        if (TypedCode.Of(right).Code is not { } code)
            return new(line, left, found[0], right, PastedResult.Wrong);
        var was = codes.GetValueOrDefault(found[0].Id);
        if (was == code)
            return new(line, left, found[0], code, PastedResult.Same);
        if (taken.TryGetValue(code, out var other) && other != found[0].Id)
            return new(line, left, found[0], code, PastedResult.Twice);
        taken[code] = found[0].Id;
        return new(line, left, found[0], code, was is null ? PastedResult.New : PastedResult.Changed, was);
    }

    private static IEnumerable<(string Left, string Right)> Lines(string text)
    {
        foreach (var line in text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries))
        {
            if (string.IsNullOrWhiteSpace(line))
                continue;
            var at = line.LastIndexOf('\t') is >= 0 and var tab ? tab : line.LastIndexOf(';') is >= 0 and var semicolon ? semicolon : line.LastIndexOf(',');
            yield return at < 0 ? (line.Trim(), "") : (Cell(line[..at]), Cell(line[(at + 1)..]));
        }
    }

    private static string Cell(string text) => text.Trim().Trim('"').Trim();
}
