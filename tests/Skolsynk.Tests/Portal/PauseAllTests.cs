using System.Net;
using Skolsynk.Data;
using Skolsynk.Suppliers;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Portal;

public sealed class PauseAllTests(PostgresServer server)
{
    [Fact]
    public async Task All_suppliers_are_paused_at_once_until_a_day_and_for_a_reason()
    {
        const string page = "/suppliers/pause-all";
        await using var stage = await PortalStage.Start(server);
        using var client = await stage.SignedIn("ga", stage.Running);
        Assert.Contains($"href=\"{page}\"", await client.Page("/home"), StringComparison.Ordinal);
        var wrong = await Text(await client.Post(page, page, ("until", "snart")));
        Assert.Contains("Skriv slutdatumet som åååå-mm-dd.", wrong, StringComparison.Ordinal);
        Assert.Contains("Välj ett skäl.", wrong, StringComparison.Ordinal);
        Assert.Contains("value=\"snart\"", wrong, StringComparison.Ordinal);
        Assert.DoesNotContain(await Connections(stage), one => one.Paused);

        var today = DateOnly.FromDateTime(stage.Clock.GetUtcNow().DateTime);
        Assert.Contains("Slutdatumet ska vara efter i dag", await Text(await client.Post(page, page, ("until", $"{today.AddDays(92):yyyy-MM-dd}"), ("reason", "1"))), StringComparison.Ordinal);
        var done = await Text(await client.Post(page, page, ("until", $"{today.AddDays(7):yyyy-MM-dd}"), ("reason", "1")));
        Assert.Contains("Alla leverantörer är pausade.", done, StringComparison.Ordinal);
        Assert.DoesNotContain($"href=\"{page}\"", done, StringComparison.Ordinal);
        Assert.All(await Connections(stage), one => Assert.True(one.Paused));
        Assert.Contains($"till {today.AddDays(7):yyyy-MM-dd} (Felsökning)", await client.Page("/reports/log"), StringComparison.Ordinal);
        Assert.Contains("Ingen leverantör är i gång just nu", await client.Page(page), StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<ConnectionDetails>> Connections(PortalStage stage) =>
        stage.App.Database.Read(session => ConnectionStore.OfTenant(session, new TenantId(1)));

    private static async Task<string> Text(HttpResponseMessage answer) =>
        WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
}
