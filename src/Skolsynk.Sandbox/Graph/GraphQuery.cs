using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace Skolsynk.Sandbox.Graph;

/// <summary>One call of Graph, outside or inside a batch.</summary>
/// <param name="Root">Scheme, host and version, <c>http://127.0.0.1:5000/v1.0</c>: what next links begin with.</param>
/// <param name="Path">Without version and leading slash, as it stood on the wire.</param>
/// <param name="Query">Without the question mark.</param>
public sealed record GraphCall(string Root, string Path, string Query)
{
    /// <summary>The path's segments, unescaped; <c>delta()</c> is written <c>delta</c>.</summary>
    public string[] Segments { get; } =
        [.. Path.Split('/', StringSplitOptions.RemoveEmptyEntries).Select(Uri.UnescapeDataString).Select(one => one == "delta()" ? "delta" : one)];
}

/// <summary>The query options of a call.</summary>
internal sealed partial record GraphQuery
{
    public const int DefaultTop = 100;
    public const int MaxTop = 999;

    public int Top { get; private init; } = DefaultTop;

    public Selection Select { get; private init; } = Selection.All;

    /// <summary>The id after which the page begins; null for a list's first page.</summary>
    public string? After { get; private init; }

    /// <summary>How often this page was already asked for in the chain (<see cref="Faults.FaultKind.RepeatedPages"/> and the like).</summary>
    public int Round { get; private init; }

    public string? SkipToken { get; private init; }

    public string? DeltaToken { get; private init; }

    /// <summary>Of users only: the address that is looked for; null: none is.</summary>
    public string? Address { get; private init; }

    /// <summary>What is wrong with the query, null when nothing is.</summary>
    public string? Wrong { get; private init; }

    /// <summary>The options that next links repeat.</summary>
    public string Kept { get; private init; } = "";

    public static GraphQuery Parse(string query)
    {
        var parsed = new GraphQuery();
        var kept = new List<string>();
        foreach (var part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            var (name, value) = Pair(part);
            if (name is not ("$skiptoken" or "$deltatoken"))
                kept.Add(part);
            parsed = parsed.With(name, value);
        }

        return parsed with { Kept = string.Join('&', kept) };
    }

    /// <summary>A skip token; <paramref name="round"/> tells repeated pages apart.</summary>
    public static string TokenOf(string? after, int round) =>
        Base64Url.EncodeToString(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{round}:{after}")));

    private GraphQuery With(string name, string value) => name switch
    {
        "$top" => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var top) && top is >= 1 and <= MaxTop
            ? this with { Top = top }
            : this with { Wrong = $"Invalid page size specified: '{value}'. Must be between 1 and {MaxTop} inclusive." },
        "$select" => this with { Select = Selection.Of(value) },
        "$skiptoken" => WithSkip(value),
        "$deltatoken" => this with { DeltaToken = value },
        "$filter" when Named().Match(value) is { Success: true } named && named.Groups[1].Value == named.Groups[2].Value =>
            this with { Address = named.Groups[1].Value.Replace("''", "'", StringComparison.Ordinal) },
        "$expand" or "$filter" or "$search" or "$orderby" => this with { Wrong = $"The query option {name} is not supported here." },
        _ => this,
    };

    [GeneratedRegex("^userPrincipalName eq '((?:[^']|'')*)' or mail eq '((?:[^']|'')*)'$")]
    private static partial Regex Named();

    private GraphQuery WithSkip(string value)
    {
        var bytes = new byte[value.Length];
        if (Base64Url.DecodeFromChars(value, bytes, out _, out var length) != OperationStatus.Done)
            return this with { SkipToken = value };
        var text = Encoding.UTF8.GetString(bytes, 0, length);
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        if (colon < 0 || !int.TryParse(text[..colon], NumberStyles.None, CultureInfo.InvariantCulture, out var round))
            return this with { SkipToken = value };
        var after = text[(colon + 1)..];
        return this with { SkipToken = value, Round = round, After = after.Length == 0 ? null : after };
    }

    private static (string Name, string Value) Pair(string part)
    {
        var equals = part.IndexOf('=', StringComparison.Ordinal);
        return equals < 0
            ? (Unescape(part), "")
            : (Unescape(part[..equals]), Unescape(part[(equals + 1)..]));
    }

    private static string Unescape(string text) => Uri.UnescapeDataString(text.Replace('+', ' '));
}

/// <summary>The members that <c>$select</c> names; <c>id</c> always comes.</summary>
internal sealed class Selection
{
    public static readonly Selection All = new(null);

    private readonly HashSet<string>? names;

    private Selection(HashSet<string>? names) => this.names = names;

    public static Selection Of(string list) => list is "" or "*"
        ? All
        : new([.. list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)]);

    public bool Has(string name) => names is null || names.Contains(name);
}
