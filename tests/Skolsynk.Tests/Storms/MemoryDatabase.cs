using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Skolsynk.Data;

namespace Skolsynk.Tests.Storms;

/// <summary>
/// A SQLite database in memory on one connection, for thousands of histories a minute: one transaction after the other, each on the
/// caller's thread. What is stored outlives the simulated processes that use it.
/// </summary>
internal sealed class MemoryDatabase : Database
{
    private readonly SqliteConnection connection = new("Data Source=:memory:");
    private readonly Lock gate = new();
    private readonly TimeProvider clock;

    public MemoryDatabase(TimeProvider clock)
    {
        this.clock = clock;
        connection.Open();
    }

    /// <summary>Becomes a copy of another one.</summary>
    public void CopyOf(MemoryDatabase template)
    {
        lock (template.gate)
            template.connection.BackupDatabase(connection);
    }

    public override Task<T> Write<T>(Func<Session, T> work, CancellationToken cancellation = default) => Run(work, cancellation);

    public override Task<T> Read<T>(Func<Session, T> work, CancellationToken cancellation = default) => Run(work, cancellation);

    private Task<T> Run<T>(Func<Session, T> work, CancellationToken cancellation)
    {
        if (cancellation.IsCancellationRequested)
            return Task.FromCanceled<T>(cancellation);
        lock (gate)
        {
            using var transaction = connection.BeginTransaction(deferred: true);
            try
            {
                var result = work(new SqliteSession(connection, transaction, clock));
                transaction.Commit();
                return Task.FromResult(result);
            }
            catch (Exception failure)
            {
                return Task.FromException<T>(failure);
            }
        }
    }

    public override SkolsynkContext NewContext() =>
        SqliteSession.Context(new DbContextOptionsBuilder<SqliteContext>().UseSqlite(connection));

    public override ValueTask DisposeAsync() => connection.DisposeAsync();
}
