using System.Globalization;
using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Sandbox.Sds;

/// <summary>School unit codes by org: from codes.csv, or made up where there is none.</summary>
internal static class SchoolCodes
{
    /// <summary>Made-up codes; the same orgs always get the same ones.</summary>
    public static Dictionary<string, string> MakeUp(IEnumerable<string> orgs)
    {
        var chance = new Chance(2_100);
        return orgs.Order(StringComparer.Ordinal).ToDictionary(org => org, _ => chance.NextCode(), StringComparer.Ordinal);
    }

    public static Dictionary<string, string> Read(string folder, Dictionary<string, string?> orgs, List<SdsProblem> problems)
    {
        var codes = new Dictionary<string, string>(StringComparer.Ordinal);
        var file = SdsFile.Read(folder, "codes.csv", ["orgSourcedId", "schoolUnitCode"], [], problems);
        foreach (var row in file.Rows)
        {
            if (file.Needed(row, 0) is not { } org || file.Needed(row, 1) is not { } code)
                continue;
            if (!orgs.ContainsKey(org))
                file.Report(row, 0, "organisationen finns inte i orgs.csv");
            else if (!IsCode(code))
                file.Report(row, 1, "är ingen skolenhetskod: åtta siffror, den första inte 0, och inget datum");
            else if (!codes.TryAdd(org, code))
                file.Report(row, 0, "organisationen har redan en kod");
        }

        return codes;
    }

    private static bool IsCode(string code) =>
        code is [>= '1' and <= '9', ..] && code.Length == 8 && code.All(char.IsAsciiDigit)
        && !DateTime.TryParseExact(code, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _);
}
