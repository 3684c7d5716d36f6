using Skolsynk.Data;
using Skolsynk.Stores;
using Skolsynk.Tests.Data;
using Skolsynk.Tests.Portal;

namespace Skolsynk.Tests.Browser;

/// <summary>A review from the start page to its end in a real browser, by keyboard alone.</summary>
public sealed class ReviewBrowserTests(PostgresServer server, Chromium chromium) : IClassFixture<PostgresServer>, IClassFixture<Chromium>
{
    [Fact]
    public async Task A_review_is_found_read_and_decided_by_keyboard_alone()
    {
        await using var stage = await PortalStage.Start(server);
        await ReviewTests.EmptySchool(stage);
        var page = await chromium.Open(stage.Address);
        await page.GotoAsync("/");
        await page.ByKeyboard("Logga in med Microsoft");
        await page.ClickAsync($"li:has-text('Global administratör i {stage.Running.Name}') a");
        await page.ArrivesAt("**/home");
        await page.LooksRight();
        await page.ByKeyboard("Granska (1)");
        await page.ArrivesAt("**/reviews");
        await page.LooksRight();
        await page.ByKeyboard("Spärren");
        await page.ArrivesAt("**/settings/guard");
        await page.LooksRight();
        await page.TypeByKeyboard("Ovanligt många grupper försvinner, 7 dygn: procent", "tio");
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("#errors:focus");
        await page.LooksRight();
        await page.GotoAsync("/home");
        await page.ByKeyboard("Granska: …");
        await page.WaitForSelectorAsync("text=Vad händer om du inte gör något?");
        await page.LooksRight();
        await page.ByKeyboard("Visa personer");
        await page.WaitForSelectorAsync("text=Sida 1 av");
        await page.LooksRight();
        await page.ByKeyboard("Nästa sida");
        await page.WaitForSelectorAsync("text=Sida 2 av");
        await page.ByKeyboard("Godkänn valda …");
        await page.WaitForSelectorAsync("#errors:focus");
        await page.LooksRight();
        await page.ByKeyboard("Dölj namnen");
        await page.WaitForSelectorAsync("text=Per skola");
        await page.ByKeyboard("Godkänn…");
        await page.WaitForSelectorAsync("text=När borttagningen har skickats");
        await page.LooksRight();
        await page.ByKeyboard("Läsårsskifte", "Tab");
        await page.ByKeyboard("Godkänn…");
        await page.WaitForSelectorAsync("#errors:focus");
        Assert.StartsWith("Fel: ", await page.TitleAsync(), StringComparison.Ordinal);
        await page.LooksRight();
        await page.ByKeyboard("Läsårsskifte", "ArrowDown");
        await page.ByKeyboard("Godkänn…");
        await page.ArrivesAt("**/reviews?said=review-read");
        await page.LooksRight();
        await ReviewTests.ReadingEnds(stage);
        Assert.DoesNotContain(await stage.App.Database.Read(session => HoldStore.All(new TenantId(1), session)), hold => hold.Connection == 0);
    }

    [Fact]
    public async Task A_person_is_marked_and_followed_to_the_last_receipt_in_the_browser()
    {
        await using var stage = await PortalStage.Start(server);
        (await stage.SignedInAs(Skolsynk.Access.Role.GlobalAdministrator, protects: true)).Dispose();
        var pupil = stage.Running.Users.First(user => user.PrimaryRole == "student");
        var page = await chromium.Open(stage.Address);
        await page.GotoAsync("/");
        await page.ByKeyboard("Logga in med Microsoft");
        await page.ClickAsync($"li:has-text('Global administratör i {stage.Running.Name}') a");
        await page.ArrivesAt("**/home");
        await page.GotoAsync("/settings/protected");
        await page.LooksRight();
        await page.ByKeyboard("Sök i Microsoft 365");
        await page.WaitForSelectorAsync("#errors:focus");
        await page.LooksRight();
        await page.TypeByKeyboard("Inloggningsnamn eller id", pupil.UserPrincipalName!);
        await page.Keyboard.PressAsync("Enter");
        await page.WaitForSelectorAsync("text=Markera personen som skyddad");
        await page.LooksRight();
        await page.ByKeyboard("Markera personen som skyddad");
        await page.ArrivesAt("**said=protected");
        await page.LooksRight();
        await page.ByKeyboard("Visa skyddsåtgärden…");
        await page.WaitForSelectorAsync("text=inte bekräftad, ring leverantören");
        await page.LooksRight();
        await stage.App.DeliverAll();
        await page.ByKeyboard("Uppdatera");
        await page.WaitForSelectorAsync("text=bekräftad");
        await page.ByKeyboard("Öppna underlaget");
        await page.WaitForSelectorAsync("text=Spara i ert skyddade diarium");
        await page.LooksRight();
        await page.ByKeyboard("Stäng och gallra");
        await page.WaitForSelectorAsync("text=Underlaget är gallrat.");
        await page.GotoAsync("/settings/protected");
        await page.ByKeyboard("Nytt eller ändrat skydd", "Space");
        await page.ByKeyboard("Visa namn");
        await page.WaitForSelectorAsync("text=Angiven här");
        await page.LooksRight();
    }
}
