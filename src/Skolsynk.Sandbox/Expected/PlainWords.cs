using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Skolsynk.Sandbox.Expected;

/// <summary>The rules about texts, each in the plainest way.</summary>
internal static partial class PlainWords
{
    private const int Longest = 256;

    /// <summary>
    /// Form C, single blanks inside, none around; null when nothing is left, when it is no name any more for its length, or when a
    /// personal identity number hides in it.
    /// </summary>
    public static string? Of(string? text)
    {
        if (text is null)
            return null;
        var seen = string.Concat(text.EnumerateRunes().Select(Seen));
        var words = seen.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        var plain = string.Join(' ', words).Normalize(NormalizationForm.FormC);
        return plain.Length is 0 or > Longest || HasIdentityNumber(plain) ? null : plain;
    }

    /// <summary>10 or 12 digits with or without a sign before the last four: a possible date and a valid check digit.</summary>
    public static bool HasIdentityNumber(string text) => Candidates.Matches(text).Any(match =>
        IsDate(match.Groups["date"].Value)
        && (!char.IsDigit(match.Groups["last"].Value[0]) || PassesLuhn(match.Groups["date"].Value[^6..] + match.Groups["last"].Value)));

    /// <summary>A class that School Data Sync has ended.</summary>
    public static bool IsExpired(string? text) => text is not null && Expired.IsMatch(text);

    /// <summary>
    /// Whether a group of that name is a class: F, FSK, förskoleklass, F-klass; a digit with perhaps a letter and a digit (7, 7A,
    /// 7A2); two or three letters, two digits and perhaps a letter (NA22, SAM23C). “Klass ” may stand before.
    /// </summary>
    public static bool IsClassName(string name)
    {
        var rest = name.ToLower(CultureInfo.InvariantCulture);
        if (rest.StartsWith("klass ", StringComparison.Ordinal))
            rest = rest["klass ".Length..];
        if (rest is "f" or "fsk" or "förskoleklass" or "f-klass")
            return true;
        var shape = string.Concat(rest.Select(sign => char.IsAsciiDigit(sign) ? '0' : IsLetter(sign) ? 'a' : '?'));
        return shape is "0" or "0a" or "0a0" or "aa00" or "aaa00" or "aa00a" or "aaa00a";
    }

    private static bool IsLetter(char sign) => char.IsAsciiLetterLower(sign) || sign is 'å' or 'ä' or 'ö';

    private static string Seen(Rune rune)
    {
        if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            return " ";
        return Rune.GetUnicodeCategory(rune) is UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned ? "" : rune.ToString();
    }

    private static bool IsDate(string digits)
    {
        var year = int.Parse(digits.Length == 8 ? digits[..4] : "20" + digits[..2], CultureInfo.InvariantCulture);
        var month = int.Parse(digits[^4..^2], CultureInfo.InvariantCulture);
        var day = int.Parse(digits[^2..], CultureInfo.InvariantCulture);
        if (day > 60)
            day -= 60;
        return year is >= 1800 and < 2100 && month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    private static bool PassesLuhn(string tenDigits)
    {
        var sum = 0;
        for (var i = 0; i < 10; i++)
        {
            var product = (tenDigits[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += (product / 10) + (product % 10);
        }

        return sum % 10 == 0;
    }

    /// <summary>The last four may be a T, R or TF number of a school's register, which has no check digit.</summary>
    [GeneratedRegex(@"(?<![0-9])(?<date>[0-9]{8}|[0-9]{6})[-+\u2010-\u2013\u2212]?(?<last>[0-9]{4}|[Tt][Ff][0-9]{2}|[TtRr][0-9]{3})(?![0-9])")]
    private static partial Regex Candidates { get; }

    [GeneratedRegex(@"^\s*exp(0[1-9]|1[0-2])([0-9]{2}|20[0-9]{2})_", RegexOptions.IgnoreCase)]
    private static partial Regex Expired { get; }
}
