namespace Skolsynk.Data;

/// <summary>How the database and its journal stand to each other.</summary>
public enum JournalStanding
{
    /// <summary>They belong together, and the database is as far as the journal says.</summary>
    Current,

    /// <summary>The database is older than the journal says: it was restored.</summary>
    Restored,

    /// <summary>There is no journal where it should be, or entries that the database has carried out are not in it.</summary>
    Missing,

    /// <summary>The journal belongs to another database.</summary>
    Foreign,
}

/// <param name="Open">Entries that the database has not carried out, the oldest first.</param>
public sealed record JournalCheck(JournalStanding Standing, IReadOnlyList<JournalEntry> Open)
{
    /// <summary>
    /// Replicas write their epoch after the database has it; so many may have stopped between the two at the same moment. More is a journal
    /// that is older than its database.
    /// </summary>
    private const int MostAhead = 16;

    /// <summary>Looks at both. A database that has never met a journal gets a new one, unless there is one already.</summary>
    /// <exception cref="JournalDamagedException">The journal cannot be read.</exception>
    public static async Task<JournalCheck> Look(Database database, Journal journal, CancellationToken cancellation)
    {
        var identity = journal.Identity();
        // The folder before the database, which moves first; and the entries after it, which stand in the folder first.
        var epoch = journal.Epoch();
        var forgotten = journal.Forgotten();
        var (state, done, hasTenants) = await database.Read(
            session => (JournalState.Load(session), JournalState.Done(session, forgotten), session.Scalar<long>("SELECT count(*) FROM tenant") > 0), cancellation);
        if (state is null && epoch == 0)
        {
            await Begin(database, journal, identity, cancellation);
            return new(JournalStanding.Current, []);
        }
        if (state is null)
            return new(hasTenants ? JournalStanding.Restored : JournalStanding.Foreign, journal.Read());
        if (identity is null)
            return new(JournalStanding.Missing, []);
        if (identity != state.Value.Identity)
            return new(JournalStanding.Foreign, []);
        var entries = journal.Read();
        var undone = entries.Where(entry => entry.What is JournalKind.Undone).SelectMany(entry => entry.Ids).ToHashSet();
        List<JournalEntry> open = [.. entries.Where(entry => entry.What is not JournalKind.Undone && !done.Contains(entry.Id) && !undone.Contains(entry.Id))];
        if (state.Value.Epoch < epoch)
            return new(JournalStanding.Restored, open);
        var lost = state.Value.Epoch > epoch + MostAhead || done.Except(entries.Select(entry => entry.Id)).Any();
        return new(lost ? JournalStanding.Missing : JournalStanding.Current, open);
    }

    private static async Task Begin(Database database, Journal journal, Guid? identity, CancellationToken cancellation)
    {
        var own = identity ?? Guid.CreateVersion7();
        if (identity is null)
            journal.Found(own);
        await database.Write(session => JournalState.Begin(session, own, 1), cancellation);
        journal.Reached(1);
    }
}
