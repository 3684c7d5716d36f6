using System.Data.Common;

namespace Skolsynk.Data;

/// <summary>
/// One connection inside one transaction (writes) or one consistent read. Statements are the same text on both databases
/// (<c>@name</c> parameters, <c>ON CONFLICT</c>, <c>RETURNING</c>); what differs stands in the two subclasses. Never held
/// across an await or a network call.
/// </summary>
public abstract class Session
{
    private protected Session(DbConnection connection, DbTransaction? transaction)
    {
        Connection = connection;
        Transaction = transaction;
    }

    private bool isReading;

    internal DbConnection Connection { get; }

    internal DbTransaction? Transaction { get; }

    /// <summary>Null: erasures are entered nowhere.</summary>
    internal Journal? Journal { get; init; }

    /// <summary>What this transaction has entered there.</summary>
    internal List<JournalEntry> Entered { get; } = [];

    /// <summary>The database's clock, unix milliseconds. Some ask the database for it, so that it is taken before rows are read.</summary>
    public long Now
    {
        get
        {
            CheckIdle();
            return Clock;
        }
    }

    private protected abstract long Clock { get; }

    /// <summary>By how much this process's clock is ahead of the database's, milliseconds; where they are one clock, nothing.</summary>
    internal virtual long Ahead => 0;

    /// <summary>Settings and catalogue on this very transaction; dispose it before the session ends.</summary>
    public abstract SkolsynkContext Context(TenantId? tenant = null);

    /// <summary>Inserts rows, or replaces the value columns of those that are there. Keys must be unique within <paramref name="rows"/>.</summary>
    public abstract void Upsert(BulkTable table, IReadOnlyCollection<object?[]> rows);

    /// <summary>Inserts rows whose keys are known to be new; the fastest way in. A key that is there is an error.</summary>
    public abstract void Insert(BulkTable table, IReadOnlyCollection<object?[]> rows);

    /// <summary>Deletes the rows with these keys; each array holds the key columns only.</summary>
    public abstract void Delete(BulkTable table, IReadOnlyCollection<object?[]> keys);

    /// <summary>Suffix that locks the selected rows against a change of lease until the transaction ends.</summary>
    internal abstract string ForShare { get; }

    /// <summary>That a column of bytes has others in it.</summary>
    internal abstract string Has(string column, string part);

    public int Execute(string sql, params (string Name, object? Value)[] parameters) =>
        Run(sql, parameters, command => command.ExecuteNonQuery());

    /// <summary>First column of the first row; <c>default</c> when there is no row or it is null.</summary>
    public T? Scalar<T>(string sql, params (string Name, object? Value)[] parameters)
    {
        var value = Run(sql, parameters, command => command.ExecuteScalar());
        if (value is null or DBNull)
            return default;
        var target = Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T);
        return (T)Convert.ChangeType(value, target, System.Globalization.CultureInfo.InvariantCulture);
    }

    /// <summary>All rows, read to the end before anything else is done on the session.</summary>
    public List<T> Query<T>(string sql, Func<DbDataReader, T> row, params (string Name, object? Value)[] parameters)
    {
        var rows = new List<T>();
        Each(sql, reader => rows.Add(row(reader)), parameters);
        return rows;
    }

    /// <summary>Streams the rows to <paramref name="row"/>, which must not use the session: one database would bear it, the other does not.</summary>
    public void Each(string sql, Action<DbDataReader> row, params (string Name, object? Value)[] parameters) => Run(sql, parameters, command =>
    {
        using var reader = command.ExecuteReader();
        isReading = true;
        try
        {
            while (reader.Read())
                row(reader);
        }
        finally
        {
            isReading = false;
        }
        return true;
    });

    private void CheckIdle()
    {
        if (isReading)
            throw new InvalidOperationException("The session is used while its rows are being read.");
    }

    /// <summary>
    /// Takes <paramref name="count"/> numbers of a tenant's counter and returns the first. Counters never go back, so no number
    /// is ever given twice.
    /// </summary>
    public long Mint(TenantId tenant, Counter counter, int count = 1)
    {
        var next = Scalar<long>(
            "INSERT INTO counter(tenant, name, next) VALUES(@tenant, @name, 1 + @count) "
            + "ON CONFLICT(tenant, name) DO UPDATE SET next = counter.next + @count RETURNING next",
            ("@tenant", tenant.Value), ("@name", (short)counter), ("@count", (long)count));
        return next - count;
    }

    /// <summary>Sends what waits to be written; before anything else is asked or done, and before the commit.</summary>
    internal virtual void Flush()
    {
    }

    private T Run<T>(string sql, (string Name, object? Value)[] parameters, Func<DbCommand, T> how)
    {
        CheckIdle();
        return Command(sql, parameters, how);
    }

    private protected virtual T Command<T>(string sql, (string Name, object? Value)[] parameters, Func<DbCommand, T> how)
    {
        Flush();
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = Transaction;
        foreach (var (name, value) in parameters)
        {
            var parameter = command.CreateParameter();
            parameter.ParameterName = name;
            parameter.Value = value ?? DBNull.Value;
            command.Parameters.Add(parameter);
        }
        return how(command);
    }
}

/// <summary>What a tenant counts; the numbers are kept in the database.</summary>
public enum Counter : short
{
    /// <summary>Numbers of schools, persons and groups.</summary>
    Entity = 1,

    /// <summary>Numbers of outgoing resources.</summary>
    Resource = 2,
    Connection = 3,
    SyncRun = 4,
    Window = 5,
    Transfer = 6,

    /// <summary>Numbers of tenants; counted on tenant 0, which is no tenant.</summary>
    Tenant = 7,

    /// <summary>Numbers of suppliers; counted on tenant 0.</summary>
    Supplier = 8,

    /// <summary>Numbers of supplier environments, which are lanes; counted on tenant 0.</summary>
    Environment = 9,

    /// <summary>Numbers of holds.</summary>
    Hold = 10,

    /// <summary>Numbers of receipts of endings; they outlive what was ended.</summary>
    Erasure = 11,

    /// <summary>Numbers of decisions on holds.</summary>
    Decision = 14,
}
