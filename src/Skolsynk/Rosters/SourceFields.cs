using System.Globalization;
using System.Text.RegularExpressions;

namespace Skolsynk.Rosters;

/// <summary>What the fields of the source mean.</summary>
internal static partial class SourceFields
{
    public static PersonRole RoleOf(string? primaryRole)
    {
        var role = primaryRole.AsSpan().Trim();
        if (Is(role, "student")) return PersonRole.Student;
        return Is(role, "teacher") || Is(role, "faculty") || Is(role, "professor") || Is(role, "instructor")
            ? PersonRole.Teacher
            : PersonRole.Other;
    }

    /// <summary>“1” to “10”, and “0”, “F” and “FSK” for förskoleklass (0); anything else is null.</summary>
    public static int? SchoolYearOf(string? grade)
    {
        var text = grade.AsSpan().Trim();
        if (Is(text, "F") || Is(text, "FSK")) return 0;
        return text.Length is 1 or 2 && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && year <= 10 && (text.Length == 1 || year == 10)
                ? year
                : null;
    }

    /// <summary>A class that School Data Sync has expired: its name or external id begins with <c>ExpMMyy_</c> or <c>ExpMMyyyy_</c>.</summary>
    public static bool HasEnded(string? displayName, string? externalId) => IsExpired(displayName) || IsExpired(externalId);

    /// <summary>Made by hand in Teams and not by a register.</summary>
    public static bool IsHandmade(string? externalSource) =>
        string.IsNullOrWhiteSpace(externalSource) || Is(externalSource.AsSpan().Trim(), "manual");

    /// <summary>The first of the two that can be a school unit code: eight digits, no leading zero, not a date.</summary>
    public static string? SuggestedCodeOf(string? schoolNumber, string? externalId) => CodeOf(schoolNumber) ?? CodeOf(externalId);

    private static string? CodeOf(string? text)
    {
        var code = text?.Trim();
        return code is not null && CodePattern.IsMatch(code)
            && !DateOnly.TryParseExact(code, "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
                ? code
                : null;
    }

    private static bool IsExpired(string? text) => text is not null && ExpiredPattern.IsMatch(text);

    public static bool Is(ReadOnlySpan<char> text, string word) => text.Equals(word, StringComparison.OrdinalIgnoreCase);

    [GeneratedRegex("^[1-9][0-9]{7}$", RegexOptions.CultureInvariant)]
    private static partial Regex CodePattern { get; }

    [GeneratedRegex(@"^\s*Exp(0[1-9]|1[0-2])(20)?[0-9]{2}_", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ExpiredPattern { get; }
}
