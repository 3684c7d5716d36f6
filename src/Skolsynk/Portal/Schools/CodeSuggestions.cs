using System.Text;
using Skolsynk.Rosters;

namespace Skolsynk.Portal.Schools;

/// <summary>A code that may be a school's; never used without a click.</summary>
/// <param name="Why">Where it comes from.</param>
/// <param name="IsSafe">May be approved together with others.</param>
internal sealed record CodeSuggestion(string Code, string Name, string Why, bool IsSafe);

/// <summary>Matches schools to the register: the code that the source holds, then the same name, then a similar one. Pure.</summary>
internal static class CodeSuggestions
{
    private static readonly string[] Words = ["skola", "skolan", "grundskola", "grundskolan", "kommun", "kommuns"];

    /// <param name="schools">Schools without a code.</param>
    /// <param name="units">Active units of the huvudman; null: the register does not answer, and nothing is suggested but what the source holds.</param>
    /// <param name="taken">Codes that are in use; none of them is suggested.</param>
    public static IReadOnlyDictionary<Guid, CodeSuggestion> For(IEnumerable<School> schools, IReadOnlyList<RegisteredUnit>? units, IReadOnlySet<string> taken)
    {
        var free = (units ?? []).Where(unit => unit.IsActive && !taken.Contains(unit.Code)).ToList();
        var byCode = free.ToDictionary(unit => unit.Code);
        var byName = free.ToLookup(unit => Plain(unit.Name));
        var found = new Dictionary<Guid, CodeSuggestion>();
        var used = new HashSet<string>();
        void Suggest(School school, RegisteredUnit unit, string why, bool isSafe)
        {
            if (!found.ContainsKey(school.Id) && used.Add(unit.Code))
                found[school.Id] = new(unit.Code, unit.Name, why, isSafe);
        }
        var all = schools.ToList();
        foreach (var school in all)
        {
            if (school.SuggestedCode is { } code && byCode.TryGetValue(code, out var unit))
                Suggest(school, unit, "Från School Data Sync", true);
        }
        foreach (var school in all.Where(school => school.Name is not null))
        {
            if (byName[Plain(school.Name!)].ToList() is [var only])
                Suggest(school, only, "Samma namn i registret", true);
        }
        foreach (var school in all.Where(school => school.Name is not null))
        {
            if (free.Where(unit => Similar(school.Name!, unit.Name)).ToList() is [var only])
                Suggest(school, only, "Liknande namn, kontrollera", false);
        }
        return found;
    }

    /// <summary>Lower case, one kind of dash and blank, no punctuation.</summary>
    public static string Plain(string name)
    {
        var plain = new StringBuilder(name.Length);
        foreach (var letter in name.Normalize(NormalizationForm.FormC).ToLowerInvariant())
        {
            if (char.IsLetterOrDigit(letter))
                plain.Append(letter);
            else if (plain.Length > 0 && plain[^1] != ' ')
                plain.Append(' ');
        }
        return plain.ToString().Trim();
    }

    /// <summary>The names have a word in common that not every school has.</summary>
    private static bool Similar(string a, string b)
    {
        static IEnumerable<string> Of(string name) => Plain(name).Split(' ').Where(word => word.Length > 3 && !Words.Contains(word)).Select(Stem);
        return Of(a).Intersect(Of(b)).Any();
    }

    private static string Stem(string word) => word.EndsWith("skolan", StringComparison.Ordinal) ? word[..^6] : word.EndsWith("skola", StringComparison.Ordinal) ? word[..^5] : word;
}
