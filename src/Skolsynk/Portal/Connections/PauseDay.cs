using System.Globalization;
using Skolsynk.Portal.Frame;

namespace Skolsynk.Portal.Connections;

/// <summary>The day on which a pause ends by itself.</summary>
internal static class PauseDay
{
    /// <summary>Days.</summary>
    public const int Usual = 14, Longest = 90;

    public static string Suggested(DateOnly today) => today.AddDays(Usual).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    /// <summary>What was typed in the field <c>until</c>; what is wrong with it goes to the errors.</summary>
    public static DateOnly Read(string? typed, DateOnly today, FormErrors errors)
    {
        if (!DateOnly.TryParseExact(typed, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day))
            errors.Add("until", "Skriv slutdatumet som åååå-mm-dd.");
        else if (day <= today || day > today.AddDays(Longest))
            errors.Add("until", $"Slutdatumet ska vara efter i dag och senast {today.AddDays(Longest):yyyy-MM-dd}.");
        return day;
    }
}
