using System.Text;
using System.Text.Json;

namespace Skolsynk.Hosting.Settings;

/// <summary>Where in a text something stands; both count from 1, the column in characters.</summary>
internal readonly record struct TextPlace(int Line, int Column);

/// <summary>Something in a file that cannot be used. <paramref name="Path"/> is a JSON path; the text says what is accepted.</summary>
internal sealed record InputProblem(TextPlace Place, string Path, string Text)
{
    public string In(string file) => $"{file}, rad {Place.Line}, kolumn {Place.Column} ({Path}): {Text}";
}

/// <summary>One value of a JSON text together with its place, so that an error can point at it.</summary>
internal sealed record PlacedJson(JsonValueKind Kind, string Path, TextPlace Place)
{
    /// <summary>The text of a string, the digits of a number; null for all else.</summary>
    public string? Text { get; init; }

    public IReadOnlyList<PlacedJson> Items { get; init; } = [];

    /// <summary>In the order of the file; a name that came twice is a problem and is here once.</summary>
    public IReadOnlyList<PlacedMember> Members { get; init; } = [];

    /// <summary>
    /// Reads a whole text. Comments and a comma after the last item are allowed: people write these files. Null when the text is
    /// no JSON, with one problem; a member that comes twice is a problem, too.
    /// </summary>
    public static PlacedJson? Parse(ReadOnlySpan<byte> utf8, List<InputProblem> problems)
    {
        if (utf8.StartsWith(Encoding.UTF8.Preamble))
            utf8 = utf8[Encoding.UTF8.Preamble.Length..];
        var reader = new Utf8JsonReader(utf8, new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        var places = new LineStarts(utf8);
        try
        {
            reader.Read();
            var root = Value(ref reader, utf8, places, "$", problems);
            reader.Read();
            return root;
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            var place = failure is JsonException { LineNumber: { } line, BytePositionInLine: { } at }
                ? places.InLine(utf8, (int)line, (int)at)
                : places.Of(utf8, (int)reader.TokenStartIndex);
            problems.Add(new(place, "$", "Filen är inte giltig JSON: här står något som inte får stå här, eller så saknas något före."));
            return null;
        }
    }

    private static PlacedJson Value(ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, LineStarts places, string path, List<InputProblem> problems)
    {
        var place = places.Of(utf8, (int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.StartObject:
                return new(JsonValueKind.Object, path, place) { Members = ReadMembers(ref reader, utf8, places, path, problems) };
            case JsonTokenType.StartArray:
                var items = new List<PlacedJson>();
                while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
                    items.Add(Value(ref reader, utf8, places, $"{path}[{items.Count}]", problems));
                return new(JsonValueKind.Array, path, place) { Items = items };
            case JsonTokenType.String:
                return new(JsonValueKind.String, path, place) { Text = reader.GetString() };
            case JsonTokenType.Number:
                return new(JsonValueKind.Number, path, place) { Text = Encoding.UTF8.GetString(reader.ValueSpan) };
            case JsonTokenType.True:
                return new(JsonValueKind.True, path, place);
            case JsonTokenType.False:
                return new(JsonValueKind.False, path, place);
            default:
                return new(JsonValueKind.Null, path, place);
        }
    }

    private static List<PlacedMember> ReadMembers(
        ref Utf8JsonReader reader, ReadOnlySpan<byte> utf8, LineStarts places, string path, List<InputProblem> problems)
    {
        var members = new List<PlacedMember>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndObject)
        {
            var place = places.Of(utf8, (int)reader.TokenStartIndex);
            var name = reader.GetString() ?? "";
            reader.Read();
            var value = Value(ref reader, utf8, places, $"{path}.{name}", problems);
            if (members.Any(m => m.Name == name))
                problems.Add(new(place, $"{path}.{name}", "Står två gånger."));
            else
                members.Add(new(name, place, value));
        }
        return members;
    }

    /// <summary>Turns a byte position into line and column.</summary>
    private sealed class LineStarts
    {
        private readonly List<int> starts = [0];

        public LineStarts(ReadOnlySpan<byte> utf8)
        {
            for (var i = 0; i < utf8.Length; i++)
            {
                if (utf8[i] == (byte)'\n')
                    starts.Add(i + 1);
            }
        }

        public TextPlace Of(ReadOnlySpan<byte> utf8, int position)
        {
            var line = starts.BinarySearch(position);
            return Place(utf8, line < 0 ? ~line - 1 : line, position);
        }

        public TextPlace InLine(ReadOnlySpan<byte> utf8, int line, int bytes) =>
            Place(utf8, Math.Min(line, starts.Count - 1), starts[Math.Min(line, starts.Count - 1)] + bytes);

        private TextPlace Place(ReadOnlySpan<byte> utf8, int line, int position) =>
            new(line + 1, Encoding.UTF8.GetCharCount(utf8[starts[line]..Math.Min(position, utf8.Length)]) + 1);
    }
}

/// <summary>A member of an object; <paramref name="Place"/> is that of its name.</summary>
internal sealed record PlacedMember(string Name, TextPlace Place, PlacedJson Value);
