using Skolsynk.Deliveries;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Rosters;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Previews;

/// <summary>One school, person or group as a preview lists it.</summary>
/// <param name="Schools">Where it is, before or after.</param>
internal sealed record ListedRow(PreviewRow Row, string Name, IReadOnlyList<Guid> Schools);

/// <summary>A preview as it was worked out for one version of the roster, with its rows in the order in which they are shown.</summary>
/// <param name="Added">Rows that had come to it: since an earlier preview was seen, or while it was read.</param>
internal sealed record MadePreview(PreviewEffect Effect, (long Roster, long Input) Version, IReadOnlyList<ListedRow> Rows, IReadOnlyList<ListedRow> Added)
{
    /// <summary>Names of the schools that anything is at.</summary>
    public required IReadOnlyDictionary<Guid, string> Schools { get; init; }

    public SettingsPreview Preview => Effect.Preview;

    /// <param name="added">Whether a number came to it.</param>
    public static MadePreview Of(PreviewInput input, Func<ulong, bool> added)
    {
        var effect = input.Effect();
        var schools = (effect.Before?.Schools ?? []).Concat(effect.After.Schools).DistinctBy(school => school.Id).ToDictionary(school => school.Id, school => school.Name);
        var rows = effect.Rows.Select(row => Listed(effect, row)).OrderBy(row => row.Row.Kind).ThenBy(row => row.Name, Text.Order).ThenBy(row => Ids.AsNumber(row.Row.Id)).ToList();
        return new(effect, input.Version, rows, [.. rows.Where(row => row.Row.Pairs.Any(added))]) { Schools = schools };
    }

    public string NameOf(Guid school) => Schools.GetValueOrDefault(school, "–");

    public string NameOf(IReadOnlyList<Guid> schools) => schools.Count == 0 ? "–" : string.Join(", ", schools.Select(NameOf).Order(Text.Order));

    private static ListedRow Listed(PreviewEffect effect, PreviewRow row) => row.Kind switch
    {
        PreviewKind.Schools => new(row, (School(effect.After, row.Id) ?? School(effect.Before, row.Id))?.Name ?? "–", [row.Id]),
        PreviewKind.Groups => Listed(row, Group(effect.Before, row.Id), Group(effect.After, row.Id)),
        _ => Listed(row, Person(effect.Before, row.Id), Person(effect.After, row.Id)),
    };

    private static ListedRow Listed(PreviewRow row, ScopedGroup? was, ScopedGroup? now) =>
        new(row, (now ?? was)?.Name ?? "–", [.. new[] { was?.Owner, now?.Owner }.OfType<Guid>().Distinct()]);

    private static ListedRow Listed(PreviewRow row, ScopedPerson? was, ScopedPerson? now) => new(
        row, (now ?? was) is { } person ? NameOf(person) : "–", [.. SchoolsOf(was).Concat(SchoolsOf(now)).Distinct()]);

    public static string NameOf(ScopedPerson person) => $"{person.FamilyName}, {person.GivenName}";

    public static IEnumerable<Guid> SchoolsOf(ScopedPerson? person) => person is null ? [] : person.EnrolledAt.Union(person.EmployedAt);

    public static ScopedSchool? School(ScopedRoster? roster, Guid id) => Find(roster?.Schools, id, school => school.Id);

    public static ScopedPerson? Person(ScopedRoster? roster, Guid id) => Find(roster?.Persons, id, person => person.Id);

    public static ScopedGroup? Group(ScopedRoster? roster, Guid id) => Find(roster?.Groups, id, group => group.Id);

    /// <summary>Lists of a scope are sorted by id.</summary>
    private static T? Find<T>(IReadOnlyList<T>? list, Guid id, Func<T, Guid> idOf) where T : class
    {
        var (from, to) = (0, (list?.Count ?? 0) - 1);
        while (from <= to)
        {
            var middle = (from + to) / 2;
            var order = Ids.Compare(idOf(list![middle]), id);
            if (order == 0)
                return list[middle];
            (from, to) = order < 0 ? (middle + 1, to) : (from, middle - 1);
        }
        return null;
    }
}
