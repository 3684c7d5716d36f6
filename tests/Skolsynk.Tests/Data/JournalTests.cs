using System.Text;
using Skolsynk.Data;

namespace Skolsynk.Tests.Data;

/// <summary>The journal of erasures: what is on the disk, and how it stands to its database.</summary>
public sealed class JournalTests(PostgresServer server) : IDisposable
{
    private static readonly TenantId One = new(1);

    private readonly JournalFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void What_was_entered_is_read_again_by_every_process_the_oldest_first()
    {
        var (first, second) = (folder.Open(), folder.Open());
        first.Found(Guid.CreateVersion7());
        var purge = Entry(3_000) with { What = JournalKind.Purge, Detail = 2, Ids = [Guid.CreateVersion7(), Guid.CreateVersion7()] };
        var mark = Entry(1_000) with { What = JournalKind.Mark, Ids = purge.Ids, Waiting = [purge.Ids[0]] };
        first.Append(purge);
        second.Append(mark);
        var read = folder.Open().Read();
        Assert.Equal([mark.Id, purge.Id], read.Select(entry => entry.Id));
        Assert.Equal(purge.Ids, read[1].Ids);
        Assert.Equal((JournalKind.Purge, (short)2), (read[1].What, read[1].Detail));
        Assert.Equal(mark.Waiting, read[0].Waiting);
        Assert.Equal(2, Directory.GetFiles(folder.Path, "*.log").Length);
    }

