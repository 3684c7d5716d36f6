using System.Collections.Concurrent;

namespace Skolsynk.Source;

/// <summary>What was odd in the source and did not stop the read.</summary>
public enum SourceFindingKind
{
    /// <summary>An item without an id that can be used (missing, no text, blank, longer than 256 characters): the item was left out.</summary>
    IdMissing,

    /// <summary>A value of another JSON type than documented: read as null.</summary>
    WrongType,

    /// <summary>A text of more than 256 characters: read as null, never cut, for half a name is a wrong name.</summary>
    TooLong,

    /// <summary>A text that is no Unicode: read as null.</summary>
    Unreadable,

    /// <summary>The same id more than once in one list: the last one counts.</summary>
    Repeated,

    /// <summary>An item marked <c>@removed</c>, which belongs in a delta: the item was left out.</summary>
    MarkedRemoved,
}

/// <summary>How often something odd was seen at one place (<c>user.givenName</c>, <c>member</c>); never the value, never the id.</summary>
public sealed record SourceFinding(SourceFindingKind Kind, string Place, int Count);

/// <summary>Counts findings while a read runs; may be called from several threads.</summary>
internal sealed class FindingCounts
{
    private readonly ConcurrentDictionary<(SourceFindingKind Kind, string Place), int> counts = new();

    public void Add(SourceFindingKind kind, string place, int count = 1) =>
        counts.AddOrUpdate((kind, place), count, (_, before) => before + count);

    public IReadOnlyList<SourceFinding> All() =>
    [
        .. counts.Select(entry => new SourceFinding(entry.Key.Kind, entry.Key.Place, entry.Value))
            .OrderBy(finding => finding.Kind).ThenBy(finding => finding.Place, StringComparer.Ordinal),
    ];
}
