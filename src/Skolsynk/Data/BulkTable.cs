using System.Text;

namespace Skolsynk.Data;

/// <summary>Type of a column in bulk statements, the same set on both databases.</summary>
public enum ColumnType { Short, Int, Long, Bytes, Text }

/// <summary>Name and type of one column; values are boxed as short, int, long, byte[] or string, null where the column takes it.</summary>
public readonly record struct BulkColumn(string Name, ColumnType Type);

/// <summary>A table as bulk statements see it: the key columns first, then the others. Every key begins with the tenant.</summary>
public sealed class BulkTable
{
    public BulkTable(string name, BulkColumn[] keys, BulkColumn[] values)
    {
        Name = name;
        Keys = keys;
        Values = values;
        Columns = [.. keys, .. values];
        SqliteInsert = $"INSERT INTO {name}({Names(Columns)}) VALUES({Parameters(Columns)})";
        SqliteUpsert = $"{SqliteInsert} {OnConflict()}";
        PostgresCopy = $"COPY {name}({Names(Columns)}) FROM STDIN (FORMAT BINARY)";
        SqliteDelete = $"DELETE FROM {name} WHERE {string.Join(" AND ", keys.Select((k, i) => $"{k.Name}=@p{i}"))}";
        PostgresInsert = $"INSERT INTO {name}({Names(Columns)}) SELECT * FROM unnest({Arrays(Columns)})";
        PostgresUpsert = $"{PostgresInsert} {OnConflict()}";
        PostgresDelete = $"DELETE FROM {name} t USING unnest({Arrays(keys)}) AS k({Names(keys)}) WHERE "
            + string.Join(" AND ", keys.Select(k => $"t.{k.Name}=k.{k.Name}"));
    }

    public string Name { get; }

    public IReadOnlyList<BulkColumn> Keys { get; }

    public IReadOnlyList<BulkColumn> Values { get; }

    public IReadOnlyList<BulkColumn> Columns { get; }

    internal string SqliteInsert { get; }

    internal string SqliteUpsert { get; }

    internal string PostgresCopy { get; }

    internal string SqliteDelete { get; }

    internal string PostgresInsert { get; }

    internal string PostgresUpsert { get; }

    internal string PostgresDelete { get; }

    private string OnConflict()
    {
        if (Values.Count == 0)
            return $"ON CONFLICT({Names(Keys)}) DO NOTHING";
        var set = string.Join(", ", Values.Select(v => $"{v.Name}=excluded.{v.Name}"));
        return $"ON CONFLICT({Names(Keys)}) DO UPDATE SET {set}";
    }

    private static string Names(IEnumerable<BulkColumn> columns) => string.Join(", ", columns.Select(c => c.Name));

    private static string Parameters(IEnumerable<BulkColumn> columns) => string.Join(", ", columns.Select((_, i) => $"@p{i}"));

    private static string Arrays(IEnumerable<BulkColumn> columns)
    {
        var text = new StringBuilder();
        foreach (var (i, column) in columns.Index())
            text.Append(i == 0 ? "" : ", ").Append("@p").Append(i).Append("::").Append(PostgresType(column.Type)).Append("[]");
        return text.ToString();
    }

    internal static string PostgresType(ColumnType type) => type switch
    {
        ColumnType.Short => "smallint",
        ColumnType.Int => "integer",
        ColumnType.Long => "bigint",
        ColumnType.Bytes => "bytea",
        _ => "text",
    };
}
