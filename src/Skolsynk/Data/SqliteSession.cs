using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace Skolsynk.Data;

internal sealed class SqliteSession(OpenSqlite open, SqliteTransaction? transaction, TimeProvider clock)
    : Session(open.Connection, transaction)
{
    private protected override long Clock => clock.GetUtcNow().ToUnixTimeMilliseconds();

    internal override string ForShare => "";

    internal override string Has(string column, string part) => $"instr({column}, {part}) > 0";

    public override SkolsynkContext Context(TenantId? tenant = null)
    {
        var context = new SqliteContext(open.Options);
        context.Database.UseTransaction(transaction);
        context.Tenant = tenant?.Value;
        return context;
    }

    public override void Upsert(BulkTable table, IReadOnlyCollection<object?[]> rows) => Run(table.SqliteUpsert, table.Columns.Count, rows);

    public override void Insert(BulkTable table, IReadOnlyCollection<object?[]> rows) => Run(table.SqliteInsert, table.Columns.Count, rows);

    public override void Delete(BulkTable table, IReadOnlyCollection<object?[]> keys) => Run(table.SqliteDelete, table.Keys.Count, keys);

    internal static SqliteContext Context(DbContextOptionsBuilder<SqliteContext> options) =>
        new(options.UseSnakeCaseNamingConvention().Options);

    private protected override T Command<T>(string sql, (string Name, object? Value)[] parameters, Func<DbCommand, T> how)
    {
        var command = open.Statement(sql, parameters);
        command.Transaction = transaction;
        return how(command);
    }

    private void Run(string sql, int columns, IReadOnlyCollection<object?[]> rows)
    {
        if (rows.Count == 0)
            return;
        var command = open.Statement(sql, columns);
        command.Transaction = transaction;
        foreach (var row in rows)
        {
            for (var i = 0; i < columns; i++)
                command.Parameters[i].Value = row[i] ?? DBNull.Value;
            command.ExecuteNonQuery();
        }
    }
}
