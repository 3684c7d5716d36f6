using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Skolsynk.Deliveries;

/// <summary>
/// What may be kept of a supplier's error: <c>scimType</c> and at most 200 characters in which addresses, runs of four or more
/// digits, and every value that was sent are masked, however the supplier has escaped them. Of an error to a delete no text is
/// kept, since nothing was sent to mask with. Suppliers echo names; nothing of a person may reach a log or a page so.
/// </summary>
public static partial class ErrorMask
{
    private const int Longest = 200;
    private const int ShortestMasked = 2;

    /// <summary>So much of a text is looked at; the rest could be 64 KiB against the names of 5,000 members.</summary>
    private const int MostText = 2_000;

    private static readonly char[] Separators = [' ', '@', '.', '-', '_'];

    /// <summary>The masked text and scimType of an answer; nulls when there is nothing to keep.</summary>
    /// <param name="answer">At most 64 KiB of the answer's body.</param>
    /// <param name="sent">The body that was sent; its string values are masked wherever they stand.</param>
    public static (string? Code, string? Detail) Of(ReadOnlySpan<byte> answer, ReadOnlySpan<byte> sent)
    {
        if (answer.IsEmpty)
            return (null, null);
        var (code, text) = Read(answer);
        var values = Values(sent);
        var masked = sent.IsEmpty ? "" : Mask(Opened(text), values);
        var keepsCode = code is { Length: <= 40 } && CodeShape().IsMatch(code) && Mask(code, values) == code;
        return (keepsCode ? code : null, masked.Length == 0 ? null : masked);
    }

    private static (string? Code, string Text) Read(ReadOnlySpan<byte> answer)
    {
        try
        {
            var reader = new Utf8JsonReader(answer);
            using var document = JsonDocument.ParseValue(ref reader);
            var root = document.RootElement;
            if (root.ValueKind is JsonValueKind.Object)
                return (Text(root, "scimType"), Text(root, "detail") ?? Text(root, "message") ?? "");
        }
        catch (Exception failure) when (failure is JsonException or InvalidOperationException)
        {
            // Plain text, as the reference receiver sends it, or JSON in another encoding than UTF-8.
        }
        return (null, Encoding.UTF8.GetString(answer));
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind is JsonValueKind.String ? value.GetString() : null;

    /// <summary>
    /// The beginning of a text without the escapes of JSON, HTML and URLs, composed as we send it; what was cut in the middle of a
    /// word is left out, since half a name is a name too.
    /// </summary>
    private static string Opened(string text)
    {
        if (text.Length > MostText)
        {
            var end = text.LastIndexOfAny(Separators, MostText - 1);
            text = text[..Math.Max(0, end)];
        }
        text = JsonEscapes().Replace(text, match => ((char)Convert.ToInt32(match.Groups[1].Value, 16)).ToString());
        text = Uri.UnescapeDataString(WebUtility.HtmlDecode(text));
        return Broken().Replace(text, "…").Normalize();
    }

    private static string Mask(string text, IEnumerable<string> values)
    {
        text = Addresses().Replace(text, "…");
        foreach (var value in values)
            text = text.Replace(value, "…", StringComparison.OrdinalIgnoreCase);
        text = Digits().Replace(text, "…");
        text = Blanks().Replace(text, " ").Trim();
        return text.Length <= Longest ? text : text[..Longest];
    }

    /// <summary>Every string value and every word of it, longest first, so that a part never uncovers the rest.</summary>
    private static List<string> Values(ReadOnlySpan<byte> sent)
    {
        var values = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var reader = new Utf8JsonReader(sent);
        var name = "";
        while (!sent.IsEmpty && reader.Read())
        {
            if (reader.TokenType is JsonTokenType.PropertyName)
                name = reader.GetString() ?? "";
            else if (reader.TokenType is JsonTokenType.String && name is not ("schemas" or "$ref"))
                Add(values, reader.GetString() ?? "");
        }
        return [.. values.OrderByDescending(value => value.Length)];
    }

    private static void Add(HashSet<string> values, string value)
    {
        foreach (var part in value.Split(Separators, StringSplitOptions.RemoveEmptyEntries).Append(value))
        {
            if (part.Length >= ShortestMasked)
                values.Add(part.IsNormalized() ? part : part.Normalize());
        }
    }

    [GeneratedRegex(@"\\u([0-9A-Fa-f]{4})")]
    private static partial Regex JsonEscapes();

    /// <summary>Halves of surrogate pairs, which no text can be composed with.</summary>
    [GeneratedRegex(@"[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]")]
    private static partial Regex Broken();

    [GeneratedRegex(@"\S+@\S+")]
    private static partial Regex Addresses();

    [GeneratedRegex(@"[0-9]{4,}")]
    private static partial Regex Digits();

    [GeneratedRegex(@"[\s\p{C}]+")]
    private static partial Regex Blanks();

    [GeneratedRegex("^[A-Za-z][A-Za-z0-9_.-]*$")]
    private static partial Regex CodeShape();
}
