using System.Globalization;

namespace Skolsynk.Rosters;

/// <summary>
/// Finds Swedish personal identity numbers, wherever they hide in a text: 10 or 12 digits with or without a sign before the last
/// four, a date that can be (the day of a co-ordination number is 60 higher) and the right check digit; and the temporary numbers
/// of school registers, a date with a T, R or TF number in place of the last four digits, or after <c>TF</c>.
/// </summary>
public static class IdentityNumbers
{
    public static bool Contains(string? text)
    {
        if (text is null || text.Length < 8) return false;
        for (var start = 0; start < text.Length;)
        {
            if (Digit(text[start]) < 0)
            {
                start++;
                continue;
            }
            var end = EndOfDigits(text, start);
            if (end - start >= 6 && IsIdentityNumber(text, start, end)) return true;
            start = end;
        }
        return false;
    }

    /// <summary>Whether the run of digits from <paramref name="start"/> to before <paramref name="end"/> is, or begins, a number.</summary>
    private static bool IsIdentityNumber(string text, int start, int end)
    {
        var length = end - start;
        Span<int> digits = stackalloc int[12];
        if (length is 10 or 12)
        {
            Read(text, start, digits[..length]);
            return IsDate(digits[..(length - 4)]) && (HasCheckDigit(digits[(length - 10)..length]) || FollowsTf(text, start));
        }
        if (length is not (6 or 8)) return false;
        Read(text, start, digits[..length]);
        if (!IsDate(digits[..length])) return false;
        var last = end < text.Length && IsSign(text[end]) ? end + 1 : end;
        if (FollowsTf(text, start) || IsTemporary(text, last)) return true;
        if (last == end || EndOfDigits(text, last) - last != 4) return false;
        Read(text, last, digits.Slice(length, 4));
        return HasCheckDigit(digits.Slice(length - 6, 10));
    }

    /// <summary>T, R or TF and digits, four characters in all, not followed by more of them.</summary>
    private static bool IsTemporary(string text, int start)
    {
        if (start + 4 > text.Length || char.ToUpperInvariant(text[start]) is not ('T' or 'R')) return false;
        var digits = char.ToUpperInvariant(text[start]) == 'T' && char.ToUpperInvariant(text[start + 1]) == 'F' ? start + 2 : start + 1;
        return EndOfDigits(text, digits) == start + 4;
    }

    private static bool FollowsTf(string text, int start)
    {
        var sign = start > 0 && IsSign(text[start - 1]) ? 1 : 0;
        var word = start - sign - 2;
        return word >= 0 && text.AsSpan(word, 2).Equals("TF", StringComparison.OrdinalIgnoreCase)
            && (word == 0 || !char.IsLetter(text[word - 1]));
    }

    private static bool IsDate(ReadOnlySpan<int> digits)
    {
        var month = (digits[^4] * 10) + digits[^3];
        var day = (digits[^2] * 10) + digits[^1];
        var year = (digits[^6] * 10) + digits[^5];
        if (digits.Length == 8)
        {
            var century = (digits[0] * 10) + digits[1];
            if (century is < 18 or > 20) return false;
            year += century * 100;
        }
        else
        {
            year += 2000;
        }
        if (day > 60) day -= 60;
        return month is >= 1 and <= 12 && day >= 1 && day <= DateTime.DaysInMonth(year, month);
    }

    /// <summary>The Luhn check over the last ten digits.</summary>
    private static bool HasCheckDigit(ReadOnlySpan<int> ten)
    {
        var sum = 0;
        for (var i = 0; i < 10; i++)
        {
            var weighed = i % 2 == 0 ? ten[i] * 2 : ten[i];
            sum += weighed > 9 ? weighed - 9 : weighed;
        }
        return sum % 10 == 0;
    }

    private static void Read(string text, int start, Span<int> digits)
    {
        for (var i = 0; i < digits.Length; i++) digits[i] = Digit(text[start + i]);
    }

    private static int EndOfDigits(string text, int start)
    {
        while (start < text.Length && Digit(text[start]) >= 0) start++;
        return start;
    }

    /// <summary>The hyphen and the plus sign, and the dashes that word processors make of a hyphen.</summary>
    private static bool IsSign(char c) => c is '-' or '+' or '\u2010' or '\u2011' or '\u2012' or '\u2013' or '\u2212';

    private static int Digit(char c) => c < 128 ? (char.IsAsciiDigit(c) ? c - '0' : -1) : CharUnicodeInfo.GetDecimalDigitValue(c);
}
