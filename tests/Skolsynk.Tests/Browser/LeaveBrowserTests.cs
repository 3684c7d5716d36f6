using System.Text.RegularExpressions;
using Microsoft.Playwright;
using Skolsynk.Access;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Tests.Data;
using Skolsynk.Tests.Portal;

namespace Skolsynk.Tests.Browser;

/// <summary>Ending a supplier and the whole service in a real browser, by keyboard alone; and every page of roles, log and settings as it looks.</summary>
public sealed class LeaveBrowserTests(PostgresServer server, Chromium chromium) : IClassFixture<PostgresServer>, IClassFixture<Chromium>
{
    [Fact]
    public async Task A_supplier_and_then_the_service_are_left_by_keyboard_alone()
    {
        await using var stage = await PortalStage.Start(server);
        var page = await SignedIn(stage);
        await page.GotoAsync("/suppliers/alfa");
        await page.ByKeyboard("Avsluta Alfa…");
        await page.ArrivesAt("**/suppliers/alfa/leave");
        await page.LooksRight();
        await page.ByKeyboard("Avsluta Alfa…");
        await page.WaitForSelectorAsync("#errors:focus");
        Assert.StartsWith("Fel: ", await page.TitleAsync(), StringComparison.Ordinal);
        await page.LooksRight();
        var name = (await page.InnerTextAsync("h1"))["Avsluta ".Length..];
        // The summary's link leads to the field.
        await page.ByKeyboard("Skriv leverantörens namn…");
        await page.Keyboard.TypeAsync(name);
        await page.Keyboard.PressAsync("Enter");
        await page.ArrivesAt(new Regex("/reports/receipts/1"));
        await page.LooksRight();
        await stage.App.DeliverAll();
        await page.WaitForSelectorAsync("text=Avslutad ");
        await page.LooksRight();
        Assert.All(ScimEndpoints.All, endpoint => Assert.Equal(0, stage.App.Held("alfa").Count(endpoint)));

        await page.ByKeyboard("Inställningar");
        await page.ArrivesAt("**/settings");
        await page.ByKeyboard("Avsluta tjänsten");
        await page.ArrivesAt("**/settings/leave");
        await page.LooksRight();
        await page.TypeByKeyboard("Skriv huvudmannens namn…", stage.Running.Name);
        await page.ByKeyboard("Avsluta tjänsten och ta bort all data");
        await page.ArrivesAt("**/closed/**");
        await page.LooksRight();
        await page.GotoAsync("/home");
        Assert.Equal("/", new Uri(page.Url).AbsolutePath);
    }

    [Fact]
    public async Task Every_page_of_roles_log_and_settings_looks_right_to_each_role()
    {
        await using var stage = await PortalStage.Start(server);
        var it = stage.AccountOf("it");
        await stage.Give(it, Role.Insight);
        var page = await SignedIn(stage);
        foreach (var address in new[] { "/reports/log?from=x&to=2026-01-01", "/reports/log?from=2020-01-01&to=2020-01-02" })
        {
            await page.GotoAsync(address);
            await page.LooksRight();
        }
        await page.GotoAsync("/settings/access");
        await page.TypeByKeyboard("E-postadress", it.UserName);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("input[type=radio][name=account]");
        await page.LooksRight();
        await page.ByKeyboard("Administratör", "Space");
        await page.GetByRole(AriaRole.Button, new() { Name = "Ge behörighet", Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("text=Behörigheten är sparad.");
        await page.LooksRight();
        await stage.Give(it, Role.Insight);
        page = await SignedIn(stage, "Anställd på it-enheten i");
        foreach (var address in new[] { "/home", "/schools", "/suppliers/alfa", "/suppliers/alfa/scope", "/suppliers/alfa/agreement", "/suppliers/alfa/connection" })
        {
            await page.GotoAsync(address);
            await page.LooksRight();
        }
    }

    private async Task<IPage> SignedIn(PortalStage stage, string who = "Global administratör i")
    {
        var page = await chromium.Open(stage.Address);
        await page.GotoAsync("/");
        await page.ByKeyboard("Logga in med Microsoft");
        await page.ClickAsync($"li:has-text('{who} {stage.Running.Name}') a");
        await page.ArrivesAt(new Regex("/(home|setup)"));
        return page;
    }
}
