using System.Threading.Channels;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Skolsynk.Data;

/// <summary>
/// The embedded database: WAL, one writer thread with one connection, <c>synchronous=FULL</c> (NORMAL would lose receipts that
/// already count as durable at a power cut), <c>secure_delete</c> so that erased names leave the file.
/// </summary>
public sealed class SqliteDatabase : Database
{
    private readonly string path;
    private readonly TimeProvider clock;
    private readonly string synchronous;
    private readonly Channel<Action<Func<OpenSqlite>>> work = Channel.CreateUnbounded<Action<Func<OpenSqlite>>>(new() { SingleReader = true });
    private readonly Task writer;

    /// <param name="path">The database file; made when it is missing.</param>
    /// <param name="durable">False only in tests: no flush at commit.</param>
    public SqliteDatabase(string path, TimeProvider clock, bool durable = true)
    {
        this.path = path;
        this.clock = clock;
        synchronous = durable ? "FULL" : "OFF";
        writer = Task.Factory.StartNew(RunWriter, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default).Unwrap();
    }

    public override Task<T> Write<T>(Func<Session, T> work, CancellationToken cancellation = default)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        void Run(Func<OpenSqlite> open)
        {
            if (cancellation.IsCancellationRequested)
            {
                done.TrySetCanceled(cancellation);
                return;
            }
            SqliteSession? session = null;
            try
            {
                var connection = open();
                using var transaction = connection.Connection.BeginTransaction(deferred: false);
                session = new SqliteSession(connection, transaction, clock) { Journal = Journal };
                var result = work(session);
                // A commit that fails may have been made all the same: then the journal says nothing.
                session.Entered.Clear();
                transaction.Commit();
                done.TrySetResult(result);
            }
            catch (Exception failure)
            {
                if (session is not null)
                    JournalState.RolledBack(session);
                done.TrySetException(failure);
            }
        }
        return this.work.Writer.TryWrite(Run) ? done.Task : throw new ObjectDisposedException(nameof(SqliteDatabase));
    }

    public override Task<T> Read<T>(Func<Session, T> work, CancellationToken cancellation = default) => Task.Run(() =>
    {
        using var connection = Open(SqliteOpenMode.ReadOnly);
        using var transaction = connection.BeginTransaction(deferred: true);
        return work(new SqliteSession(new OpenSqlite(connection), transaction, clock));
    }, cancellation);

    public override SkolsynkContext NewContext() => SqliteSession.Context(
        new DbContextOptionsBuilder<SqliteContext>().UseSqlite(ConnectionString(SqliteOpenMode.ReadWriteCreate)));

    /// <summary>
    /// Rewrites the file and empties the write-ahead log. <c>secure_delete</c> overwrites what is deleted, but not the copies that the
    /// splitting of pages leaves behind in them; only a rewritten file holds nothing else than its rows.
    /// </summary>
    public override async Task<bool> Scrub(CancellationToken cancellation = default)
    {
        await OnWriter(connection =>
        {
            Pragma(connection, "VACUUM");
            return true;
        });
        for (var tries = 0; tries < 20; tries++)
        {
            if (await OnWriter(Checkpoint))
                return true;
            await Task.Delay(TimeSpan.FromMilliseconds(100), cancellation);
        }
        return false;
    }

    /// <summary>Empties the write-ahead log into the file; false when somebody still reads an older state.</summary>
    private static bool Checkpoint(SqliteConnection connection)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture) == 0;
    }

    /// <summary>Runs something on the writer's connection, between its transactions.</summary>
    private Task<T> OnWriter<T>(Func<SqliteConnection, T> action)
    {
        var done = new TaskCompletionSource<T>(TaskCreationOptions.RunContinuationsAsynchronously);
        work.Writer.TryWrite(open =>
        {
            try
            {
                done.SetResult(action(open().Connection));
            }
            catch (Exception failure)
            {
                done.SetException(failure);
            }
        });
        return done.Task;
    }

    private protected override Task AfterMigrate(CancellationToken cancellation) => OnWriter(Checkpoint);

    /// <summary>A file that cannot be opened fails the write that needed it; the next one tries again.</summary>
    private async Task RunWriter()
    {
        OpenSqlite? connection = null;
        await foreach (var item in work.Reader.ReadAllAsync())
        {
            item(() => connection ??= new OpenSqlite(OpenWriter()));
        }
        connection?.Connection.Dispose();
    }

    private SqliteConnection OpenWriter()
    {
        var connection = Open(SqliteOpenMode.ReadWriteCreate);
        Pragma(connection, "PRAGMA journal_mode=WAL");
        Pragma(connection, $"PRAGMA synchronous={synchronous}");
        Pragma(connection, "PRAGMA secure_delete=ON");
        Pragma(connection, "PRAGMA wal_autocheckpoint=4000");
        return connection;
    }

    private SqliteConnection Open(SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(ConnectionString(mode));
        connection.Open();
        Pragma(connection, "PRAGMA busy_timeout=5000");
        Pragma(connection, "PRAGMA cache_size=-32768");
        Pragma(connection, "PRAGMA temp_store=MEMORY");
        return connection;
    }

    private string ConnectionString(SqliteOpenMode mode) =>
        new SqliteConnectionStringBuilder { DataSource = path, Mode = mode, ForeignKeys = false }.ToString();

    private static void Pragma(SqliteConnection connection, string text)
    {
        using var command = connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    public override async ValueTask DisposeAsync()
    {
        work.Writer.TryComplete();
        await writer;
        SqliteConnection.ClearAllPools();
    }
}
