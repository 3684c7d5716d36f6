using Microsoft.Data.Sqlite;

namespace Skolsynk.Data;

/// <summary>Copies of a SQLite database: made while it is written to, and put in its place again.</summary>
public static class SqliteCopies
{
    /// <summary>
    /// A whole copy as of this moment, without anything that was deleted before; the database goes on meanwhile. Readable by the owner only, durable
    /// when this returns, and there whole or not at all.
    /// </summary>
    /// <exception cref="InvalidDataException">The copy is not sound; it is removed.</exception>
    public static void Make(string database, string copy)
    {
        var part = copy + ".part";
        File.Delete(part);
        DurableFile.Create(part);
        try
        {
            using (var connection = Open(database, SqliteOpenMode.ReadOnly))
                Run(connection, "VACUUM INTO @file", part);
            if (!IsSound(part))
                throw new InvalidDataException("The copy is not sound.");
            DurableFile.Sync(part);
            File.Move(part, copy, overwrite: false);
            DurableFile.Sync(copy);
        }
        finally
        {
            File.Delete(part);
        }
    }

    /// <summary>
    /// Puts a copy in the database's place; nothing is left of what was there. Nobody may have it open. After a crash the database is either of the two,
    /// or none: then it is done again.
    /// </summary>
    public static void PutBack(string copy, string database)
    {
        var part = database + ".restoring";
        File.Delete(part);
        DurableFile.Create(part);
        using (var from = File.OpenRead(copy))
        using (var to = new FileStream(part, FileMode.Open, FileAccess.Write))
            from.CopyTo(to);
        DurableFile.Sync(part);
        SqliteConnection.ClearAllPools();
        // A write-ahead log of the old database must not be taken for the new one's.
        foreach (var old in new[] { database, database + "-wal", database + "-shm" })
            File.Delete(old);
        File.Move(part, database);
        DurableFile.Sync(database);
    }

    /// <summary>It is a database of ours, of which every page and every index is right.</summary>
    public static bool IsSound(string file)
    {
        try
        {
            using var connection = Open(file, SqliteOpenMode.ReadOnly);
            return "ok" == Run(connection, "PRAGMA integrity_check") as string
                && Run(connection, "SELECT count(*) FROM __EFMigrationsHistory") is > 0L && Run(connection, "SELECT count(*) FROM connection_state") is not null;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>The journal that a copy belongs to; null: it is older than that, or belongs to none.</summary>
    public static Guid? JournalOf(string file)
    {
        using var connection = Open(file, SqliteOpenMode.ReadOnly);
        return Run(connection, "SELECT count(*) FROM sqlite_master WHERE name = 'journal_state'") is > 0L
            && Run(connection, "SELECT identity FROM journal_state WHERE one = 1") is byte[] identity ? new Guid(identity, bigEndian: true) : null;
    }

    private static SqliteConnection Open(string file, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Mode = mode, Pooling = false }.ToString());
        connection.Open();
        return connection;
    }

    private static object? Run(SqliteConnection connection, string sql, string? file = null)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.CommandTimeout = 3600;
        if (file is not null)
            command.Parameters.AddWithValue("@file", file);
        return command.ExecuteScalar();
    }
}
