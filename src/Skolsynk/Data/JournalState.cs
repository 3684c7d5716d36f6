namespace Skolsynk.Data;

/// <summary>The database was restored from a backup, and what was erased since has not been erased again: nothing may be read, sent or purged.</summary>
public sealed class DatabaseRestoredException() : Exception("The database is older than its journal says: it was restored.");

/// <summary>An erasure could not be entered in the journal, so nothing was erased.</summary>
public sealed class JournalUnwritableException(string folder, Exception inner) : Exception("The journal of erasures cannot be written.", inner)
{
    public string Folder { get; } = folder;
}

/// <summary>
/// What the database carries of the journal: which one is its own, its epoch, which rises while the service runs, and which entries are carried
/// out. A restored database has an epoch that the journal's folder has seen pass. The operator's queries, over all tenants.
/// </summary>
public static class JournalState
{
    /// <summary>Null: it has never met a journal.</summary>
    public static (Guid Identity, long Epoch)? Load(Session session) => session.Query(
        "SELECT identity, epoch FROM journal_state WHERE one = 1",
        row => ((Guid, long)?)(new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true), row.GetInt64(1))).SingleOrDefault();

    /// <summary>Belongs to this journal from now on.</summary>
    public static void Begin(Session session, Guid identity, long epoch) => session.Execute(
        "INSERT INTO journal_state(one, identity, epoch) VALUES(1, @identity, @epoch) "
        + "ON CONFLICT(one) DO UPDATE SET identity = excluded.identity, epoch = excluded.epoch",
        ("@identity", identity.ToByteArray(bigEndian: true)), ("@epoch", epoch));

    /// <summary>
    /// Goes on by one, and has the folder told when that is durable: copies of the database that were made before are recognised from then on.
    /// </summary>
    /// <exception cref="DatabaseRestoredException">It was restored under our feet.</exception>
    public static async Task GoOn(Database database, CancellationToken cancellation = default)
    {
        if (database.Journal is not { } journal)
            return;
        journal.Reached(await database.Write(session =>
        {
            EnsureCurrent(session);
            return session.Scalar<long>("UPDATE journal_state SET epoch = epoch + 1 WHERE one = 1 RETURNING epoch");
        }, cancellation));
    }

    /// <summary>False: the database is behind what this process knows of its journal.</summary>
    internal static bool IsCurrent(Session session) =>
        session.Journal is not { KnownEpoch: > 0 and var known } || session.Scalar<long>("SELECT epoch FROM journal_state WHERE one = 1") >= known;

    /// <exception cref="DatabaseRestoredException">The database is behind what this process knows of its journal.</exception>
    internal static void EnsureCurrent(Session session)
    {
        if (!IsCurrent(session))
            throw new DatabaseRestoredException();
    }

    /// <summary>
    /// Enters an erasure that the caller's transaction carries out: durable in the journal when this returns, and done in the database with that
    /// transaction. If it is rolled back, the journal says so; if the process dies in between, the entry stays open, and the next start decides.
    /// </summary>
    /// <exception cref="JournalUnwritableException">The transaction must not go on.</exception>
    public static void Enter(Session session, JournalKind what, TenantId tenant, Func<JournalEntry, JournalEntry>? with = null)
    {
        if (session.Journal is not { } journal)
            return;
        var entry = new JournalEntry(Guid.CreateVersion7(), session.Now, what, tenant.Value);
        entry = with?.Invoke(entry) ?? entry;
        try
        {
            journal.Append(entry);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new JournalUnwritableException(journal.Folder, failure);
        }
        session.Entered.Add(entry);
        Done(session, entry);
    }

    /// <summary>The transaction is rolled back, and whoever asked for it is told so: what it had entered is not to be done later.</summary>
    internal static void RolledBack(Session session)
    {
        if (session.Journal is not { } journal || session.Entered.Count == 0)
            return;
        try
        {
            journal.Undo(session.Entered);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            // The entries stay open, as after a crash. What broke the transaction is what the caller has to hear of.
        }
    }

    /// <summary>The entry is carried out, in the caller's transaction.</summary>
    internal static void Done(Session session, JournalEntry entry) => session.Execute(
        "INSERT INTO journal_done(entry, at) VALUES(@entry, @at) ON CONFLICT(entry) DO NOTHING",
        ("@entry", entry.Id.ToByteArray(bigEndian: true)), ("@at", entry.At));

    /// <summary>Ids of the entries that are carried out, but for those that the journal has forgotten.</summary>
    internal static HashSet<Guid> Done(Session session, DateTimeOffset forgotten) => session.Query(
        "SELECT entry FROM journal_done WHERE at >= @forgotten", row => new Guid(row.GetFieldValue<byte[]>(0), bigEndian: true),
        ("@forgotten", forgotten.ToUnixTimeMilliseconds())).ToHashSet();

    /// <summary>Entries of months that ended before that time are forgotten, here and in the folder.</summary>
    public static async Task Forget(Database database, DateTimeOffset before, CancellationToken cancellation)
    {
        if (database.Journal is not { } journal)
            return;
        var month = new DateTimeOffset(before.Year, before.Month, 1, 0, 0, 0, TimeSpan.Zero);
        // First of all: from now on nobody takes an old entry for one that is not carried out.
        journal.Forgetting(month);
        await database.Write(session => session.Execute("DELETE FROM journal_done WHERE at < @before", ("@before", month.ToUnixTimeMilliseconds())), cancellation);
        journal.Forget(month);
    }
}
