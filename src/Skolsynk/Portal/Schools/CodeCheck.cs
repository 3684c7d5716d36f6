using System.Globalization;
using Skolsynk.Rosters;

namespace Skolsynk.Portal.Schools;

/// <summary>A code as somebody typed it.</summary>
/// <param name="Code">Eight digits; null when it is none, or when nothing was typed.</param>
/// <param name="Wrong">What is wrong with it; null: nothing.</param>
internal readonly record struct TypedCode(string? Code, string? Wrong)
{
    /// <summary>Blanks and dashes are not counted. Nothing at all is no code and no fault.</summary>
    public static TypedCode Of(string? text)
    {
        var plain = string.Concat((text ?? "").Where(letter => !char.IsWhiteSpace(letter) && letter is not ('-' or '–' or '\u00AD')));
        if (plain.Length == 0)
            return default;
        var digits = plain.Count(char.IsAsciiDigit);
        if (digits != 8 || plain.Length != 8)
            return new(null, string.Create(CultureInfo.InvariantCulture, $"Skolenhetskoden ska ha åtta siffror. Du skrev {digits}."));
        return SourceFields.SuggestedCodeOf(plain, null) == plain ? new(plain, null) : new(null, "Koden finns inte i Skolenhetsregistret. Kontrollera siffrorna.");
    }
}

/// <summary>Whether codes stand twice. Pure.</summary>
internal static class CodeCheck
{
    /// <summary>Another municipality has the code. Which one is nobody's business.</summary>
    public static string TakenAt(string supplier) =>
        $"Koden används redan av en annan huvudman hos {supplier}. Kontrollera koden, och kontakta den som driver Skolsynk om den stämmer.";

    /// <summary>The schools whose code another has, with the other's name. The one that had the code before stays.</summary>
    /// <param name="before">Codes as they are.</param>
    /// <param name="wanted">Codes as they would be.</param>
    /// <param name="names">Names of schools.</param>
    public static IReadOnlyDictionary<Guid, string> Twice(
        IReadOnlyDictionary<Guid, string> before, IReadOnlyDictionary<Guid, string> wanted, IReadOnlyDictionary<Guid, string> names)
    {
        var wrong = new Dictionary<Guid, string>();
        foreach (var same in wanted.GroupBy(one => one.Value).Where(group => group.Count() > 1))
        {
            var first = same.OrderByDescending(one => before.GetValueOrDefault(one.Key) == same.Key).ThenBy(one => names.GetValueOrDefault(one.Key, ""), Frame.Text.Order).First().Key;
            foreach (var (school, _) in same.Where(one => one.Key != first && before.GetValueOrDefault(one.Key) != same.Key))
                wrong[school] = $"Koden används redan för {names.GetValueOrDefault(first, "en annan skola")}.";
        }
        return wrong;
    }
}
