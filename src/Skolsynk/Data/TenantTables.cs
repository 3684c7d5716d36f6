namespace Skolsynk.Data;

/// <summary>A table of which every row belongs to one tenant.</summary>
/// <param name="Keys">Its key; the tenant first.</param>
/// <param name="Connection">The column that names the connection; null: its rows belong to no connection.</param>
public sealed record TenantTable(string Name, IReadOnlyList<string> Keys, string? Connection = null);

/// <summary>All that a tenant, or a connection of it, leaves in the database, in the order in which it is erased.</summary>
public static class TenantTables
{
    /// <summary>What is told of persons, and how they stood: goes at once when a tenant leaves.</summary>
    public static readonly IReadOnlyList<TenantTable> Personal =
    [
        new("entity_body", ["tenant", "oid"]),
        new("class_member", ["tenant", "oid"]),
        new("entity", ["tenant", "kind", "src"]),
        new("protected_person", ["tenant", "src", "origin"]),
        new("late_mark", ["tenant", "id"]),
        new("person_alias", ["tenant", "src"]),
        new("protected_group", ["tenant"]),
        new("sync_run", ["tenant", "run"]),
        new("roster", ["tenant"]),
        new("reading_now", ["tenant_id"]),
        new("school_code", ["tenant_id", "school"]),
        new("address_key", ["tenant"]),
        new("account", ["tenant", "id"]),
        new("audit_entry", ["tenant", "number"]),
        new("audit_head", ["tenant"]),
    ];

    /// <summary>What a connection has done, without which its supplier's objects can still be removed.</summary>
    public static readonly IReadOnlyList<TenantTable> History =
    [
        new("refusal", ["tenant", "connection", "rid"], "connection"),
        new("not_sent", ["tenant", "connection", "kind", "src"], "connection"),
        new("transfer_log", ["tenant", "connection", "number"], "connection"),
        new("hold_item", ["tenant", "connection", "kind", "src", "what", "place"], "connection"),
        new("removal", ["tenant", "connection", "kind", "src", "what", "place"], "connection"),
        new("hold", ["tenant", "number"], "connection"),
        new("leaving", ["tenant", "connection", "rid"], "connection"),
        new("late_mark_part", ["tenant", "id", "connection"], "connection"),
        new("hold_decision", ["tenant", "number"], "connection"),
        new("preview", ["tenant_id", "id"], "connection_id"),
    ];

    /// <summary>The rest of a connection; its epoch last, without which nothing late is recorded.</summary>
    public static readonly IReadOnlyList<TenantTable> Connections =
    [
        new("send_window", ["tenant", "connection", "number"], "connection"),
        new("receipt", ["tenant", "connection", "rid"], "connection"),
        new("reconciliation", ["tenant", "connection"], "connection"),
        new("connection_start", ["tenant_id", "connection_id"], "connection_id"),
        new("connection", ["tenant_id", "id"], "id"),
        new("connection_state", ["tenant", "connection"], "connection"),
    ];

    /// <summary>What is left of a tenant when its connections have ended. Counters stay: no number is ever given twice.</summary>
    public static readonly IReadOnlyList<TenantTable> Rest =
    [
        new("resource", ["tenant", "rid"]),
        new("agreement", ["tenant_id", "supplier_id"]),
        new("tenant_setup", ["tenant_id"]),
        new("tenant", ["id"]),
    ];

    private const int Chunk = 5_000;

    /// <summary>Deletes a tenant's (or one connection's) rows, a chunk per transaction. Begun anew after a crash, it goes on.</summary>
    public static async Task Erase(
        Database database, TenantId tenant, int? connection, IEnumerable<TenantTable> tables, CancellationToken cancellation)
    {
        foreach (var table in tables)
        {
            var sql = Statement(table, connection is not null);
            int erased;
            do
            {
                erased = await database.Write(
                    session => session.Execute(sql, ("@tenant", tenant.Value), ("@connection", connection ?? 0), ("@chunk", Chunk)), cancellation);
                database.Steps.Pass(Step.EraseChunk);
            }
            while (erased >= Chunk);
        }
    }

    private static string Statement(TenantTable table, bool ofConnection)
    {
        var keys = string.Join(", ", table.Keys);
        var one = ofConnection ? $" AND {table.Connection ?? throw new ArgumentException($"{table.Name} belongs to no connection.")} = @connection" : "";
        return $"DELETE FROM {table.Name} WHERE ({keys}) IN (SELECT {keys} FROM {table.Name} WHERE {table.Keys[0]} = @tenant{one} LIMIT @chunk)";
    }
}
