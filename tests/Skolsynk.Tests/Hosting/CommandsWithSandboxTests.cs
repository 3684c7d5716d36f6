using System.Text.Json.Nodes;
using MiniExcelLibs;
using Skolsynk.Hosting.Commands;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Tenants;

namespace Skolsynk.Tests.Hosting;

/// <summary>The operator's commands against the stand-ins for Microsoft and the suppliers.</summary>
public sealed class CommandsWithSandboxTests
{
    [Fact]
    public async Task Sync_reads_and_delivers_and_a_second_time_finds_nothing()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: TestContext.Current.CancellationToken);
        await using var console = await Connected(sandbox);
        Assert.Equal(Exit.Done, await console.Run("sync", "--tenant", "ekhult"));
        Assert.Contains(console.Lines, line => line.StartsWith("Alfa", StringComparison.Ordinal) && line.EndsWith("i takt", StringComparison.Ordinal));
        Assert.Contains(Skolsynk.Hosting.Commands.Words.Of(Skolsynk.Suppliers.NotSentReason.NoRole), console.Output, StringComparison.Ordinal);

        Assert.Equal(Exit.Done, await console.Run("sync", "--all"));
        Assert.Contains("Inget har ändrats sedan sist.", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_withdrawn_consent_is_said_with_what_to_do_and_ends_as_failed()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: TestContext.Current.CancellationToken);
        await using var console = await Connected(sandbox);
        sandbox.Tenants.All.Single().Error = EntraError.ServicePrincipalMissing;
        Assert.Equal(Exit.Failed, await console.Run("sync", "--tenant", "ekhult"));
        Assert.Contains("Att göra: Godkänn på nytt", console.Output, StringComparison.Ordinal);
        Assert.Equal(Exit.Failed, await console.Run("check"));
        Assert.Contains(console.Lines, line => line.StartsWith('✗') && line.Contains("Entra", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wrong_key_ends_as_partly_done_and_says_why()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: TestContext.Current.CancellationToken);
        await using var console = await Connected(sandbox, key: "fel");
        Assert.Equal(Exit.Partly, await console.Run("sync", "--tenant", "ekhult"));
        Assert.Contains("nyckeln godtas inte", console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_finds_everything_right_and_names_a_right_that_is_missing()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: TestContext.Current.CancellationToken);
        await using var console = await Connected(sandbox);
        Assert.Equal(Exit.Done, await console.Run("check"));
        Assert.DoesNotContain(console.Lines, line => line.StartsWith('✗'));

        sandbox.Tenants.All.Single().Roles = [Tenant.ReadRoster];
        Assert.Equal(Exit.Failed, await console.Run("check"));
        Assert.Contains(console.Lines, line => line.StartsWith('✗') && line.Contains(Tenant.ReadHiddenMembers, StringComparison.Ordinal));
    }

    [Fact, Trait("Invariant", "4")]
    public async Task A_group_of_protected_persons_that_cannot_be_read_is_told_of_with_what_to_do()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: TestContext.Current.CancellationToken);
        await using var console = await Connected(sandbox);
        async Task<int> Apply(string group)
        {
            await File.WriteAllTextAsync(console.File("g.json"), $$"""{ "tenants": [ { "key": "ekhult", {{group}} } ] }""");
            return await console.Run("apply", "g.json", "--yes");
        }
        Assert.Equal(Exit.Failed, await Apply("\"protectedGroup\": \"elever\""));
        Assert.Equal(Exit.Done, await Apply($"\"protectedGroup\": \"{Guid.CreateVersion7()}\""));
        Assert.Equal(Exit.Partly, await console.Run("sync", "--tenant", "ekhult"));
        Assert.Contains("Gruppen med skyddade personer finns inte", console.Output, StringComparison.Ordinal);
        Assert.Equal(Exit.Failed, await console.Run("check"));

        foreach (var pupil in sandbox.Municipality.Users.Where(user => user.IsStudent).Take(5))
            sandbox.Municipality.Protect(pupil.Id);
        Assert.Equal(Exit.Done, await Apply($"\"protectedGroup\": \"{sandbox.Municipality.ProtectedGroupId}\""));
        Assert.Equal(Exit.Done, await console.Run("sync", "--tenant", "ekhult"));
        Assert.Equal(Exit.Done, await console.Run("check"));
        Assert.Contains("5 personer", console.Output, StringComparison.Ordinal);
        foreach (var pupil in sandbox.Municipality.ProtectedMembers)
            sandbox.Municipality.Unprotect(pupil.Id);
        Assert.Equal(Exit.Partly, await console.Run("sync", "--tenant", "ekhult"));
        await console.Run("status", "--tenant", "ekhult");
        Assert.Contains("har krympt", console.Output, StringComparison.Ordinal);
        Assert.Equal(Exit.Failed, await Apply("\"acceptProtectedGroup\": 2"));
        Assert.Equal(Exit.Done, await Apply("\"acceptProtectedGroup\": 0"));
        Assert.Equal(Exit.Done, await console.Run("sync", "--tenant", "ekhult"));
        Assert.Equal(Exit.Done, await Apply("\"protectedGroup\": null"));
    }

    [Fact]
    public async Task Export_writes_what_the_supplier_gets_and_what_was_sent_readable_by_nobody_else()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: TestContext.Current.CancellationToken);
        await using var console = await Connected(sandbox);
        await console.Run("sync", "--tenant", "ekhult");
        Assert.Equal(Exit.Done, await console.Run("export", "--tenant", "ekhult", "--supplier", "alfa", "--to", "a.xlsx"));
        Assert.Equal(Exit.Done, await console.Run("export", "--tenant", "ekhult", "--supplier", "alfa", "--to", "b.xlsx", "--transfers"));
        Assert.Contains("Personer", MiniExcel.GetSheetNames(console.File("a.xlsx")));
        var rows = MiniExcel.Query(console.File("b.xlsx"), useHeaderRow: true).Cast<IDictionary<string, object>>().ToList();
        Assert.True(rows.Count > 500);
        Assert.All(rows, row => Assert.Equal(("skapad", "bekräftad"), ((string)row["Åtgärd"], (string)row["Utfall"])));
        Assert.Contains(rows, row => (string)row["Slag"] == "person" && row["Namn"] is string { Length: > 0 });
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(console.File("a.xlsx")));
        Assert.Equal(Exit.BadUsage, await console.Run("export", "--tenant", "ekhult", "--supplier", "gamma", "--to", "c.xlsx"));
    }

    [Fact]
    public async Task Resend_sends_one_resource_or_all_of_them_again()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: TestContext.Current.CancellationToken);
        await using var console = await Connected(sandbox);
        await console.Run("sync", "--tenant", "ekhult");
        var alfa = sandbox.Suppliers.Alfa.Production;
        var before = alfa.Journal.Counts.Puts;
        var pupil = sandbox.Municipality.Users.First(user => user.IsStudent && user.GivenName is not null && sandbox.Municipality.SchoolsOfUser(user.Id).Count > 0);
        Assert.Equal(Exit.Done, await console.Run("resend", "--tenant", "ekhult", "--supplier", "alfa", "--resource", $"Users/{pupil.Id}"));
        Assert.InRange(alfa.Journal.Counts.Puts - before, 1, 2);
        Assert.Equal(Exit.BadUsage, await console.Run("resend", "--tenant", "ekhult", "--supplier", "alfa", "--resource", "Persons/x"));

        before = alfa.Journal.Counts.Puts;
        Assert.Equal(Exit.Done, await console.Run("resend", "--tenant", "ekhult", "--supplier", "alfa"));
        Assert.True(alfa.Journal.Counts.Puts - before > 500);
    }

    /// <summary>A console whose one tenant is the sandbox's municipality, connected to Alfa.</summary>
    internal static async Task<TestConsole> Connected(SandboxHost sandbox, string? key = null)
    {
        var console = new TestConsole(sandbox.BaseUri);
        var municipality = sandbox.Municipality;
        var codes = municipality.Schools.Where(school => school.SchoolUnitCode is not null)
            .Select(school => new JsonObject { ["school"] = school.Id, ["code"] = school.SchoolUnitCode });
        var connection = new JsonObject
        {
            ["supplier"] = "alfa",
            ["environment"] = "production",
            ["key"] = key ?? sandbox.Suppliers.Alfa.Production.Keys.KeyFor(municipality.EntraTenantId),
            ["scope"] = new JsonObject { ["schools"] = "all" },
        };
        var file = new JsonObject
        {
            ["suppliers"] = new JsonArray(new JsonObject
            {
                ["key"] = "alfa",
                ["name"] = "Alfa",
                ["profile"] = new JsonObject { ["http2"] = true },
                ["environments"] = new JsonArray(new JsonObject { ["kind"] = "production", ["address"] = new Uri(sandbox.Http2BaseUri, "/scim/alfa").ToString() }),
            }),
            ["tenants"] = new JsonArray(new JsonObject
            {
                ["key"] = "ekhult",
                ["name"] = municipality.Name,
                ["entraTenantId"] = $"{municipality.EntraTenantId}",
                ["codes"] = new JsonArray([.. codes]),
                ["connections"] = new JsonArray(connection),
            }),
        };
        await File.WriteAllTextAsync(console.File("a.json"), file.ToJsonString());
        Assert.Equal(Exit.Done, await console.Run("apply", "a.json", "--yes"));
        return console;
    }
}
