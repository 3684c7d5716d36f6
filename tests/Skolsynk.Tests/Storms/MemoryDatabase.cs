using Microsoft.Data.Sqlite;
using Skolsynk.Data;

namespace Skolsynk.Tests.Storms;

/// <summary>
/// A SQLite database in memory on one connection, for thousands of histories a minute: one transaction after the other, each on the
/// caller's thread. What is stored outlives the simulated processes that use it.
/// </summary>
internal sealed class MemoryDatabase : Database
{
    private readonly SqliteConnection connection = new("Data Source=:memory:");
    private readonly OpenSqlite open;
    private readonly Lock gate = new();
    private readonly TimeProvider clock;

    public MemoryDatabase(TimeProvider clock)
    {
        this.clock = clock;
        connection.Open();
        open = new OpenSqlite(connection);
    }

    /// <summary>Becomes a copy of another one.</summary>
    public void CopyOf(MemoryDatabase template)
    {
        lock (template.gate)
            template.connection.BackupDatabase(connection);
    }

    public override Task<T> Write<T>(Func<Session, T> work, CancellationToken cancellation = default) => Run(() =>
    {
        using var transaction = connection.BeginTransaction(deferred: true);
        var result = work(new SqliteSession(open, transaction, clock));
        transaction.Commit();
        return result;
    }, cancellation);

    /// <summary>Nobody writes meanwhile, so it needs no transaction.</summary>
    public override Task<T> Read<T>(Func<Session, T> work, CancellationToken cancellation = default) =>
        Run(() => work(new SqliteSession(open, null, clock)), cancellation);

    private Task<T> Run<T>(Func<T> work, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellation);
        lock (gate)
        {
            try
            {
                return Task.FromResult(work());
            }
            catch (Exception failure)
            {
                return Task.FromException<T>(failure);
            }
        }
    }

    public override SkolsynkContext NewContext() =>
        new SqliteContext(open.Options);

    public override ValueTask DisposeAsync() => connection.DisposeAsync();
}
