using System.Net;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc.Rendering;
using Microsoft.AspNetCore.Mvc.ViewFeatures;
using Microsoft.AspNetCore.Razor.TagHelpers;
using Skolsynk.Portal.SignIn;

namespace Skolsynk.Portal.Frame;

/// <summary>
/// Who may read a page but not change anything sees its forms as text, without a button. Every form that is sent is treated so by itself;
/// one that everybody may send says <c>data-open</c>.
/// </summary>
[HtmlTargetElement("form", Attributes = "[method=post]")]
public sealed partial class ReadOnlyForm : TagHelper
{
    private static readonly object Key = new();

    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    /// <summary>After the framework's own, which adds the token.</summary>
    public override int Order => 1000;

    internal static bool Inside(HttpContext context) => context.Items.ContainsKey(Key);

    /// <summary>Before anybody has what is within rendered: that, and partial views in it, must know where they stand.</summary>
    public override void Init(TagHelperContext context)
    {
        if (!context.AllAttributes.ContainsName("data-open") && !View.HttpContext.MayChange())
            View.HttpContext.Items[Key] = true;
    }

    public override async Task ProcessAsync(TagHelperContext context, TagHelperOutput output)
    {
        if (!Inside(View.HttpContext))
            return;
        var content = await output.GetChildContentAsync();
        View.HttpContext.Items.Remove(Key);
        output.TagName = "div";
        output.Attributes.RemoveAll("method");
        output.Attributes.RemoveAll("action");
        output.PostContent.Clear();
        output.Content.SetHtmlContent(Token().Replace(content.GetContent(), ""));
    }

    /// <summary>That a view writes by itself.</summary>
    [GeneratedRegex("<input name=\"__RequestVerificationToken\"[^>]*>")]
    private static partial Regex Token();
}

/// <summary>What is typed or ticked stands there as text; what only does something is gone.</summary>
[HtmlTargetElement("input", TagStructure = TagStructure.WithoutEndTag)]
[HtmlTargetElement("textarea")]
[HtmlTargetElement("select")]
[HtmlTargetElement("button")]
[HtmlTargetElement("label")]
[HtmlTargetElement("a", Attributes = "data-change")]
public sealed class ReadOnlyField : TagHelper
{
    [ViewContext]
    [HtmlAttributeNotBound]
    public ViewContext View { get; set; } = null!;

    public override int Order => 1000;

    public override void Process(TagHelperContext context, TagHelperOutput output)
    {
        if (!ReadOnlyForm.Inside(View.HttpContext))
            return;
        switch (context.TagName, Attribute(context, "type"))
        {
            case ("label", _):
                output.TagName = "span";
                output.Attributes.RemoveAll("for");
                break;
            case ("input", "checkbox" or "radio"):
                var ticked = context.AllAttributes.ContainsName("checked");
                Become(output, $"<span class=\"{(ticked ? "green" : "quiet")}\">{Ui.Icon(ticked ? "check" : "ring")}</span><span class=\"spoken\">{(ticked ? "Ja: " : "Nej: ")}</span>");
                break;
            case ("input", not ("hidden" or "password" or "file" or "submit")):
                Become(output, WebUtility.HtmlEncode(Attribute(context, "value") is { Length: > 0 } value ? value : "–"));
                break;
            default:
                output.SuppressOutput();
                break;
        }
    }

    private static void Become(TagHelperOutput output, string html)
    {
        output.TagName = "span";
        output.TagMode = TagMode.StartTagAndEndTag;
        output.Attributes.Clear();
        output.Attributes.SetAttribute("class", "value");
        output.Content.SetHtmlContent(html);
    }

    private static string? Attribute(TagHelperContext context, string name) =>
        context.AllAttributes.TryGetAttribute(name, out var attribute) ? attribute.Value switch
        {
            Microsoft.AspNetCore.Html.HtmlString html => WebUtility.HtmlDecode(html.Value),
            Microsoft.AspNetCore.Html.IHtmlContent content => WebUtility.HtmlDecode(Written(content)),
            var value => value?.ToString(),
        } : null;

    private static string Written(Microsoft.AspNetCore.Html.IHtmlContent content)
    {
        using var text = new StringWriter();
        content.WriteTo(text, System.Text.Encodings.Web.HtmlEncoder.Default);
        return text.ToString();
    }
}
