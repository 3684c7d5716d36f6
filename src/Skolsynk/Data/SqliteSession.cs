using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Skolsynk.Data;

internal sealed class SqliteSession(SqliteConnection connection, SqliteTransaction transaction, TimeProvider clock)
    : Session(connection, transaction)
{
    public override long Now => clock.GetUtcNow().ToUnixTimeMilliseconds();

    internal override string ForShare => "";

    public override SkolsynkContext Context(TenantId? tenant = null)
    {
        var context = Context(new DbContextOptionsBuilder<SqliteContext>().UseSqlite(connection));
        context.Database.UseTransaction(transaction);
        context.Tenant = tenant?.Value;
        return context;
    }

    public override void Upsert(BulkTable table, IReadOnlyCollection<object?[]> rows) => Run(table.SqliteUpsert, table.Columns.Count, rows);

    public override void Insert(BulkTable table, IReadOnlyCollection<object?[]> rows) => Run(table.SqliteInsert, table.Columns.Count, rows);

    public override void Delete(BulkTable table, IReadOnlyCollection<object?[]> keys) => Run(table.SqliteDelete, table.Keys.Count, keys);

    internal static SqliteContext Context(DbContextOptionsBuilder<SqliteContext> options) =>
        new(options.UseSnakeCaseNamingConvention().Options);

    private void Run(string sql, int columns, IReadOnlyCollection<object?[]> rows)
    {
        if (rows.Count == 0)
            return;
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        for (var i = 0; i < columns; i++)
            command.Parameters.Add(new SqliteParameter { ParameterName = $"@p{i}" });
        command.Prepare();
        foreach (var row in rows)
        {
            for (var i = 0; i < columns; i++)
                command.Parameters[i].Value = row[i] ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }
}
