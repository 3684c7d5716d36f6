using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Skolsynk.Sandbox.Pages;

/// <summary>What all pages of the sandbox have in common.</summary>
internal static class Layout
{
    private static readonly string Stylesheet = Read("sandbox.css");

    /// <summary>Serves the stylesheet; once per host.</summary>
    public static void MapLayout(this WebApplication app) =>
        app.MapGet("/sandbox.css", () => TypedResults.Text(Stylesheet, "text/css", Encoding.UTF8));

    /// <param name="title">The page's own title and heading.</param>
    /// <param name="main">What stands below the heading.</param>
    public static ContentHttpResult Page(string title, Html main) => TypedResults.Text(
        Html.Of($"""
            <!DOCTYPE html>
            <html lang="sv">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>{title} – Skolsynks sandlåda</title>
            <link rel="icon" href="data:,">
            <link rel="stylesheet" href="/sandbox.css">
            </head>
            <body>
            <a class="skip" href="#main">Till innehållet</a>
            <header><nav aria-label="Sandlådan"><strong>Skolsynks sandlåda</strong> <a href="/">Kommunen</a> <a href="/suppliers">Leverantörerna</a></nav></header>
            <main id="main">
            <h1>{title}</h1>
            {main}
            </main>
            </body>
            </html>
            """).Text,
        "text/html", Encoding.UTF8);

    private static string Read(string name)
    {
        using var stream = typeof(Layout).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"The resource {name} is not in the assembly.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }
}
