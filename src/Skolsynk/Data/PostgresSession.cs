using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;

namespace Skolsynk.Data;

internal sealed class PostgresSession(NpgsqlConnection connection, NpgsqlTransaction transaction, TimeProvider? clock, TimeProvider own)
    : Session(connection, transaction)
{
    /// <summary>Rows per statement: enough to make the round trip cheap, few enough to keep the arrays small.</summary>
    private const int Chunk = 5_000;

    /// <summary>From so many rows on COPY is faster than an array of each column.</summary>
    private const int WorthCopying = 1_000;

    /// <summary>Bulk statements wait for each other: one round trip takes several.</summary>
    private NpgsqlBatch? waiting;

    private long? now;

    /// <summary>The server is asked once a session: a transaction is short, and what it writes is of one moment.</summary>
    private protected override long Clock => now ??= clock is not null
        ? clock.GetUtcNow().ToUnixTimeMilliseconds()
        : Scalar<long>("SELECT (extract(epoch from clock_timestamp()) * 1000)::bigint");

    /// <summary>A test's clock is everybody's.</summary>
    internal override long Ahead => clock is null
        ? own.GetUtcNow().ToUnixTimeMilliseconds() - Scalar<long>("SELECT (extract(epoch from clock_timestamp()) * 1000)::bigint")
        : 0;

    internal override string ForShare => " FOR SHARE";

    internal override string Has(string column, string part) => $"position({part} IN {column}) > 0";

    public override SkolsynkContext Context(TenantId? tenant = null)
    {
        Flush();
        var context = Context(new DbContextOptionsBuilder<PostgresContext>().UseNpgsql(connection));
        context.Database.UseTransaction(transaction);
        context.Tenant = tenant?.Value;
        return context;
    }

    public override void Upsert(BulkTable table, IReadOnlyCollection<object?[]> rows) => Run(table.PostgresUpsert, table.Columns, rows);

    public override void Insert(BulkTable table, IReadOnlyCollection<object?[]> rows)
    {
        if (rows.Count < WorthCopying)
        {
            Run(table.PostgresInsert, table.Columns, rows);
            return;
        }
        Flush();
        using var writer = connection.BeginBinaryImport(table.PostgresCopy);
        foreach (var row in rows)
        {
            writer.StartRow();
            for (var i = 0; i < row.Length; i++)
                Write(writer, table.Columns[i].Type, row[i]);
        }
        writer.Complete();
    }

    public override void Delete(BulkTable table, IReadOnlyCollection<object?[]> keys) => Run(table.PostgresDelete, table.Keys, keys);

    internal static PostgresContext Context(DbContextOptionsBuilder<PostgresContext> options) =>
        new(options.UseSnakeCaseNamingConvention().Options);

    private void Run(string sql, IReadOnlyList<BulkColumn> columns, IReadOnlyCollection<object?[]> rows)
    {
        foreach (var chunk in rows.Chunk(Chunk))
        {
            var command = new NpgsqlBatchCommand(sql);
            foreach (var (i, column) in columns.Index())
                command.Parameters.Add(Array(i, column.Type, chunk));
            waiting ??= new NpgsqlBatch(connection, transaction);
            waiting.BatchCommands.Add(command);
            if (chunk.Length >= WorthCopying)
                Flush();
        }
    }

    internal override void Flush()
    {
        if (waiting is null)
            return;
        using var batch = waiting;
        waiting = null;
        batch.ExecuteNonQuery();
    }

    private static NpgsqlParameter Array(int index, ColumnType type, object?[][] rows) => type switch
    {
        ColumnType.Short => Parameter(index, NpgsqlDbType.Smallint, System.Array.ConvertAll(rows, r => (short?)r[index])),
        ColumnType.Int => Parameter(index, NpgsqlDbType.Integer, System.Array.ConvertAll(rows, r => (int?)r[index])),
        ColumnType.Long => Parameter(index, NpgsqlDbType.Bigint, System.Array.ConvertAll(rows, r => (long?)r[index])),
        ColumnType.Bytes => Parameter(index, NpgsqlDbType.Bytea, System.Array.ConvertAll(rows, r => (byte[]?)r[index])),
        _ => Parameter(index, NpgsqlDbType.Text, System.Array.ConvertAll(rows, r => (string?)r[index])),
    };

    private static void Write(NpgsqlBinaryImporter writer, ColumnType type, object? value)
    {
        switch (value)
        {
            case null: writer.WriteNull(); break;
            case short number when type is ColumnType.Short: writer.Write(number, NpgsqlDbType.Smallint); break;
            case int number when type is ColumnType.Int: writer.Write(number, NpgsqlDbType.Integer); break;
            case long number when type is ColumnType.Long: writer.Write(number, NpgsqlDbType.Bigint); break;
            case byte[] bytes: writer.Write(bytes, NpgsqlDbType.Bytea); break;
            case string text: writer.Write(text, NpgsqlDbType.Text); break;
            default: throw new ArgumentException($"A value of the type {value.GetType().Name} does not belong in a column of {type}.");
        }
    }

    private static NpgsqlParameter Parameter(int index, NpgsqlDbType type, object values) =>
        new($"@p{index}", NpgsqlDbType.Array | type) { Value = values };
}
