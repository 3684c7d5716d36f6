using System.Text.Json.Nodes;
using Skolsynk.Data;
using Skolsynk.Hosting.Commands;
using Skolsynk.Hosting.Serving;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Tests.App;

namespace Skolsynk.Tests.Hosting;

/// <summary><c>backup</c>, <c>restore</c> and <c>reconcile</c> as an operator uses them.</summary>
public sealed class RestoreCommandTests
{
    [Fact, Trait("Invariant", "9"), Trait("Invariant", "11")]
    public async Task A_backup_is_made_while_the_database_is_used_and_restored_without_those_who_were_erased_since()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: TestContext.Current.CancellationToken);
        await using var console = await CommandsWithSandboxTests.Connected(sandbox);
        await console.Run("sync", "--tenant", "ekhult");
        Assert.Equal(Exit.Done, await console.Run("backup", "b.db"));
        if (!OperatingSystem.IsWindows())
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(console.File("b.db")));
        Assert.Equal(Exit.BadUsage, await console.Run("backup", "b.db"));
        Assert.Equal(Exit.Done, await console.Run("backup", "."));
        var held = sandbox.Suppliers.Alfa.Production.HeldFor(sandbox.Municipality.EntraTenantId);
        var pupil = sandbox.Municipality.Users.First(user => user.IsStudent && held.Find(ScimEndpoint.Users, user.Id) is not null);
        await Mark(console, pupil.Id);
        await console.Run("sync", "--tenant", "ekhult");
        Assert.Null(held.Find(ScimEndpoint.Users, pupil.Id));
        Assert.NotEmpty(Canary.InFiles(console.File("b.db"), pupil.UserPrincipalName));

        await console.Restart();
        Assert.Equal(Exit.Failed, await console.Run("restore", "b.db"));
        Assert.Equal(Exit.Done, await console.Run("restore", "b.db", "--yes"));
        Assert.Contains("1 skyddad person", console.Output, StringComparison.Ordinal);
        Assert.Empty(Canary.InFiles(console.File("skolsynk.db"), pupil.UserPrincipalName));
        await console.Restart();
        var deletes = sandbox.Suppliers.Alfa.Production.Journal.Counts.Deletes;
        Assert.Equal(Exit.Done, await console.Run("sync", "--tenant", "ekhult"));
        Assert.Null(held.Find(ScimEndpoint.Users, pupil.Id));
        Assert.Equal(Exit.Done, await console.Run("status", "--tenant", "ekhult"));
        Assert.Contains("i takt", console.Output, StringComparison.Ordinal);
        Assert.Contains(console.Lines, line => line.StartsWith("Alfa, jämförd", StringComparison.Ordinal));
        Assert.InRange(sandbox.Suppliers.Alfa.Production.Journal.Counts.Deletes - deletes, 0, 2);
    }

    [Fact, Trait("Invariant", "11")]
    public async Task A_file_that_was_put_back_by_hand_is_refused_by_every_command_until_the_journal_is_replayed()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: TestContext.Current.CancellationToken);
        await using var console = await CommandsWithSandboxTests.Connected(sandbox);
        await console.Run("sync", "--tenant", "ekhult");
        SqliteCopies.Make(console.File("skolsynk.db"), console.File("copy.db"));
        await console.Restart();
        await console.Run("status");
        await console.Installation.DisposeAsync();
        File.Delete(console.File("skolsynk.db-wal"));
        File.Copy(console.File("copy.db"), console.File("skolsynk.db"), overwrite: true);
        await console.Restart();

        foreach (var command in new string[][] { ["status"], ["sync", "--all"], ["purge"], ["suppliers"], ["backup", "c.db"] })
        {
            Assert.Equal(Exit.Failed, await console.Run(command));
            Assert.Contains("återläst säkerhetskopia", console.Output, StringComparison.Ordinal);
            Assert.Contains("skolsynk restore --replay", console.Output, StringComparison.Ordinal);
        }
        Assert.Equal(Exit.Done, await console.Run("restore", "--replay"));
        Assert.Equal(Exit.Done, await console.Run("restore", "--replay"));
        Assert.Contains("Inget är ändrat", console.Output, StringComparison.Ordinal);
        Assert.Equal(Exit.Done, await console.Run("sync", "--all"));
    }

    [Fact, Trait("Invariant", "11")]
    public async Task A_lost_journal_stops_everything_until_somebody_says_that_it_is_lost()
    {
        await using var console = new TestConsole();
        await console.Run("status");
        Directory.Delete(console.File("skolsynk.db.erasures"), recursive: true);
        await console.Restart();
        Assert.Equal(Exit.Failed, await console.Run("status"));
        Assert.Contains("Journalen över raderingar", console.Output, StringComparison.Ordinal);
        Assert.Equal(Exit.Failed, await console.Run("restore", "--replay"));
        Assert.Equal(Exit.Failed, await console.Run("restore", "--lost-journal"));
        Assert.Equal(Exit.Done, await console.Run("restore", "--lost-journal", "--yes"));
        Assert.Equal(Exit.Done, await console.Run("status"));
        Assert.Equal(Exit.Failed, await console.Run("restore", "--lost-journal", "--yes"));
    }

    [Fact]
    public async Task Nothing_is_restored_while_the_service_runs_nor_from_what_is_no_backup()
    {
        await using var console = new TestConsole();
        await console.Run("status");
        await console.Run("backup", "b.db");
        await File.WriteAllTextAsync(console.File("x.db"), "no database at all");
        var size = new FileInfo(console.File("skolsynk.db")).Length;
        Assert.Equal(Exit.BadUsage, await console.Run("restore"));
        Assert.Equal(Exit.BadUsage, await console.Run("restore", "missing.db", "--yes"));
        Assert.Equal(Exit.Failed, await console.Run("restore", "x.db", "--yes"));
        using (ServeLock.TryTake(console.File("skolsynk.db")))
        {
            Assert.Equal(Exit.Failed, await console.Run("restore", "b.db", "--yes"));
            Assert.Contains("Stoppa den först", console.Output, StringComparison.Ordinal);
        }
        Assert.Equal(size, new FileInfo(console.File("skolsynk.db")).Length);
    }

    [Fact]
    public async Task Reconcile_says_what_was_missing_and_sends_it()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: TestContext.Current.CancellationToken);
        await using var console = await CommandsWithSandboxTests.Connected(sandbox);
        await console.Run("sync", "--tenant", "ekhult");
        var held = sandbox.Suppliers.Alfa.Production.HeldFor(sandbox.Municipality.EntraTenantId);
        var user = held.All(ScimEndpoint.Users)[0].Id;
        held.Delete(ScimEndpoint.Users, user);
        Assert.Equal(Exit.Done, await console.Run("reconcile", "--tenant", "ekhult", "--supplier", "alfa"));
        Assert.Contains("1 saknades", console.Output, StringComparison.Ordinal);
        Assert.NotNull(held.Find(ScimEndpoint.Users, user));
        Assert.Equal(Exit.Done, await console.Run("reconcile", "--tenant", "ekhult", "--supplier", "alfa", "--without-list"));
        Assert.Equal(Exit.BadUsage, await console.Run("reconcile", "--tenant", "ekhult"));
    }

    private static async Task Mark(TestConsole console, string id)
    {
        var file = new JsonObject { ["tenants"] = new JsonArray(new JsonObject { ["key"] = "ekhult", ["protected"] = new JsonArray(id) }) };
        await File.WriteAllTextAsync(console.File("m.json"), file.ToJsonString());
        Assert.Equal(Exit.Done, await console.Run("apply", "m.json", "--yes"));
    }
}
