using System.Globalization;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Connections;

/// <summary>Settings in few words, as the audit log keeps them; never anything of a person.</summary>
internal static class SettingWords
{
    /// <param name="pairs">What was seen in the preview, packed: its hash says later what was approved; null: nothing was.</param>
    public static string Of(ScopeSettings scope, byte[]? pairs = null)
    {
        var roles = (scope.Students, scope.Teachers) switch { (true, true) => "elever och lärare", (true, false) => "elever", (false, true) => "lärare", _ => "inga personer" };
        var groups = scope.Groups switch { GroupsTaken.All => "alla grupper", GroupsTaken.Classes => "bara klasser", _ => "inga grupper" };
        var schools = scope.AllSchools ? "alla skolor med kod" : Frame.Text.Count(scope.Schools.Count, "skola", "skolor");
        var also = $"{(scope.Email ? ", e-postadress" : "")}{(scope.SchoolYear ? ", årskurs" : "")}";
        var seen = pairs is null ? "" : $"; fingeravtryck {Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(pairs).AsSpan(0, 8))}";
        return $"{schools}, {roles}, {groups}{also}{seen}";
    }

    public static string Of(Agreement? agreement) => agreement is null ? "" : string.Join(", ", new[]
    {
        agreement.Processing ? $"avtal{(agreement.SignedOn is { } from ? $" från {Day(from)}" : "")}{(agreement.EndsOn is { } to ? $" till {Day(to)}" : "")}" : "inget avtal",
        agreement.DiaryNumber is { } number ? $"diarienummer {number}" : "",
        agreement.Subscription ? "abonnemang" : "inget abonnemang",
    }.Where(text => text.Length > 0));

    private static string Day(DateOnly day) => day.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
}
