using System.Net;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Portal.Reviews;
using Skolsynk.Rosters;
using Skolsynk.Tenants;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Portal;

/// <summary>The limits of the brakes, seen and changed by administrators.</summary>
public sealed class GuardTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private const string Page = "/settings/guard";

    [Fact]
    public async Task Limits_are_lowered_freely_and_raised_with_a_reason_and_nobody_overwrites_another()
    {
        await using var stage = await PortalStage.Start(server);
        using var client = await stage.SignedIn("ga", stage.Running);
        var page = await client.Page(Page);
        Assert.Contains("Förändringar i Microsoft 365 (gäller alla leverantörer)", page, StringComparison.Ordinal);
        Assert.Contains("Det som inställningar och fel orsakar (per leverantör)", page, StringComparison.Ordinal);
        var start = BrakeLimits.Default;

        Assert.Contains("Gränserna är sparade.", await Post(client, start, start with { School = new(5, 8) }), StringComparison.Ordinal);
        Assert.Equal(new Limit(5, 8), (await Limits(stage)).School);

        var stale = await Post(client, start, start with { Groups = new(1, 1) });
        Assert.Contains("Någon annan har ändrat gränserna", stale, StringComparison.Ordinal);
        Assert.Equal(BrakeLimits.Default.Groups, (await Limits(stage)).Groups);

        var low = await Limits(stage);
        Assert.Contains("Välj ett skäl för att höja en gräns.", await Post(client, low, low with { Class = new(50, 200) }), StringComparison.Ordinal);
        Assert.Equal(low, await Limits(stage));
        Assert.Contains("Gränserna är sparade.", await Post(client, low, low with { Class = new(50, 200) }, ("reason", "1")), StringComparison.Ordinal);
        Assert.Equal(new Limit(50, 200), (await Limits(stage)).Class);
        var entry = (await stage.App.Database.Read(session => AuditLog.Of(session, new(1), DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 0, 50)))[0];
        Assert.Equal((AuditEvent.SettingsApplied, "Spärren (Läsårsskifte)"), (entry.Event, entry.Concerns));
        Assert.Contains("minst 200", entry.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_no_limit_is_told_at_its_field_and_stays_typed()
    {
        await using var stage = await PortalStage.Start(server);
        using var client = await stage.SignedIn("ga", stage.Running);
        foreach (var typed in new[] { "", "0", "-3", "2,5", "100", "tio", "99999999999999999999" })
        {
            var page = await Post(client, BrakeLimits.Default, BrakeLimits.Default, ("reason", "1"), ("day-percent", typed));
            Assert.Contains("Skriv ett helt tal mellan 1 och 99.", page, StringComparison.Ordinal);
            Assert.Contains($"name=\"day-percent\" value=\"{typed}\"", page, StringComparison.Ordinal);
        }
        Assert.Equal(BrakeLimits.Default, await Limits(stage));
    }

    private static async Task<string> Post(PortalClient client, BrakeLimits seen, BrakeLimits wanted, params (string Name, string Value)[] more)
    {
        var fields = GuardLimit.All.SelectMany(one => new[] { ($"{one.Key}-percent", $"{one.Get(wanted).Percent}"), ($"{one.Key}-floor", $"{one.Get(wanted).Floor}") })
            .Where(field => !more.Any(one => one.Name == field.Item1));
        var answer = await client.Post(Page, Page, [("seen", GuardLimit.Seen(seen)), .. fields, .. more]);
        return WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    private static Task<BrakeLimits> Limits(PortalStage stage) => stage.App.Database.Read(session =>
    {
        using var context = session.Context(new TenantId(1));
        return context.Set<Tenant>().Single(one => one.Id == 1).BrakeLimits ?? BrakeLimits.Default;
    });
}
