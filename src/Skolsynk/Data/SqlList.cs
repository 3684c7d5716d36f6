namespace Skolsynk.Data;

/// <summary>Lists of values in statements, in chunks that both databases take.</summary>
public static class SqlList
{
    /// <summary>Values per statement.</summary>
    public const int Chunk = 1_000;

    /// <summary>The names of so many parameters, as they stand between the parentheses of <c>IN</c>.</summary>
    public static string Names(int count) => string.Join(',', Enumerable.Range(0, count).Select(i => $"@p{i}"));

    /// <summary>The tenant and the values as parameters.</summary>
    public static (string Name, object? Value)[] Parameters<T>(TenantId tenant, IReadOnlyList<T> values, Func<T, object> value) =>
        [("@tenant", tenant.Value), .. values.Select((item, i) => ($"@p{i}", (object?)value(item)))];

    /// <summary>Runs a statement once for each chunk; <c>{0}</c> in it stands for the list. Returns how many rows it touched.</summary>
    public static int Execute<T>(Session session, TenantId tenant, string sql, IEnumerable<T> values, Func<T, object> value)
    {
        var touched = 0;
        foreach (var chunk in values.Chunk(Chunk))
            touched += session.Execute(sql.Replace("{0}", Names(chunk.Length), StringComparison.Ordinal), Parameters(tenant, chunk, value));
        return touched;
    }

    /// <summary>Reads the rows of a query once for each chunk; <c>{0}</c> in it stands for the list.</summary>
    public static List<TRow> Query<T, TRow>(
        Session session, TenantId tenant, string sql, IEnumerable<T> values, Func<T, object> value, Func<System.Data.Common.DbDataReader, TRow> row)
    {
        var rows = new List<TRow>();
        foreach (var chunk in values.Chunk(Chunk))
            rows.AddRange(session.Query(sql.Replace("{0}", Names(chunk.Length), StringComparison.Ordinal), row, Parameters(tenant, chunk, value)));
        return rows;
    }
}
