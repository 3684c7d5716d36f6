using System.Net;
using System.Text.RegularExpressions;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Portal;

/// <summary>Who only looks sees names after she has said why, for a while, in that session.</summary>
public sealed partial class NamesGateTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly TenantId First = new(1);

    [Fact]
    [Trait("Invariant", "10")]
    public async Task Names_are_shown_to_who_only_looks_when_she_has_said_why_and_reason_and_page_are_logged()
    {
        await using var stage = await PortalStage.Start(server);
        var replica = await stage.AddReplica();
        var (_, pupils) = await ReviewTests.EmptySchool(stage);
        using var client = await stage.SignedInAs(Role.Insight);
        var address = Link().Match(await client.Page("/reviews")).Groups[1].Value;
        Assert.Contains("Skälet och det du öppnar loggas.", await client.Page(address), StringComparison.Ordinal);
        Assert.Equal($"/names?back={Uri.EscapeDataString(address + "?show=names")}", (await client.Once($"{address}?show=names")).Headers.Location!.ToString());

        var page = $"/names?back={Uri.EscapeDataString(address + "?show=names")}";
        Assert.Contains("Välj ett skäl.", await Text(await client.Post(page, "/names", ("back", address))), StringComparison.Ordinal);
        Assert.Contains("Välj ett skäl.", await Text(await client.Post(page, "/names", ("back", address), ("reason", "99"))), StringComparison.Ordinal);
        Assert.EndsWith("/home", (await client.Post(page, "/names", ("back", "//elsewhere.example/"), ("reason", "0"))).RequestMessage!.RequestUri!.AbsolutePath, StringComparison.Ordinal);
        var names = await Text(await client.Post(page, "/names", ("back", $"{address}?show=names"), ("reason", "0")));
        Assert.Contains(pupils, pupil => names.Contains(pupil.UserPrincipalName!, StringComparison.Ordinal));
        Assert.DoesNotContain("type=\"checkbox\"", names, StringComparison.Ordinal);

        // The reason stands in the session: another replica knows it, another session of hers does not, and it ends.
        using var beside = new PortalClient(replica, client.Cookies);
        Assert.Equal(HttpStatusCode.OK, (await beside.Once($"{address}?show=names")).StatusCode);
        using var other = await stage.SignedIn("it", stage.Running);
        Assert.Equal(HttpStatusCode.Found, (await other.Once($"{address}?show=names")).StatusCode);
        stage.Clock.Advance(TimeSpan.FromMinutes(29));
        Assert.Equal(HttpStatusCode.OK, (await client.Once($"{address}?show=names")).StatusCode);
        stage.Clock.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(HttpStatusCode.OK, (await client.Once("/home")).StatusCode);
        Assert.Equal(HttpStatusCode.Found, (await client.Once($"{address}?show=names")).StatusCode);

        var log = await stage.App.Database.Read(session => AuditLog.Of(session, First, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 0, 50));
        Assert.Equal(2, log.Count(one => one.Event is AuditEvent.NamesReasoned && one.After == "Tillsyn eller revision" && one.Actor.Role is Role.Insight));
        Assert.Equal(3, log.Count(one => one.Event is AuditEvent.NamesOpened && one.Concerns.StartsWith("Granskning ", StringComparison.Ordinal)));
        Assert.DoesNotContain(log, one => pupils.Any(pupil => $"{one.Concerns}{one.After}".Contains(pupil.Surname!, StringComparison.Ordinal)));
    }

    private static async Task<string> Text(HttpResponseMessage answer) => WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));

    [GeneratedRegex("href=\"(/reviews/[0-9a-f]{32})\"")]
    private static partial Regex Link();
}
