namespace Skolsynk.Rosters;

/// <summary>What is put aside while a snapshot is read.</summary>
internal sealed class Notes
{
    public List<Finding> Findings { get; } = [];

    public HashSet<Guid> LeftOut { get; } = [];

    /// <summary>The text as it may be kept, or null with a finding.</summary>
    public string? Keep(string? raw, EntityKind kind, Guid id, Field place)
    {
        var text = PlainText.Of(raw);
        if (text is null) return null;
        if (text.Length > PlainText.Longest)
        {
            Findings.Add(new Finding(FindingKind.TooLong, kind, id, place));
            return null;
        }
        if (!IdentityNumbers.Contains(text)) return text;
        Findings.Add(new Finding(FindingKind.IdentityNumber, kind, id, place));
        return null;
    }

    /// <summary>
    /// The id of a source object, and the source's own writing of it where that is another. False for an id that cannot be kept:
    /// none at all, or one that holds an identity number.
    /// </summary>
    public bool TryId(RosterSettings settings, EntityKind kind, string source, out Guid id, out string? sourceId)
    {
        sourceId = null;
        id = default;
        if (string.IsNullOrWhiteSpace(source)) return false;
        id = Ids.Of(settings.EntraTenantId, kind, source);
        Span<char> written = stackalloc char[36];
        if (id.TryFormat(written, out _) && source.AsSpan().SequenceEqual(written)) return true;
        if (!Guid.TryParseExact(source, "D", out _) && (source.Length > PlainText.Longest || IdentityNumbers.Contains(source)))
        {
            Findings.Add(new Finding(
                source.Length > PlainText.Longest ? FindingKind.TooLong : FindingKind.IdentityNumber, kind, id, Field.Id));
            return false;
        }
        sourceId = source;
        return true;
    }
}