    [Fact]
    public void Only_the_owner_may_read_it()
    {
        var journal = folder.Open();
        journal.Found(Guid.CreateVersion7());
        journal.Append(Entry(1));
        if (OperatingSystem.IsWindows())
            return;
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(folder.Log));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute, File.GetUnixFileMode(folder.Path));
    }

    [Theory, InlineData(1), InlineData(20), InlineData(1_000)]
    public void Half_a_line_at_the_end_stops_nothing_and_a_new_process_goes_on(int missing)
    {
        var journal = folder.Open();
        journal.Found(Guid.CreateVersion7());
        journal.Append(Entry(1));
        journal.Append(Entry(2));
        var bytes = File.ReadAllBytes(folder.Log);
        var second = bytes.AsSpan().IndexOf((byte)'\n') + 1;
        File.WriteAllBytes(folder.Log, bytes[..Math.Max(second, bytes.Length - missing)]);
        Assert.Single(folder.Open().Read());
        folder.Open().Append(Entry(3));
        Assert.Equal([1, 3], folder.Open().Read().Select(entry => entry.At));
    }

    [Fact]
    public void A_line_that_somebody_has_changed_is_said_with_its_file_and_number()
    {
        var journal = folder.Open();
        journal.Found(Guid.CreateVersion7());
        for (var i = 1; i <= 3; i++)
            journal.Append(Entry(i));
        File.WriteAllText(folder.Log, File.ReadAllText(folder.Log).Replace("\"at\":2,", "\"at\":7,", StringComparison.Ordinal));
        Assert.Equal(2, Assert.Throws<JournalDamagedException>(() => folder.Open().Read()).Line);
    }

    [Fact]
    public void Months_that_ended_long_ago_go_whole_and_others_stay()
    {
        var journal = folder.Open();
        journal.Found(Guid.CreateVersion7());
        foreach (var month in new[] { "2025-09-30", "2025-10-01", "2026-11-24" })
            journal.Append(Entry(DateTimeOffset.Parse($"{month}T12:00:00Z", null).ToUnixTimeMilliseconds()));
        journal.Forget(DateTimeOffset.Parse("2025-10-20T00:00:00Z", null));
        Assert.Equal(2, folder.Open().Read().Count);
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "11")]
    public async Task A_database_that_was_restored_is_known_by_its_epoch_and_gives_nobody_a_lease(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        Assert.Equal(JournalStanding.Current, (await folder.Start(test.Database)).Standing);
        var copy = await TableCopy.Of(test.Database);
        Assert.Equal(JournalStanding.Current, (await folder.Start(test.Database)).Standing);
        var lease = await test.Database.Write(s => Leases.TryTake(s, LeaseKind.Lane, 1, "test"));
        await JournalState.GoOn(test.Database, TestContext.Current.CancellationToken);
        Assert.Equal(JournalStanding.Current, (await folder.Start(test.Database)).Standing);

        await copy.PutBack(test.Database);
        Assert.Equal(JournalStanding.Restored, (await folder.Start(test.Database)).Standing);
        await Assert.ThrowsAsync<DatabaseRestoredException>(() => test.Database.Write(s => Leases.TryTake(s, LeaseKind.Read, 1, "test")));
        Assert.False(await test.Database.Write(s => Leases.Renew(s, lease!)));
        await Assert.ThrowsAsync<DatabaseRestoredException>(() => JournalState.GoOn(test.Database, TestContext.Current.CancellationToken));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "11")]
    public async Task A_lease_that_was_held_when_the_copy_was_made_is_lost_when_it_is_restored_under_its_holder(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        await folder.Start(test.Database);
        var lease = await test.Database.Write(s => Leases.TryTake(s, LeaseKind.Lane, 1, "test"));
        var copy = await TableCopy.Of(test.Database);
        Assert.True(await test.Database.Write(s => Leases.Renew(s, lease!)));
        await JournalState.GoOn(test.Database, TestContext.Current.CancellationToken);
        Assert.True(await test.Database.Write(s => Leases.Renew(s, lease!)));
        await copy.PutBack(test.Database);
        Assert.False(await test.Database.Write(s => Leases.Renew(s, lease!)));
    }

    [Theory, InlineData(Engine.Sqlite), InlineData(Engine.Postgres)]
    [Trait("Invariant", "11")]
    public async Task An_entry_that_the_database_did_not_carry_out_is_open_and_no_sign_of_a_restore(Engine engine)
    {
        await using var test = await TestDatabase.Create(engine, server);
        await folder.Start(test.Database);
        await test.Database.Write(s => JournalState.Enter(s, JournalKind.Connection, One));
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Database.Write<int>(s =>
        {
            JournalState.Enter(s, JournalKind.Purge, One);
            throw new InvalidOperationException("The power went.");
        }));
        folder.Died();
        var check = await folder.Start(test.Database);
        Assert.Equal(JournalStanding.Current, check.Standing);
        Assert.Equal(JournalKind.Purge, Assert.Single(check.Open).What);
    }

    [Fact, Trait("Invariant", "11")]
    public async Task A_crash_between_the_database_and_the_folder_is_no_restore()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite, server);
        await folder.Start(test.Database);
        await test.Database.Write(s => s.Execute("UPDATE journal_state SET epoch = epoch + 1"));
        Assert.Equal(JournalStanding.Current, (await folder.Start(test.Database)).Standing);
    }

    [Fact, Trait("Invariant", "11")]
    public async Task A_journal_that_is_gone_shorter_or_another_is_no_journal()
    {
        await using var test = await TestDatabase.Create(Engine.Sqlite, server);
        await folder.Start(test.Database);
        await test.Database.Write(s => JournalState.Enter(s, JournalKind.Connection, One));
        var log = folder.Log;
        File.Move(log, log + "x");
        Assert.Equal(JournalStanding.Missing, (await folder.Start(test.Database)).Standing);
        File.Move(log + "x", log);
        Assert.Equal(JournalStanding.Current, (await folder.Start(test.Database)).Standing);
        var identity = File.ReadAllText(Path.Combine(folder.Path, "identity"));
        File.WriteAllText(Path.Combine(folder.Path, "identity"), $"{Guid.CreateVersion7()}");
        Assert.Equal(JournalStanding.Foreign, (await folder.Start(test.Database)).Standing);
        Directory.Delete(folder.Path, recursive: true);
        Assert.Equal(JournalStanding.Missing, (await folder.Start(test.Database)).Standing);
        Assert.False(Directory.Exists(folder.Path));
        Assert.NotEmpty(identity);
    }

    [Fact]
    public async Task A_new_database_does_not_take_another_ones_journal()
    {
        await using var old = await TestDatabase.Create(Engine.Sqlite, server);
        await using var fresh = await TestDatabase.Create(Engine.Sqlite, server);
        await folder.Start(old.Database);
        Assert.Equal(JournalStanding.Foreign, (await folder.Start(fresh.Database)).Standing);
    }

    [Fact]
    public void No_line_says_more_than_ids_and_times()
    {
        var journal = folder.Open();
        journal.Found(Guid.CreateVersion7());
        var entry = Entry(1_795_000_000_000) with { What = JournalKind.Mark, Ids = [Guid.CreateVersion7()] };
        journal.Append(entry);
        Assert.Equal(
            $$"""{"id":"{{entry.Id}}","at":1795000000000,"what":"mark","tenant":1,"connection":0,"detail":0,"ids":["{{entry.Ids[0]}}"],"waiting":[]}""",
            Encoding.UTF8.GetString(File.ReadAllBytes(folder.Log)).Split('\t')[0]);
    }

    private static JournalEntry Entry(long at) => new(Guid.CreateVersion7(), at, JournalKind.Connection, 1);
}
