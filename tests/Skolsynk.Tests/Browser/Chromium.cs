using System.Text.RegularExpressions;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Skolsynk.Tests.Browser;

/// <summary>The Chromium of the system, once for all tests of a class. Where it is missing they fail.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Places = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];
    private static readonly string[] Arguments =
        ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

    private IPlaywright playwright = null!;
    private IBrowser browser = null!;

    public async ValueTask InitializeAsync()
    {
        var program = Places.FirstOrDefault(File.Exists) ?? throw new InvalidOperationException("Chromium is missing: ./test installs it, or apt-get install chromium.");
        playwright = await Playwright.CreateAsync();
        browser = await playwright.Chromium.LaunchAsync(new() { ExecutablePath = program, Args = Arguments });
    }

    public async Task<IPage> Open(Uri address, bool scripts = true)
    {
        var context = await browser.NewContextAsync(new() { BaseURL = address.ToString(), JavaScriptEnabled = scripts, ViewportSize = new() { Width = 1366, Height = 768 } });
        var page = await context.NewPageAsync();
        page.SetDefaultTimeout(20_000);
        return page;
    }

    public async ValueTask DisposeAsync()
    {
        await browser.DisposeAsync();
        playwright.Dispose();
    }
}

internal static class Looking
{
    /// <summary>In the dark only colours are others.</summary>
    private static readonly AxeRunOptions Colours = new() { RunOnly = new RunOnlyOptions { Type = "rule", Values = ["color-contrast", "link-in-text-block"] } };

    /// <summary>
    /// No violation that axe finds, light and dark, and nothing that must be scrolled to sideways at 320 × 256 pixels, which is 1280 × 1024 at
    /// 400 % (WCAG 2.2, 1.4.10).
    /// </summary>
    public static async Task LooksRight(this IPage page)
    {
        foreach (var scheme in new[] { ColorScheme.Light, ColorScheme.Dark })
        {
            await page.EmulateMediaAsync(new() { ColorScheme = scheme });
            var found = await page.RunAxe(scheme is ColorScheme.Dark ? Colours : null);
            Assert.True(found.Violations.Length == 0,
                $"{page.Url} ({scheme}): {string.Join("; ", found.Violations.Select(one => $"{one.Id} {string.Join(' ', one.Nodes.Select(node => node.Html))}"))}");
        }
        await page.SetViewportSizeAsync(320, 256);
        Assert.Equal($"{page.Url} 320", $"{page.Url} {await page.EvaluateAsync<int>("document.documentElement.scrollWidth")}");
        await page.SetViewportSizeAsync(1366, 768);
    }

    /// <summary>
    /// Waits until the page is there and whole. By looking at it: its load may have been over before anybody listened for it, and is not told again.
    /// </summary>
    public static async Task ArrivesAt(this IPage page, string address)
    {
        await page.WaitForURLAsync(address, new() { WaitUntil = WaitUntilState.Commit });
        await page.WaitForFunctionAsync("document.readyState === 'complete'");
    }

    /// <inheritdoc cref="ArrivesAt(IPage, string)"/>
    public static async Task ArrivesAt(this IPage page, Regex address)
    {
        await page.WaitForURLAsync(address, new() { WaitUntil = WaitUntilState.Commit });
        await page.WaitForFunctionAsync("document.readyState === 'complete'");
    }

    /// <summary>Goes by Tab until what has focus is called so (… stands for any end), and presses a key on it.</summary>
    public static async Task ByKeyboard(this IPage page, string name, string key = "Enter")
    {
        for (var steps = 0; steps < 90; steps++)
        {
            var focused = await page.EvaluateAsync<string>(NameOfFocused);
            if (name.EndsWith('…') ? focused.StartsWith(name[..^1], StringComparison.Ordinal) : focused == name)
            {
                await page.Keyboard.PressAsync(key);
                return;
            }
            await page.Keyboard.PressAsync("Tab");
        }
        Assert.Fail($"Nothing called “{name}” is reached by the keyboard at {page.Url}.");
    }

    /// <summary>Types into the field that is called so.</summary>
    public static async Task TypeByKeyboard(this IPage page, string name, string text)
    {
        await page.ByKeyboard(name, "Control+A");
        await page.Keyboard.TypeAsync(text);
    }

    private const string NameOfFocused =
        """
        (() => {
          const one = document.activeElement;
          if (!one || one === document.body) return "";
          return (one.getAttribute("aria-label") || one.labels?.[0]?.textContent || one.textContent || "").trim().replace(/\s+/g, " ");
        })()
        """;
}
