using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Suppliers;

namespace Skolsynk.Retention;

/// <summary>What a replay came to.</summary>
/// <param name="Connections">Of the restored database, each of which is compared with its supplier before anything is sent.</param>
public sealed record ReplayResult(int Entries, int EndedTenants, int EndedConnections, int Marked, int Purged, int Connections);

/// <summary>
/// Carries out entries of the journal that the database has not: after a crash between the two, and after a restore, so that a backup brings
/// nobody back. Begun anew after a crash, it goes on; what is carried out twice changes nothing.
/// </summary>
public sealed class Replay(Database database, string owner)
{
    /// <summary>
    /// At an ordinary start: what a crash left between the journal and the database. Only what makes things safer is carried out: whoever was to be
    /// marked is marked, and what was to end ends. A mark that was to be taken away, or a mass that was to be approved, is asked for once more.
    /// </summary>
    public async Task<ReplayResult> Leftovers(IReadOnlyList<JournalEntry> open, CancellationToken cancellation)
    {
        if (open.Where(IsAskedAgain).ToList() is { Count: > 0 } asked)
            database.Journal?.Undo(asked);
        open = [.. open.Where(entry => !IsAskedAgain(entry))];
        // What was to be purged is due still, if nobody came back meanwhile: the daily purge takes it.
        var result = await CarryOut(open, (session, entry) =>
        {
            if (entry.What is not JournalKind.Purge)
                Again(session, entry);
            return 0;
        }, cancellation);
        await Erase(open, cancellation);
        if (open.Count > 0)
            await database.Scrub(cancellation);
        return result;
    }

    /// <summary>
    /// After a restore, whoever made it: what was erased since the backup is erased again, numbers and epochs jump past all that were given
    /// since, and each connection is compared with its supplier, and its tenant read, before anything is sent. Then the database counts as whole.
    /// </summary>
    /// <param name="identity">A new journal for a database whose own is lost; null: it has one.</param>
    public async Task<ReplayResult> AfterRestore(IReadOnlyList<JournalEntry> open, Guid? identity, CancellationToken cancellation)
    {
        var journal = database.Journal ?? throw new InvalidOperationException("There is no journal.");
        var connections = await database.Write(Restored.Prepare, cancellation);
        var result = await CarryOut(open, Again, cancellation);
        await Erase(open, cancellation);
        await database.Scrub(cancellation);
        if (identity is { } own)
        {
            journal.SetAside();
            journal.Found(own);
        }
        var known = Math.Max(journal.Epoch(), journal.KnownEpoch);
        journal.Reached(await database.Write(session =>
        {
            if (identity is not null)
                session.Execute("DELETE FROM journal_done");
            var state = JournalState.Load(session);
            var epoch = Math.Max(known, state?.Epoch ?? 0) + 1;
            JournalState.Begin(session, identity ?? journal.Identity() ?? throw new InvalidOperationException("The journal has no identity."), epoch);
            return epoch;
        }, cancellation));
        await new Purge(database, owner).Buried(cancellation);
        return result with { Connections = connections };
    }

    private static bool IsAskedAgain(JournalEntry entry) => entry.What is JournalKind.Unmark or JournalKind.Approve;

    private async Task<ReplayResult> CarryOut(
        IReadOnlyList<JournalEntry> open, Func<Session, JournalEntry, int> again, CancellationToken cancellation)
    {
        var buried = 0;
        foreach (var entry in open)
        {
            buried += await database.Write(session =>
            {
                var done = again(session, entry);
                JournalState.Done(session, entry);
                return done;
            }, cancellation);
        }
        int Count(JournalKind what) => open.Count(entry => entry.What == what);
        return new(open.Count, Count(JournalKind.Tenant), Count(JournalKind.Connection),
            open.Where(entry => entry.What is JournalKind.Mark).Sum(entry => entry.Ids.Count), buried, 0);
    }

    /// <returns>How many schools, persons and groups were buried.</returns>
    private static int Again(Session session, JournalEntry entry)
    {
        var tenant = new TenantId(entry.Tenant);
        if (session.Scalar<long>("SELECT count(*) FROM tenant WHERE id = @tenant", ("@tenant", tenant.Value)) == 0)
            return 0;
        switch (entry.What)
        {
            case JournalKind.Connection:
                Endings.Again(session, tenant, entry.Connection, (EndingKind)entry.Detail);
                return 0;
            case JournalKind.Tenant:
                TenantEnding.Again(session, tenant, (EndingKind)entry.Detail);
                return 0;
            case JournalKind.Purge:
                return RosterErasure.Bury(tenant, session, (EntityKind)entry.Detail, entry.Ids);
            default:
                Marks.Again(session, entry);
                return 0;
        }
    }

    /// <summary>The parts of endings that go in chunks; what has to wait for a supplier is finished by the lanes and the hourly round.</summary>
    private async Task Erase(IReadOnlyList<JournalEntry> open, CancellationToken cancellation)
    {
        foreach (var entry in open)
        {
            var tenant = new TenantId(entry.Tenant);
            if (entry.What is JournalKind.Tenant)
                await TenantEnding.Resume(database, tenant, cancellation);
            else if (entry.What is JournalKind.Connection && await database.Read(s => ConnectionStore.Load(s, tenant, entry.Connection), cancellation) is not null)
                await Endings.EraseHistory(database, tenant, entry.Connection, cancellation);
        }
    }
}
