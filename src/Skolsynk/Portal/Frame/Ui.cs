using System.Net;
using Microsoft.AspNetCore.Html;

namespace Skolsynk.Portal.Frame;

/// <summary>A status as it is always shown: icon, word, and what it means.</summary>
/// <param name="Colour">red, yellow, blue, green or grey; never the only thing that tells.</param>
internal sealed record Status(string Icon, string Colour, string Word, string Why)
{
    /// <summary>Further statuses below it, in words.</summary>
    public IReadOnlyList<string> Also { get; init; } = [];
}

/// <summary>The small parts that pages are built of.</summary>
internal static class Ui
{
    public static HtmlString Icon(string name) =>
        new($"<svg class=\"icon\" aria-hidden=\"true\" focusable=\"false\"><use href=\"{StaticAssets.Address("icons.svg")}#{name}\"></use></svg>");

    public static HtmlString Status(Status status) => new(
        $"<span class=\"status\"><span class=\"{status.Colour}\">{Icon(status.Icon)}</span><span><span class=\"word\">{Plain(status.Word)}</span>"
        + $"<span class=\"why\">{Plain(status.Why)}</span>{string.Concat(status.Also.Select(also => $"<span class=\"why\">{Plain(also)}</span>"))}</span></span>");

    /// <summary>Text in a picture; Razor has an element of its own by that name.</summary>
    public static HtmlString SvgText(string x, string y, string anchor, string text, string? kind = null) =>
        new($"<text class=\"{kind}\" x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{Plain(text)}</text>");

    private static string Plain(string text) => WebUtility.HtmlEncode(text);
}
