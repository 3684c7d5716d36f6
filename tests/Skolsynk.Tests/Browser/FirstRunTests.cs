using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Tests.Data;
using Skolsynk.Tests.Portal;

namespace Skolsynk.Tests.Browser;

/// <summary>The portal in a real browser, by keyboard, over the whole service.</summary>
public sealed partial class FirstRunTests(PostgresServer server, Chromium chromium) : IClassFixture<PostgresServer>, IClassFixture<Chromium>
{
    [Fact]
    public async Task A_new_municipality_comes_from_sign_in_to_in_step_by_keyboard_alone()
    {
        await using var stage = await PortalStage.Start(server);
        var page = await SignedIn(stage, stage.New, byKeyboard: true);
        await page.LooksRight();
        await page.ByKeyboard("Fortsätt till Microsoft");
        await page.GetByRole(AriaRole.Link, new() { Name = "Acceptera", Exact = true }).ClickAsync();

        await page.ArrivesAt("**/setup/organisation");
        await page.LooksRight();
        await page.TypeByKeyboard("Vilken huvudman är ni?", stage.New.Name[..6]);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("input[type=radio]");
        await page.LooksRight();
        await page.ByKeyboard("Spara och fortsätt");

        await page.ArrivesAt("**/suppliers");
        await page.LooksRight();
        await page.ByKeyboard("Lägg till Alfa…");
        await page.ArrivesAt("**/agreement");
        await page.ByKeyboard("Spara och läs skolorna");
        await page.WaitForSelectorAsync("#errors:focus");
        Assert.StartsWith("Fel: ", await page.TitleAsync(), StringComparison.Ordinal);
        await page.LooksRight();
        await page.ByKeyboard("Vi har ett personuppgiftsbiträdesavtal…", "Space");
        await page.ByKeyboard("Vi har ett abonnemang…", "Space");
        await page.FillAsync("#signed", "2026-08-14");
        await page.ByKeyboard("Spara och läs skolorna");

        await page.ArrivesAt("**/schools");
        await page.LooksRight();
        await page.ByKeyboard("Använd alla säkra förslag…");
        await page.ArrivesAt("**said=codes");
        await page.ByKeyboard("Spara och fortsätt");
        await page.ArrivesAt("**/setup/protected");
        await page.LooksRight();
        await page.ByKeyboard("Ja, jag anger dem nu", "ArrowDown");
        await page.ByKeyboard("Ja, de finns i en grupp i Entra ID", "ArrowDown");
        await page.ByKeyboard("Nej, vi har kontrollerat det", "Space");
        await page.ByKeyboard("Spara och fortsätt");

        await page.ArrivesAt("**/setup/first-read");
        await page.LooksRight();
        await page.ByKeyboard("Starta läsningen");
        await page.WaitForSelectorAsync("text=Läsningen är klar");
        await page.LooksRight();
        await page.ByKeyboard("Fortsätt");

        await page.ArrivesAt("**/connection");
        await page.TypeByKeyboard("Nyckel från…", "a-key-of-somebody-else");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("text=Leverantören godtar inte nyckeln");
        await page.LooksRight();
        await page.TypeByKeyboard("Byt nyckel", stage.KeyOf("alfa", stage.New));
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("text=godtog nyckeln");
        await page.LooksRight();
        await page.ByKeyboard("Spara och fortsätt");

        await StartsByKeyboard(page, stage);
    }

    private static async Task StartsByKeyboard(IPage page, PortalStage stage)
    {
        await page.ArrivesAt("**/scope");
        await page.LooksRight();
        await page.ByKeyboard("Bara skolor som jag väljer", "ArrowDown");
        await page.ByKeyboard("Förhandsvisa");
        await page.ArrivesAt(Previews());
        await page.LooksRight();
        await page.ByKeyboard("Starta synk till…");
        await page.ArrivesAt("**/home?said=started");
        await page.LooksRight();
        await stage.App.DeliverAll();
        await page.WaitForSelectorAsync("text=I fas");
        await page.LooksRight();
        Assert.True(stage.App.Receiver("alfa").HeldFor(stage.New.EntraTenantId).Count(ScimEndpoint.Users) > 100);
    }

