using System.Globalization;
using Skolsynk.Data;

namespace Skolsynk.Tests.Data;

/// <summary>
/// All rows of all tables, and a way to put them back: what an operator does who copies files or uses the database's own tools, without a word to
/// the service. The same on both databases.
/// </summary>
internal sealed class TableCopy
{
    private readonly Dictionary<string, (string[] Columns, List<object?[]> Rows)> tables = [];

    public static Task<TableCopy> Of(Database database) => database.Read(session =>
    {
        var copy = new TableCopy();
        foreach (var table in Tables(session))
        {
            string[] columns = [];
            var rows = new List<object?[]>();
            session.Each($"SELECT * FROM {table}", row =>
            {
                columns = [.. Enumerable.Range(0, row.FieldCount).Select(row.GetName)];
                var values = new object[row.FieldCount];
                row.GetValues(values);
                rows.Add([.. values.Select(value => value is DBNull ? null : value)]);
            });
            copy.tables.Add(table, (columns, rows));
        }
        return copy;
    });

    public Task PutBack(Database database) => database.Write(session =>
    {
        foreach (var table in Tables(session))
            session.Execute($"DELETE FROM {table}");
        foreach (var (table, (columns, rows)) in tables)
        {
            foreach (var chunk in rows.Chunk(Math.Max(1, 900 / Math.Max(1, columns.Length))))
            {
                var values = string.Join(", ", chunk.Select((_, i) => $"({string.Join(", ", columns.Select((_, j) => $"@p{i}_{j}"))})"));
                var parameters = chunk.SelectMany((row, i) => row.Select((value, j) => (string.Create(CultureInfo.InvariantCulture, $"@p{i}_{j}"), value)));
                session.Execute($"INSERT INTO {table}({string.Join(", ", columns)}) VALUES {values}", [.. parameters]);
            }
        }
    });

    private static List<string> Tables(Session session) => session.Query(
        session.GetType().Name.StartsWith("Sqlite", StringComparison.Ordinal)
            ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '\\_\\_EF%' ESCAPE '\\'"
            : "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_name NOT LIKE '\\_\\_EF%'",
        row => $"\"{row.GetString(0)}\"");
}
