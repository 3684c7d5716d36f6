using System.Net;

namespace Skolsynk.Sandbox.Pages;

/// <summary>Markup. What is put into it is escaped unless it is markup itself.</summary>
internal readonly record struct Html(string Text)
{
    public static readonly Html None = new("");

    public static Html Of(FormattableString markup) => new(markup.ToString(Escaping.Provider));

    /// <summary>One piece an item, after one another.</summary>
    public static Html Each<T>(IEnumerable<T> items, Func<T, Html> write) => new(string.Concat(items.Select(item => write(item).Text)));

    public static Html When(bool condition, Func<Html> write) => condition ? write() : None;

    public override string ToString() => Text;

    private sealed class Escaping : IFormatProvider, ICustomFormatter
    {
        public static readonly Escaping Provider = new();

        private static readonly System.Globalization.CultureInfo Swedish = System.Globalization.CultureInfo.GetCultureInfo("sv-SE");

        public object? GetFormat(Type? formatType) => formatType == typeof(ICustomFormatter) ? this : null;

        public string Format(string? format, object? arg, IFormatProvider? formatProvider) => arg switch
        {
            Html html => html.Text,
            IFormattable value => WebUtility.HtmlEncode(value.ToString(format, Swedish)),
            _ => WebUtility.HtmlEncode(arg?.ToString() ?? ""),
        };
    }
}
