using System.Net;
using System.Text.RegularExpressions;
using Skolsynk.Access;
using Skolsynk.Portal.Help;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Portal;

/// <summary>What anybody may read, and what the settings say of a municipality.</summary>
public sealed partial class OpenPagesTests(PostgresServer server, SharedStage shared) : IClassFixture<SharedStage>
{
    [Fact]
    public async Task Anybody_reads_how_data_are_handled_what_is_accessible_and_whether_it_works()
    {
        var stage = shared.Stage;
        using var client = stage.Client();
        var privacy = await client.Page("/privacy");
        Assert.Contains("Id på användare (ej personnummer)", privacy, StringComparison.Ordinal);
        Assert.Contains("För den som ni anger har skyddade personuppgifter lagras bara id.", privacy, StringComparison.Ordinal);
        Assert.DoesNotContain("Microsofts moln", privacy, StringComparison.Ordinal);
        Assert.Contains("Myndigheten för digital förvaltning har tillsyn.", await client.Page("/accessibility"), StringComparison.Ordinal);
        Assert.Contains("Databasen svarar", await client.Page("/status"), StringComparison.Ordinal);
        foreach (var page in new[] { "/", "/help", "/privacy" })
        {
            var foot = await client.Page(page);
            foot = foot[foot.IndexOf("<footer", StringComparison.Ordinal)..];
            Assert.All(new[] { "/help", "/accessibility", "/privacy", "/status" }, link => Assert.Contains($"href=\"{link}\"", foot, StringComparison.Ordinal));
            Assert.DoesNotContain("Kontakta", foot, StringComparison.Ordinal);
        }
        var told = await stage.AddReplica(options => options with { Contact = "hjalp@driften.example", AnswerDays = 3, Region = "Sweden Central" });
        using var other = stage.Client(told);
        Assert.Contains("Kontakta Driften", await other.Page("/"), StringComparison.Ordinal);
        Assert.Contains("svar inom 3 arbetsdagar", await other.Page("/accessibility"), StringComparison.Ordinal);
        Assert.Contains("Microsofts moln Azure inom EU, region Sweden Central.", await other.Page("/privacy"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_topic_of_help_is_there_short_and_found_from_the_page_that_it_is_about()
    {
        var stage = shared.Stage;
        using var client = stage.Client();
        var list = await client.Page("/help");
        foreach (var topic in HelpTopics.All)
        {
            Assert.Contains($"href=\"/help/{topic.Slug}\"", list, StringComparison.Ordinal);
            var page = await client.Page($"/help/{topic.Slug}");
            Assert.Contains($"<h1>{topic.Title}</h1>", page, StringComparison.Ordinal);
            var words = Tag().Replace(page[page.IndexOf("<article", StringComparison.Ordinal)..page.IndexOf("</article", StringComparison.Ordinal)], " ").Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
            Assert.InRange(words.Length, 10, 300);
        }
        Assert.Equal(HttpStatusCode.NotFound, (await client.Once("/help/something-else")).StatusCode);
        using var ga = await stage.SignedIn("ga", stage.Running);
        foreach (var (page, topic) in new[] { ("/schools", "school-unit-codes"), ("/suppliers/alfa/scope", "previews"), ("/suppliers/alfa/leave", "leave"), ("/settings/access", "roles"), ("/reviews", "reviews") })
            Assert.Contains($"href=\"/help/{topic}\"", await ga.Page(page), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_settings_tell_what_is_stored_who_gets_it_and_what_may_be_read()
    {
        await using var stage = await PortalStage.Start(server);
        using var insight = await stage.SignedInAs(Role.Insight);
        await insight.Page("/home");
        var privacy = await insight.Page("/settings/privacy");
        Assert.Contains("Alfa", privacy, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("<dt>Konton som arbetar med Skolsynk</dt><dd>1</dd>", privacy, StringComparison.Ordinal);
        var source = await insight.Page("/settings/source");
        Assert.Contains("Godkänd", source, StringComparison.Ordinal);
        Assert.DoesNotContain("En behörighet saknas", source, StringComparison.Ordinal);
        Assert.DoesNotContain("/setup/consent", source, StringComparison.Ordinal);
        using var ga = await stage.SignedIn("ga", stage.Running);
        Assert.Contains("/setup/consent/start", await ga.Page("/settings/source"), StringComparison.Ordinal);
        foreach (var link in new[] { "/settings/access", "/settings/source", "/settings/privacy", "/settings/leave" })
            Assert.Contains($"href=\"{link}\"", await ga.Page("/settings"), StringComparison.Ordinal);
    }

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Tag();
}