    [Fact]
    public async Task Every_page_of_a_running_municipality_looks_right()
    {
        await using var stage = await PortalStage.Start(server);
        var page = await chromium.Open(stage.Address);
        await page.GotoAsync("/");
        await page.LooksRight();
        page = await SignedIn(stage, stage.Running);
        await stage.App.Database.Write(session => Skolsynk.Access.AccountBook.LetProtect(session, new(1), stage.AccountOf("ga").ObjectId, true));
        // One page of each kind that a link leads to; so a new page is looked at without being listed here.
        var todo = new Queue<string>(["/home", "/problem/no-access", "/nothing-here"]);
        var seen = new HashSet<string>();
        while (todo.TryDequeue(out var address))
        {
            if (!seen.Add(Kind(address)))
                continue;
            var answer = await page.APIRequest.GetAsync(address);
            if (!answer.Headers["content-type"].StartsWith("text/html", StringComparison.Ordinal))
                continue;
            await page.GotoAsync(address);
            await page.LooksRight();
            foreach (var link in await page.EvaluateAsync<string[]>("[...document.querySelectorAll('a[href^=\"/\"]:not([download])')].map(link => link.getAttribute('href'))"))
                todo.Enqueue(link);
        }
        Assert.Superset(new HashSet<string> { "/schools/paste", "/suppliers/pause-all", "/suppliers/x/scope", "/reviews", "/reports/log", "/settings/guard", "/settings/protected" }, seen);
        await page.GotoAsync("/home");
        await page.ClickAsync("summary:has-text('Tabell')");
        await page.LooksRight();
    }

    [Fact]
    public async Task Codes_are_pasted_from_a_spreadsheet_and_a_wrong_one_keeps_what_was_typed()
    {
        await using var stage = await PortalStage.Start(server);
        var page = await SignedIn(stage, stage.Running);
        var school = stage.Running.Schools[0].DisplayName!;
        await page.GotoAsync("/schools");
        await page.GetByLabel($"Skolenhetskod för {school}").FillAsync("12 34");
        await page.ClickAsync("button:has-text('Spara skolenhetskoder')");
        await page.WaitForSelectorAsync("text=Skolenhetskoden ska ha åtta siffror. Du skrev 4.");
        Assert.Equal("12 34", await page.GetByLabel($"Skolenhetskod för {school}").InputValueAsync());
        await page.LooksRight();
        await page.GotoAsync("/schools/paste");
        await page.FillAsync("#text", $"Skola\tKod\n{school}\tabc\nSkolan som inte finns\t95926265");
        await page.ClickAsync("button:has-text('Kontrollera raderna')");
        await page.WaitForSelectorAsync("text=Hittar ingen skola");
        await page.LooksRight();
    }

    [Fact]
    public async Task The_pages_are_read_and_a_supplier_is_paused_without_scripts()
    {
        await using var stage = await PortalStage.Start(server);
        var page = await SignedIn(stage, stage.Running, scripts: false);
        Assert.Contains("I fas", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        Assert.True(await page.GetByRole(AriaRole.Link, new() { Name = "Skolor", Exact = true }).IsVisibleAsync());
        await page.GotoAsync("/suppliers/alfa");
        await page.ClickAsync("summary");
        await page.FillAsync("#until", "2099-01-01");
        await page.ClickAsync("button:has-text('Pausa alfa')");
        Assert.Contains("Slutdatumet ska vara efter i dag", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.FillAsync("#until", stage.Clock.GetUtcNow().AddDays(10).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        await page.ClickAsync("button:has-text('Pausa alfa')");
        Assert.Contains("Pausad till", await page.InnerTextAsync("main"), StringComparison.Ordinal);
        await page.ClickAsync("button:has-text('Fortsätt nu')");
        Assert.Contains("Anslutningen fortsätter", await page.InnerTextAsync("main"), StringComparison.Ordinal);
    }

    private async Task<IPage> SignedIn(PortalStage stage, Municipality municipality, bool scripts = true, bool byKeyboard = false)
    {
        var page = await chromium.Open(stage.Address, scripts);
        await page.GotoAsync("/");
        if (byKeyboard)
            await page.ByKeyboard("Logga in med Microsoft");
        else
            await page.ClickAsync("text=Logga in med Microsoft");
        await page.ClickAsync($"li:has-text('Global administratör i {municipality.Name}') a");
        await page.ArrivesAt(new Regex("/(home|setup)"));
        return page;
    }

    /// <summary>An address without its query and without what is one of many.</summary>
    private static string Kind(string address) => OneOfMany().Replace(address.Split('?', '#')[0], "/x");

    [GeneratedRegex("/([0-9a-f]{32}|[0-9]+|alfa|beta)(?=/|$)|(?<=/help)/.*")]
    private static partial Regex OneOfMany();

    [GeneratedRegex("/previews/[0-9a-f]{32}$")]
    private static partial Regex Previews();
}
