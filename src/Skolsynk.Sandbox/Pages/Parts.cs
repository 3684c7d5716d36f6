namespace Skolsynk.Sandbox.Pages;

/// <summary>One choice of a list.</summary>
internal sealed record Option(string Value, string Text);

/// <summary>What the pages of the municipality are built of.</summary>
internal static class Parts
{
    /// <summary>A form that posts one action; the button says what it does.</summary>
    public static Html Action(Guid tenant, string action, string button, params Html[] fields) => Html.Of($"""
        <form method="post" action="/sandbox/tenants/{tenant}/{action}">{Join(fields)}<button>{button}</button></form>
        """);

    public static Html Hidden(string name, string value) => Html.Of($"<input type=\"hidden\" name=\"{name}\" value=\"{value}\">");

    public static Html Field(string name, string label, string? value = null, bool required = true) =>
        Html.Of($"<label>{label} <input name=\"{name}\" value=\"{value}\" autocomplete=\"off\"{Flag(required, " required")}></label> ");

    public static Html Choice(string name, string label, IEnumerable<Option> options, string? chosen = null) =>
        Html.Of($"<label>{label} <select name=\"{name}\" required>{Html.Each(options, option => Choice(option, option.Value == chosen))}</select></label> ");

    /// <summary>A table that scrolls by itself on a narrow screen.</summary>
    public static Html Table(string label, Html head, Html rows) => Html.Of($"""
        <div class="wide" role="region" aria-label="{label}" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table></div>
        """);

    public static Html Head(params string[] names) => Html.Each(names, name => Html.Of($"<th scope=\"col\">{name}</th>"));

    public static Html NumberHead(params string[] names) => Html.Each(names, name => Html.Of($"<th scope=\"col\" class=\"number\">{name}</th>"));

    public static Html Join(params Html[] parts) => Html.Each(parts, part => part);

    /// <summary>Something that is not easily undone stands behind one more step.</summary>
    public static Html Behind(string summary, params Html[] content) =>
        Html.Of($"<details><summary>{summary}</summary>{Join(content)}</details>");

    public static Html Flag(bool isSet, string attribute) => isSet ? new Html(attribute) : Html.None;

    /// <summary>What was just done.</summary>
    public static Html Said(string? said) => said is null ? Html.None : Html.Of($"<p class=\"said\" role=\"status\">{said}</p>");

    private static Html Choice(Option option, bool isChosen) =>
        Html.Of($"<option value=\"{option.Value}\"{Flag(isChosen, " selected")}>{option.Text}</option>");
}
