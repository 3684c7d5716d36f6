using System.Text.RegularExpressions;

namespace Skolsynk.Portal.Frame;

/// <summary>How an entry of the audit log names an account that it concerns: by its id; the name is put in when it is read, as long as the account is known.</summary>
internal static partial class Concerning
{
    public static string Account(Guid id) => $"konto {id:D}";

    public static string Read(string concerns, IReadOnlyDictionary<Guid, string> names) =>
        Id().Replace(concerns, match => names.GetValueOrDefault(Guid.Parse(match.Groups[1].Value), "konto som inte finns kvar"));

    [GeneratedRegex("konto ([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")]
    private static partial Regex Id();
}
