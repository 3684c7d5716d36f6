using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Skolsynk.Data;

/// <summary>
/// An open SQLite connection with what was prepared on it: a statement is compiled once, however often it is run. Used by one thread at a
/// time.
/// </summary>
internal sealed class OpenSqlite(SqliteConnection connection)
{
    /// <summary>Texts that hold numbers of their own would fill the memory; far more than the service has others.</summary>
    private const int MostStatements = 400;

    private readonly Dictionary<string, SqliteCommand> statements = [];
    private DbContextOptions<SqliteContext>? options;

    public SqliteConnection Connection => connection;

    public DbContextOptions<SqliteContext> Options => options ??=
        new DbContextOptionsBuilder<SqliteContext>().UseSqlite(connection).UseSnakeCaseNamingConvention().Options;

    /// <summary>The command of this text with these parameters; to be used up before the next one is asked for.</summary>
    public SqliteCommand Statement(string sql, (string Name, object? Value)[] parameters)
    {
        if (!statements.TryGetValue(sql, out var command))
        {
            if (statements.Count == MostStatements)
                Forget();
            command = connection.CreateCommand();
            command.CommandText = sql;
            statements.Add(sql, command);
        }
        if (command.Parameters.Count != parameters.Length)
        {
            command.Parameters.Clear();
            foreach (var (name, _) in parameters)
                command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }
        for (var i = 0; i < parameters.Length; i++)
        {
            command.Parameters[i].ParameterName = parameters[i].Name;
            command.Parameters[i].Value = parameters[i].Value ?? DBNull.Value;
        }
        return command;
    }

    /// <summary>A bulk statement, whose parameters are <c>@p0</c>, <c>@p1</c> …</summary>
    public SqliteCommand Statement(string sql, int columns)
    {
        var names = new (string, object?)[columns];
        for (var i = 0; i < columns; i++)
            names[i] = ($"@p{i}", null);
        return Statement(sql, names);
    }

    private void Forget()
    {
        foreach (var command in statements.Values)
            command.Dispose();
        statements.Clear();
    }
}
