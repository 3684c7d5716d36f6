using System.Data;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace Skolsynk.Data;

/// <summary>The database of several replicas. Times come from the server's clock unless a test passes its own.</summary>
public sealed class PostgresDatabase : Database
{
    private readonly NpgsqlDataSource source;
    private readonly TimeProvider? clock;
    private readonly TimeProvider own;

    /// <param name="own">The clock of this machine, which is only compared with the server's; null: the system's.</param>
    public PostgresDatabase(string connectionString, TimeProvider? testClock = null, TimeProvider? own = null)
    {
        var builder = new NpgsqlDataSourceBuilder(connectionString);
        builder.ConnectionStringBuilder.MaxAutoPrepare = 30;
        builder.ConnectionStringBuilder.ApplicationName ??= "skolsynk";
        source = builder.Build();
        clock = testClock;
        this.own = own ?? TimeProvider.System;
    }

    public override Task<T> Write<T>(Func<Session, T> work, CancellationToken cancellation = default) =>
        InTransaction(work, IsolationLevel.ReadCommitted, cancellation);

    public override Task<T> Read<T>(Func<Session, T> work, CancellationToken cancellation = default) =>
        InTransaction(work, IsolationLevel.RepeatableRead, cancellation);

    public override SkolsynkContext NewContext() =>
        PostgresSession.Context(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(source));

    private Task<T> InTransaction<T>(Func<Session, T> work, IsolationLevel isolation, CancellationToken cancellation) => Task.Run(() =>
    {
        using var connection = source.OpenConnection();
        using var transaction = connection.BeginTransaction(isolation);
        var session = new PostgresSession(connection, transaction, clock, own) { Journal = Journal };
        T result;
        try
        {
            result = work(session);
            session.Flush();
        }
        catch
        {
            JournalState.RolledBack(session);
            throw;
        }
        // A commit that fails may have been made all the same: then the journal says nothing.
        transaction.Commit();
        return result;
    }, cancellation);

    public override ValueTask DisposeAsync() => source.DisposeAsync();
}
