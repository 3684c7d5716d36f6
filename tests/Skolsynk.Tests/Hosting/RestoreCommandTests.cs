using System.Diagnostics;
using System.Text.Json.Nodes;
using Npgsql;
using Skolsynk.Data;
using Skolsynk.Hosting.Commands;
using Skolsynk.Hosting.Serving;
using Skolsynk.Hosting.Settings;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Tests.App;
using Skolsynk.Tests.Data;

namespace Skolsynk.Tests.Hosting;

/// <summary><c>backup</c>, <c>restore</c> and <c>reconcile</c> as an operator uses them.</summary>
public sealed class RestoreCommandTests(PostgresServer postgres)
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
    public async Task A_backup_is_made_through_the_running_service()
    {
        await using var console = new TestConsole();
        await console.Run("status");
        await using var server = await Server.Start(console.Installation, Server.NewLanes(console.Installation), TestContext.Current.CancellationToken);
        var client = new SocketClient(console.Options.Socket!, console.Screen);
        Assert.Equal(Exit.Done, await client.Run(["backup", console.File("b.db")], TestContext.Current.CancellationToken));
        Assert.True(SqliteCopies.IsSound(console.File("b.db")));
        Assert.Equal(console.Installation.Database.Journal!.Identity(), SqliteCopies.JournalOf(console.File("b.db")));
    }

    [Fact, Trait("Invariant", "11")]
    public async Task A_dump_of_PostgreSQL_is_made_and_known_for_a_restored_one_when_it_is_put_back()
    {
        var connection = await postgres.NewDatabase();
        await using var console = new TestConsole(database: new DatabaseOptions.Postgres(connection));
        await console.Installation.Database.Migrate(TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(console.File("a.json"), """{ "tenants": [ { "key": "ekhult", "name": "Ekhult", "entraTenantId": "0b1c2d3e-0000-4000-8000-000000000001" } ] }""");
        Assert.Equal(Exit.Done, await console.Run("apply", "a.json", "--yes"));
        Assert.Equal(Exit.Done, await console.Run("backup", "b.dump"));
        Assert.Equal(Exit.Done, await console.Run("end", "--tenant", "ekhult", "--all", "--keep-at-supplier", "--yes"));
        await console.Restart();
        Assert.Equal(Exit.Failed, await console.Run("restore", "b.dump", "--yes"));
        Assert.Contains("pg_restore --clean", console.Output, StringComparison.Ordinal);
        await PgRestore(new NpgsqlConnectionStringBuilder(connection), console.File("b.dump"));

        Assert.Equal(Exit.Failed, await console.Run("status"));
        Assert.Contains("återläst säkerhetskopia", console.Output, StringComparison.Ordinal);
        Assert.Equal(Exit.Failed, await console.Run("check"));
        Assert.Equal(Exit.Done, await console.Run("restore", "--replay"));
        Assert.Contains("1 kommun", console.Output, StringComparison.Ordinal);
        Assert.Equal(Exit.Done, await console.Run("status"));
        Assert.DoesNotContain("Ekhult", console.Output, StringComparison.Ordinal);
    }

    [Fact, Trait("Invariant", "9")]
    public async Task What_cannot_be_entered_in_the_journal_is_not_erased()
    {
        await using var console = new TestConsole();
        await File.WriteAllTextAsync(console.File("a.json"), """{ "tenants": [ { "key": "ekhult", "name": "Ekhult", "entraTenantId": "0b1c2d3e-0000-4000-8000-000000000001" } ] }""");
        await console.Run("apply", "a.json", "--yes");
        var folder = console.File("skolsynk.db.erasures");
        console.Installation.Database.Journal = new Journal(console.File("nowhere"));
        await Assert.ThrowsAsync<JournalUnwritableException>(() => console.Installation.Database.Write(
            s => Skolsynk.Retention.TenantEnding.Begin(s, new TenantId(1), Skolsynk.Deliveries.EndingKind.KeepAtSupplier)));
        console.Installation.Database.Journal = new Journal(folder);
        Assert.Equal(Exit.Done, await console.Run("status"));
        Assert.Contains("ekhult", console.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("inte aktiv", console.Output, StringComparison.Ordinal);
    }

    private static async Task PgRestore(NpgsqlConnectionStringBuilder to, string file)
    {
        var start = new ProcessStartInfo("pg_restore", ["--clean", "--if-exists", "--single-transaction", $"--dbname={to.Database}", file]);
        (start.Environment["PGHOST"], start.Environment["PGPORT"], start.Environment["PGUSER"]) = (to.Host, $"{to.Port}", to.Username);
        using var process = Process.Start(start)!;
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, process.ExitCode);
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
