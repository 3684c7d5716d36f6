using System.Text.RegularExpressions;
using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Portal;

/// <summary>What administrators do in the portal stands in the log, and the page of the log shows it.</summary>
public sealed partial class AuditPageTests(PostgresServer server) : IClassFixture<PostgresServer>
{
    private static readonly TenantId One = new(1);

    [Fact]
    public async Task What_an_administrator_does_is_entered_with_settings_before_and_after_and_nobodys_data()
    {
        await using var stage = await PortalStage.Start(server);
        using var client = await stage.SignedIn("ga", stage.Running);
        await client.Post("/suppliers/alfa", "/suppliers/alfa/pause", ("until", stage.Clock.GetUtcNow().AddDays(3).ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture)));
        await client.Post("/suppliers/alfa", "/suppliers/alfa/resume");
        await client.Post("/suppliers/alfa/agreement", null, ("processing", "1"), ("signed", "2026-08-14"), ("diary", "KS 2026/12"));
        await client.Post("/suppliers/alfa/connection", null, ("step", "save"), ("secret", stage.KeyOf("alfa", stage.Running)));
        await client.Post("/suppliers/alfa/scope", null, ("mode", "all"), ("students", "1"), ("teachers", "1"), ("groups", "all"), ("email", "1"));
        var entries = await Entries(stage);
        foreach (var what in new[] { AuditEvent.SignedIn, AuditEvent.Paused, AuditEvent.Resumed, AuditEvent.AgreementSaved, AuditEvent.KeySaved, AuditEvent.ConnectionTested, AuditEvent.PreviewMade })
            Assert.Contains(entries, entry => entry.Event == what);
        Assert.All(entries, entry => Assert.Equal((stage.AccountOf("ga").ObjectId, Role.GlobalAdministrator, AuditOrigin.Portal), (entry.Actor.Id, entry.Actor.Role, entry.Actor.Origin)));
        Assert.Contains("KS 2026/12", entries.First(entry => entry.Event is AuditEvent.AgreementSaved).After, StringComparison.Ordinal);
        var texts = string.Join('\n', entries.Select(entry => $"{entry.Concerns} {entry.Before} {entry.After}"));
        Assert.DoesNotContain(stage.KeyOf("alfa", stage.Running), texts, StringComparison.Ordinal);
        Assert.DoesNotContain(stage.Running.Users, user => user.UserPrincipalName is { } name && texts.Contains(name, StringComparison.OrdinalIgnoreCase));
        Assert.Null((await stage.App.Database.Read(session => AuditLog.Check(session, One))).Broken);

        var page = await client.Page("/reports/log");
        Assert.Contains("Loggen kan inte ändras.", page, StringComparison.Ordinal);
        Assert.Contains("Sparade avtal", page, StringComparison.Ordinal);
        var file = await client.Once("/reports/log/file");
        Assert.Equal("text/csv", file.Content.Headers.ContentType!.MediaType);
        Assert.Contains("\"Alfa Läromedel (Skarp)\"", await file.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        Assert.Contains("Hämtade fil", await client.Page("/reports/log"), StringComparison.Ordinal);

        await stage.App.Database.Write(session => session.Execute("UPDATE audit_entry SET after = 'annat' WHERE tenant = 1 AND number = 2"));
        Assert.Contains("Loggen är ändrad utanför Skolsynk. Första händelsen som inte stämmer är nummer 2.", await client.Page("/reports/log"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_log_is_shown_for_a_time_fifty_entries_a_page()
    {
        await using var stage = await PortalStage.Start(server);
        await stage.App.Database.Write(session =>
        {
            for (var i = 1; i <= 120; i++)
                AuditLog.Add(session, One, AuditActor.Operator, AuditEvent.SettingsApplied, $"Händelse-{i}.");
        });
        using var client = await stage.SignedInAs(Role.Insight);
        var at = (await Entries(stage))[0].At;
        var day = Skolsynk.Portal.Frame.Text.Date(at);
        var first = await client.Page($"/reports/log?from={day}&to={day}");
        Assert.Equal(50, Row().Count(first));
        Assert.Contains("sida 1 av 3", first, StringComparison.Ordinal);
        Assert.Contains("Händelse-120.", first, StringComparison.Ordinal);
        var last = await client.Page($"/reports/log?from={day}&to={day}&p=3");
        Assert.Contains("Händelse-1.", last, StringComparison.Ordinal);
        Assert.DoesNotContain("Händelse-120.", last, StringComparison.Ordinal);
        Assert.Contains("Inga händelser under perioden.", await client.Page("/reports/log?from=2020-01-01&to=2020-01-02"), StringComparison.Ordinal);
        var wrong = await client.Page("/reports/log?from=igår&to=2020-01-02");
        Assert.Contains("<title>Fel: Händelselogg", wrong, StringComparison.Ordinal);
        Assert.Contains("Skriv datumet som åååå-mm-dd.", wrong, StringComparison.Ordinal);
        Assert.Contains("Till-datumet ska vara samma dag", await client.Page("/reports/log?from=2020-01-02&to=2020-01-01"), StringComparison.Ordinal);
    }

    private static Task<IReadOnlyList<AuditEntry>> Entries(PortalStage stage) =>
        stage.App.Database.Read(session => AuditLog.Of(session, One, DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue, 0, 500));

    [GeneratedRegex("<tr><th scope=\"row\"><time")]
    private static partial Regex Row();
}
