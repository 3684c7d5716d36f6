using System.Text.Json;

namespace Skolsynk.Source;

/// <summary>
/// Takes single values out of JSON, whatever stands there: a value that is not what the documentation says is null and a finding, never an
/// exception. Ids and the few words that recur are the same string instance wherever they stand: a tenant's memberships hold each id many times.
/// </summary>
internal sealed class SourceTexts(FindingCounts findings)
{
    /// <summary>Longest text that is read, in UTF-16 units. Entra allows 256 for a display name and less for all else.</summary>
    public const int MaxLength = 256;

    /// <summary>No UTF-16 unit takes more than six bytes of JSON (<c>\u00e5</c>).</summary>
    private const int MaxBytes = MaxLength * 6;

    /// <summary>Many sets with a lock each: half the cost of one concurrent dictionary, which copies all its nodes whenever it grows.</summary>
    private readonly Shelf[] pool = [.. Enumerable.Range(0, 256).Select(_ => new Shelf())];

    /// <summary>What was last taken from each set: the words that nearly every item holds need no lock.</summary>
    private readonly string?[] latest = new string?[256];

    public FindingCounts Findings => findings;

    /// <summary>An id that can stand in a path, or null. The reader stands on the value and stays on its last token.</summary>
    public string? Id(ref Utf8JsonReader json)
    {
        Span<char> buffer = stackalloc char[Room(ref json)];
        if (json.TokenType != JsonTokenType.String || Copy(ref json, buffer) is not { } length || length > MaxLength)
        {
            json.Skip();
            return null;
        }
        var id = buffer[..length];
        return IsUsable(id) ? Shared(id) : null;
    }

    /// <summary>A text that differs from item to item.</summary>
    public string? Text(ref Utf8JsonReader json, string place) => Read(ref json, place, shared: false);

    /// <summary>A text of which there are few, such as a role.</summary>
    public string? Word(ref Utf8JsonReader json, string place) => Read(ref json, place, shared: true);

    public bool? Flag(ref Utf8JsonReader json, string place)
    {
        if (json.TokenType is JsonTokenType.True or JsonTokenType.False)
            return json.GetBoolean();
        NotWanted(ref json, place);
        return null;
    }

    /// <summary>True when an object begins here; anything else is passed over.</summary>
    public bool BeginsObject(ref Utf8JsonReader json, string place)
    {
        if (json.TokenType == JsonTokenType.StartObject)
            return true;
        NotWanted(ref json, place);
        return false;
    }

    /// <summary>"." and ".." would walk up the path of the call.</summary>
    public static bool IsUsable(ReadOnlySpan<char> id) =>
        id.Length is > 0 and <= MaxLength && !id.IsWhiteSpace() && id is not ("." or "..");

    private string? Read(ref Utf8JsonReader json, string place, bool shared)
    {
        if (json.TokenType != JsonTokenType.String)
        {
            NotWanted(ref json, place);
            return null;
        }
        Span<char> buffer = stackalloc char[Room(ref json)];
        if (Copy(ref json, buffer) is not { } length)
            findings.Add(SourceFindingKind.Unreadable, place);
        else if (length > MaxLength)
            findings.Add(SourceFindingKind.TooLong, place);
        else
            return shared ? Shared(buffer[..length]) : new string(buffer[..length]);
        return null;
    }

    private void NotWanted(ref Utf8JsonReader json, string place)
    {
        if (json.TokenType != JsonTokenType.Null)
            findings.Add(SourceFindingKind.WrongType, place);
        json.Skip();
    }

    /// <summary>A text has no more UTF-16 units than its JSON has bytes; no more is taken, for all that is taken is cleared first.</summary>
    private static int Room(ref Utf8JsonReader json) => Math.Min(json.ValueSpan.Length, MaxBytes);

    /// <summary>Length of the text, <see cref="int.MaxValue"/> when it is too long for the buffer, null when it is no Unicode.</summary>
    private static int? Copy(ref Utf8JsonReader json, scoped Span<char> buffer)
    {
        if (json.ValueSpan.Length > MaxBytes)
            return int.MaxValue;
        try
        {
            return json.CopyString(buffer);
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private string Shared(ReadOnlySpan<char> text)
    {
        var place = Place(text);
        if (latest[place] is { } same && text.SequenceEqual(same))
            return same;
        var shelf = pool[place];
        lock (shelf.Gate)
        {
            if (!shelf.ByText.TryGetValue(text, out var known))
                shelf.Texts.Add(known = new string(text));
            latest[place] = known;
            return known;
        }
    }

    private sealed class Shelf
    {
        public Shelf() => ByText = Texts.GetAlternateLookup<ReadOnlySpan<char>>();

        public Lock Gate { get; } = new();

        public HashSet<string> Texts { get; } = new(StringComparer.Ordinal);

        public HashSet<string>.AlternateLookup<ReadOnlySpan<char>> ByText { get; }
    }

    /// <summary>By the last two letters, which in an id are as good as any.</summary>
    private static int Place(ReadOnlySpan<char> text)
    {
        var last = text.Length > 0 ? text[^1] : 0;
        var before = text.Length > 1 ? text[^2] : 0;
        return (last + (before * 37)) & 0xff;
    }
}
