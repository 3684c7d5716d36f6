using System.Text.RegularExpressions;

namespace Skolsynk.Rosters;

/// <summary>
/// Which groups are classes and which are teaching groups. SDS has no field for it, so a tenant says it by a pattern on the
/// group's name; the default takes “7A”, “F-klass”, “3b”, “NA22C” as classes and everything else as teaching groups.
/// </summary>
/// <param name="ClassPattern">.NET regular expression matched against the whole name, without backtracking; case is ignored.</param>
public sealed record GroupKindRule(string ClassPattern)
{
    public const string DefaultPattern = @"^(klass\s+)?(f|fsk|förskoleklass|f-klass|[0-9][a-zåäö]?|[0-9][a-zåäö][0-9]?|[a-zåäö]{2,3}[0-9]{2}[a-zåäö]?)$";

    public static readonly GroupKindRule Default = new(DefaultPattern);

    private Regex? compiled;

    public GroupKind KindOf(string? name) =>
        name is not null && Compiled.IsMatch(name) ? GroupKind.Class : GroupKind.Teaching;

    private Regex Compiled => compiled ??= new Regex(
        ClassPattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
}
