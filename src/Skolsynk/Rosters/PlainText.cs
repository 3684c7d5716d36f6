using System.Globalization;
using System.Text;

namespace Skolsynk.Rosters;

/// <summary>
/// Text as it is kept: Unicode form C, no blanks around it, one blank where there were several. Every white space and control
/// character counts as a blank; characters that nobody sees (format characters, soft hyphens, halves of surrogate pairs) go.
/// </summary>
internal static class PlainText
{
    /// <summary>Longest text that is kept, in UTF-16 units. A longer one is no name but a fault in the source.</summary>
    public const int Longest = 256;

    /// <summary>The text to keep; null when nothing is left.</summary>
    public static string? Of(string? raw)
    {
        if (string.IsNullOrEmpty(raw)) return null;
        if (IsPlain(raw)) return raw;
        var kept = new StringBuilder(Math.Min(raw.Length, 4096));
        var blank = false;
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            if (IsBlank(c))
            {
                blank = true;
                continue;
            }
            if (char.IsHighSurrogate(c) && i + 1 < raw.Length && char.IsLowSurrogate(raw[i + 1]))
            {
                Separate(kept, ref blank).Append(c).Append(raw[++i]);
                continue;
            }
            if (IsUnseen(c)) continue;
            Separate(kept, ref blank).Append(c);
        }
        return kept.Length == 0 ? null : kept.ToString().Normalize(NormalizationForm.FormC);
    }

    private static StringBuilder Separate(StringBuilder kept, ref bool blank)
    {
        if (blank && kept.Length > 0) kept.Append(' ');
        blank = false;
        return kept;
    }

    /// <summary>The usual case, decided without a copy: below U+0300 every text is in form C.</summary>
    private static bool IsPlain(string text)
    {
        var before = ' ';
        foreach (var c in text)
        {
            if (c == ' ' ? before == ' ' : c is < '!' or >= '\u007f' and <= '\u00a0' or '\u00ad' or >= '\u0300') return false;
            before = c;
        }
        return before != ' ';
    }

    /// <summary>White space, control characters, and the letters that are drawn as nothing (braille blank, Hangul fillers).</summary>
    private static bool IsBlank(char c) =>
        char.IsWhiteSpace(c) || char.IsControl(c) || c is '\u2800' or '\u3164' or '\uffa0' or '\u115f' or '\u1160';

    private static bool IsUnseen(char c) => char.IsSurrogate(c)
        || CharUnicodeInfo.GetUnicodeCategory(c) is UnicodeCategory.Format or UnicodeCategory.OtherNotAssigned;
}
