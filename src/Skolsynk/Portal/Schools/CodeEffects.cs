using System.Security.Cryptography;
using System.Text;
using Skolsynk.Portal.Connections;
using Text = Skolsynk.Portal.Frame.Text;

namespace Skolsynk.Portal.Schools;

/// <summary>What codes do at suppliers that are already started, school by school, before they are saved. Pure.</summary>
/// <param name="Lines">Sentences; empty: nothing happens anywhere.</param>
/// <param name="Button">What the button that confirms them says.</param>
/// <param name="Removes">Somebody would be removed.</param>
/// <param name="Key">Stands for exactly these codes and these sentences.</param>
internal sealed record CodeEffects(IReadOnlyList<string> Lines, string Button, bool Removes, string Key)
{
    public static CodeEffects None { get; } = new([], "Spara skolenhetskoder", false, "");

    /// <param name="view">Schools and codes as they are.</param>
    /// <param name="wanted">Codes by school as they would be; null: the code is taken away.</param>
    /// <param name="counts">By school; null: not known, and then no number is said.</param>
    public static CodeEffects Of(SchoolsView view, IReadOnlyDictionary<Guid, string?> wanted, IReadOnlyDictionary<Guid, (int Students, int Teachers)>? counts)
    {
        var lines = new List<string>();
        var removedAt = new HashSet<int>();
        var names = view.Names;
        foreach (var (school, code) in wanted.OrderBy(one => names.GetValueOrDefault(one.Key, ""), Text.Order))
        {
            var at = view.Takers(school);
            var was = view.Codes.ContainsKey(school);
            if (at.Count == 0 || (!was && code is null))
                continue;
            var suppliers = string.Join(" och ", at.Select(one => one.Supplier.Name).Distinct());
            var people = People(names[school], counts is null ? null : counts.GetValueOrDefault(school));
            lines.Add((was, code) switch
            {
                (true, null) => $"Om du fortsätter tas {people} bort hos {suppliers}. {string.Join(" ", at.Select(one => RemovalLine.Of(one.Supplier)).Distinct())}",
                (true, _) => $"{Sentence(people)} flyttas till den nya koden hos {suppliers}.",
                _ => $"{Sentence(people)} börjar skickas till {suppliers}.",
            });
            if (code is null)
                removedAt.UnionWith(at.Select(one => one.Supplier.Id));
        }
        var text = string.Join(' ', wanted.OrderBy(one => one.Key).Select(one => $"{one.Key:N}={one.Value}")) + string.Join(' ', lines);
        return new(lines, removedAt.Count == 0 ? None.Button : $"Ta bort koden och skolan hos {Text.Count(removedAt.Count, "leverantör", "leverantörer")}", removedAt.Count > 0,
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)).AsSpan(0, 12)));
    }

    private static string People(string school, (int Students, int Teachers)? counts) => counts is { } known
        ? $"{Text.Count(known.Students, "elev", "elever")} och {Text.Count(known.Teachers, "lärare", "lärare")} på {school}" : $"alla elever och lärare på {school}";

    private static string Sentence(string text) => char.ToUpperInvariant(text[0]) + text[1..];
}
