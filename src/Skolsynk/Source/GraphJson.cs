using System.Text.Json;

namespace Skolsynk.Source;

/// <summary>
/// The envelopes of Graph: a page of a list, a single item, an error, the answers in a batch. Trailing commas and comments are let pass
/// (Microsoft's own samples have them); anything that is not the envelope throws <see cref="JsonException"/>.
/// </summary>
internal static class GraphJson
{
    private static readonly JsonReaderOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    /// <summary>The byte order mark, which some proxies put in front.</summary>
    private static ReadOnlySpan<byte> Mark => "\uFEFF"u8;

    /// <summary>Takes the items of a page and gives its next link, null on the last page. A body without a list is no empty list.</summary>
    public static string? Page<T>(ReadOnlySpan<byte> body, ItemReader<T> read, SourceTexts texts, Action<T?> take)
        where T : class
    {
        var json = Start(body);
        string? next = null;
        var listed = false;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("value"u8))
            {
                Items(ref json, read, texts, take);
                listed = true;
            }
            else if (json.ValueTextEquals("@odata.nextLink"u8))
                next = NextLink(ref json);
            else
                json.Skip();
        }
        End(ref json);
        return listed ? next : throw new JsonException("The answer holds no list.");
    }

    /// <summary>One item, bare or in <c>{"value":{…}}</c>; both stand in Graph's reference.</summary>
    public static T? Single<T>(ReadOnlySpan<byte> body, ItemReader<T> read, SourceTexts texts)
        where T : class
    {
        var wrapped = IsWrapped(body);
        var json = Start(body);
        if (wrapped)
            Wrapped(ref json);
        var item = read(ref json, texts);
        while (wrapped && json.Read() && json.TokenType == JsonTokenType.PropertyName)
            json.Skip();
        End(ref json);
        return item;
    }

    /// <summary>The code in Graph's error body (<c>{"error":{"code":"…"}}</c>); null when the body is anything else.</summary>
    public static string? ErrorCode(ReadOnlySpan<byte> body)
    {
        try
        {
            var json = Start(body);
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("error"u8))
                    return Code(ref json);
                json.Skip();
            }
        }
        catch (JsonException)
        {
            // No JSON, such as the page of a proxy: then there is no code.
        }
        return null;
    }

    /// <summary>The answers in a batch, in the order in which they came; their bodies are places in <paramref name="body"/>.</summary>
    public static List<InnerAnswer> Batch(ReadOnlyMemory<byte> body)
    {
        if (body.Span.StartsWith(Mark))
            body = body[Mark.Length..];
        var json = Start(body.Span);
        List<InnerAnswer>? answers = null;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (!json.ValueTextEquals("responses"u8))
            {
                json.Skip();
                continue;
            }
            Expect(ref json, JsonTokenType.StartArray);
            answers = [];
            while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            {
                if (json.TokenType == JsonTokenType.StartObject)
                    answers.Add(Answer(ref json, body));
                else
                    json.Skip();
            }
        }
        End(ref json);
        return answers ?? throw new JsonException("The answer holds no answers of a batch.");
    }

    private static InnerAnswer Answer(ref Utf8JsonReader json, ReadOnlyMemory<byte> body)
    {
        var answer = new InnerAnswer(null, 0, null, default);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("id"u8))
                answer = answer with { Id = Scalar(ref json) };
            else if (json.ValueTextEquals("status"u8))
                answer = answer with { Status = int.TryParse(Scalar(ref json), out var status) ? status : 0 };
            else if (json.ValueTextEquals("headers"u8))
                answer = answer with { RetryAfter = RetryAfter(ref json) };
            else if (json.ValueTextEquals("body"u8))
            {
                json.Read();
                var start = (int)json.TokenStartIndex;
                json.Skip();
                answer = answer with { Body = body[start..(int)json.BytesConsumed] };
            }
            else
                json.Skip();
        }
        return answer;
    }

    private static string? RetryAfter(ref Utf8JsonReader json)
    {
        string? found = null;
        json.Read();
        if (json.TokenType != JsonTokenType.StartObject)
        {
            json.Skip();
            return found;
        }
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("Retry-After"u8) || json.ValueTextEquals("retry-after"u8))
                found = Scalar(ref json);
            else
                json.Skip();
        }
        return found;
    }

    private static void Items<T>(ref Utf8JsonReader json, ItemReader<T> read, SourceTexts texts, Action<T?> take)
        where T : class
    {
        Expect(ref json, JsonTokenType.StartArray);
        while (json.Read() && json.TokenType != JsonTokenType.EndArray)
            take(read(ref json, texts));
    }

    private static string? NextLink(ref Utf8JsonReader json)
    {
        json.Read();
        return json.TokenType switch
        {
            JsonTokenType.Null => null,
            JsonTokenType.String => TextOf(ref json) ?? throw new JsonException("The next link is no text."),
            _ => throw new JsonException("The next link is no text."),
        };
    }

    private static string? Code(ref Utf8JsonReader json)
    {
        json.Read();
        string? code = null;
        if (json.TokenType != JsonTokenType.StartObject)
            return code;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals("code"u8))
                code = Scalar(ref json);
            else
                json.Skip();
        }
        return GraphFailure.CleanCode(code);
    }

    /// <summary>A text or a number as text; anything else is passed over.</summary>
    private static string? Scalar(ref Utf8JsonReader json)
    {
        json.Read();
        if (json.TokenType == JsonTokenType.String)
            return TextOf(ref json);
        if (json.TokenType == JsonTokenType.Number)
            return System.Text.Encoding.ASCII.GetString(json.ValueSpan);
        json.Skip();
        return null;
    }

    private static string? TextOf(ref Utf8JsonReader json)
    {
        try
        {
            return json.GetString();
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }

    private static bool IsWrapped(ReadOnlySpan<byte> body)
    {
        var json = Start(body);
        return Wrapped(ref json);
    }

    /// <summary>Moves to the object in <c>value</c>, if there is one.</summary>
    private static bool Wrapped(ref Utf8JsonReader json)
    {
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            var isValue = json.ValueTextEquals("value"u8);
            json.Read();
            if (isValue && json.TokenType == JsonTokenType.StartObject)
                return true;
            json.Skip();
        }
        return false;
    }

    private static Utf8JsonReader Start(ReadOnlySpan<byte> body)
    {
        var json = new Utf8JsonReader(body.StartsWith(Mark) ? body[Mark.Length..] : body, Lenient);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject)
            throw new JsonException("The answer is no object.");
        return json;
    }

    private static void Expect(ref Utf8JsonReader json, JsonTokenType type)
    {
        json.Read();
        if (json.TokenType != type)
            throw new JsonException($"{type} was expected, {json.TokenType} came.");
    }

    /// <summary>Nothing but blanks may follow: two answers in one body are none.</summary>
    private static void End(ref Utf8JsonReader json)
    {
        if (json.Read())
            throw new JsonException("Something follows the answer.");
    }
}

/// <summary>One answer in a batch. <see cref="Status"/> is 0 when none could be read.</summary>
internal readonly record struct InnerAnswer(string? Id, int Status, string? RetryAfter, ReadOnlyMemory<byte> Body);
