using System.Globalization;
using System.Text.Json;

namespace Skolsynk.Hosting.Settings;

/// <summary>
/// Takes the members of one JSON object one by one and notes each that has the wrong type or value; <see cref="Done"/> notes
/// those that nobody asked for. Null: the member is missing, or was noted.
/// </summary>
internal sealed class ObjectReader
{
    private readonly List<InputProblem> problems;
    private readonly List<string> asked = [];

    public ObjectReader(PlacedJson node, List<InputProblem> problems)
    {
        Node = node;
        this.problems = problems;
        if (node.Kind != JsonValueKind.Object)
            Note(node, "Ska vara ett objekt { … }.");
    }

    public PlacedJson Node { get; }

    public void Note(PlacedJson at, string text) => problems.Add(new(at.Place, at.Path, text));

    /// <summary>Null when it is missing or JSON's null.</summary>
    public PlacedJson? Member(string name)
    {
        asked.Add(name);
        return Node.Members.FirstOrDefault(m => m.Name == name)?.Value is { Kind: not JsonValueKind.Null } value ? value : null;
    }

    /// <summary>Whether it is written as JSON's null: what may be missing shall be.</summary>
    public bool IsCleared(string name)
    {
        asked.Add(name);
        return Node.Members.FirstOrDefault(m => m.Name == name)?.Value.Kind == JsonValueKind.Null;
    }

    public string? Text(string name) => Of(name, JsonValueKind.String, "Ska vara en text inom citattecken, inte tom.", v => NotBlank(v.Text));

    public bool? Flag(string name) => Member(name) switch
    {
        null => null,
        { Kind: JsonValueKind.True } => true,
        { Kind: JsonValueKind.False } => false,
        var other => Wrong<bool>(other, "Ska vara true eller false."),
    };

    public int? Whole(string name, int least, int most) => Number<int>(name, JsonValueKind.Number, $"Ska vara ett heltal {least}–{most}.",
        v => int.TryParse(v.Text, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most ? n : null);

    public double? Decimal(string name, double least, double most) => Number<double>(name, JsonValueKind.Number, $"Ska vara ett tal {least}–{most}.",
        v => double.TryParse(v.Text, CultureInfo.InvariantCulture, out var n) && n >= least && n <= most ? n : null);

    public Guid? Id(string name) => Number(name, JsonValueKind.String, "Ska vara ett id av formen 00000000-0000-0000-0000-000000000000.",
        v => Guid.TryParseExact(v.Text, "D", out var id) ? id : (Guid?)null);

    /// <summary>One of the enumeration's names, written in camel case.</summary>
    public T? Choice<T>(string name) where T : struct, Enum => Number(name, JsonValueKind.String, $"Ska vara något av: {Names<T>()}.",
        v => Enum.GetValues<T>().Select(e => (T?)e).FirstOrDefault(e => Camel($"{e}") == v.Text));

    public IReadOnlyList<PlacedJson>? List(string name) => Of(name, JsonValueKind.Array, "Ska vara en lista [ … ].", v => v.Items);

    public IReadOnlyList<string>? Texts(string name) => List(name)?.Select(item =>
    {
        if (NotBlank(item.Kind == JsonValueKind.String ? item.Text : null) is { } text)
            return text;
        Note(item, "Ska vara en text inom citattecken, inte tom.");
        return "";
    }).Where(text => text.Length > 0).ToList();

    public ObjectReader? Object(string name) => Member(name) is { } value ? new(value, problems) : null;

    public IReadOnlyList<ObjectReader> Objects(string name) => List(name)?.Select(item => new ObjectReader(item, problems)).ToList() ?? [];

    /// <summary>Notes that a member is missing.</summary>
    public void Missing(string name, string why) => Note(Node, $"”{name}” saknas: {why}");

    /// <summary>Notes the members that nobody asked for.</summary>
    public void Done()
    {
        foreach (var member in Node.Members.Where(m => !asked.Contains(m.Name)))
            problems.Add(new(member.Place, $"{Node.Path}.{member.Name}", $"Okänt namn. Här får stå: {string.Join(", ", asked.Distinct())}."));
    }

    public static string Camel(string name) => JsonNamingPolicy.CamelCase.ConvertName(name);

    private static string Names<T>() where T : struct, Enum => string.Join(", ", Enum.GetNames<T>().Select(Camel));

    private static string? NotBlank(string? text) => string.IsNullOrWhiteSpace(text) ? null : text;

    private T? Of<T>(string name, JsonValueKind kind, string accepted, Func<PlacedJson, T?> read) where T : class
    {
        if (Member(name) is not { } value)
            return null;
        var result = value.Kind == kind ? read(value) : null;
        if (result is null)
            Note(value, accepted);
        return result;
    }

    private T? Number<T>(string name, JsonValueKind kind, string accepted, Func<PlacedJson, T?> read) where T : struct
    {
        if (Member(name) is not { } value)
            return null;
        return value.Kind == kind && read(value) is { } result ? result : Wrong<T>(value, accepted);
    }

    private T? Wrong<T>(PlacedJson value, string accepted) where T : struct
    {
        Note(value, value.Kind is JsonValueKind.String or JsonValueKind.Number ? $"”{Short(value.Text)}” går inte. {accepted}" : accepted);
        return null;
    }

    private static string Short(string? text) => text is { Length: > 60 } ? string.Concat(text.AsSpan(0, 60), "…") : text ?? "";
}
