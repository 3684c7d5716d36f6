namespace Skolsynk.Data;

/// <summary>What is leased; the numbers are kept in the database.</summary>
public enum LeaseKind : short
{
    /// <summary>The right to read a tenant's source and to write its roster; id = tenant.</summary>
    Read = 1,

    /// <summary>The right to send to one supplier environment; id = environment.</summary>
    Lane = 2,

    /// <summary>The right to run a job that runs once for the whole service; id = the job's number.</summary>
    Job = 3,
}

/// <summary>A held lease. Every transaction that it protects begins with <see cref="Leases.Check"/>.</summary>
public sealed record Lease(LeaseKind Kind, int Id, string Owner, long Epoch);

/// <summary>The lease was taken by another process, or ran out: what was being written is rolled back.</summary>
public sealed class LeaseLostException(LeaseKind kind, int id) : Exception($"The lease {kind} {id} is held by another process.");

/// <summary>Leases with fencing numbers, by the database's clock. Taking one raises its epoch, so a late writer is turned away.</summary>
public static class Leases
{
    /// <summary>How long a lease lives without being renewed, milliseconds.</summary>
    public const long Life = 10_000;

    /// <summary>
    /// Takes a free or run-out lease; null when another owner holds it. One that runs out later than any can was taken before the clock
    /// was set back, and is free: a living holder is turned away by the epoch, a dead one would silence everybody until the clock has caught up.
    /// </summary>
    /// <exception cref="DatabaseRestoredException">Nothing is done with this database before its journal is replayed.</exception>
    public static Lease? TryTake(Session session, LeaseKind kind, int id, string owner)
    {
        JournalState.EnsureCurrent(session);
        var now = session.Now;
        var epoch = session.Scalar<long?>(
            "INSERT INTO lease(kind, id, owner, epoch, until) VALUES(@kind, @id, @owner, 1, @until) "
            + "ON CONFLICT(kind, id) DO UPDATE SET owner = excluded.owner, epoch = lease.epoch + 1, until = excluded.until "
            + "WHERE lease.until <= @now OR lease.until > @latest OR lease.owner = excluded.owner RETURNING epoch",
            ("@kind", (short)kind), ("@id", id), ("@owner", owner), ("@until", now + Life), ("@now", now), ("@latest", now + (6 * Life)));
        return epoch is { } number ? new Lease(kind, id, owner, number) : null;
    }

    /// <summary>Prolongs a lease; false when it is no longer ours, or the database was restored under it.</summary>
    public static bool Renew(Session session, Lease lease) => JournalState.IsCurrent(session) && 1 == session.Execute(
        "UPDATE lease SET until = @until WHERE kind = @kind AND id = @id AND owner = @owner AND epoch = @epoch",
        ("@until", session.Now + Life), ("@kind", (short)lease.Kind), ("@id", lease.Id), ("@owner", lease.Owner), ("@epoch", lease.Epoch));

    /// <summary>Gives a lease back at once; the epoch stays.</summary>
    public static void Release(Session session, Lease lease) => session.Execute(
        "UPDATE lease SET until = 0 WHERE kind = @kind AND id = @id AND owner = @owner AND epoch = @epoch",
        ("@kind", (short)lease.Kind), ("@id", lease.Id), ("@owner", lease.Owner), ("@epoch", lease.Epoch));

    /// <summary>Locks the lease row for this transaction; throws <see cref="LeaseLostException"/> when it is not ours any more.</summary>
    public static void Check(Session session, Lease lease)
    {
        var held = session.Scalar<long?>(
            "SELECT epoch FROM lease WHERE kind = @kind AND id = @id AND owner = @owner AND epoch = @epoch" + session.ForShare,
            ("@kind", (short)lease.Kind), ("@id", lease.Id), ("@owner", lease.Owner), ("@epoch", lease.Epoch));
        if (held is null)
            throw new LeaseLostException(lease.Kind, lease.Id);
    }

    /// <summary>Takes a lease from whoever has it and gives it to nobody: what is being done under it is never committed.</summary>
    public static void Revoke(Session session, LeaseKind kind, int id) => session.Execute(
        "UPDATE lease SET epoch = epoch + 1, owner = '', until = 0 WHERE kind = @kind AND id = @id", ("@kind", (short)kind), ("@id", id));

    /// <summary>
    /// Waits for whoever writes under this lease right now, and lets him write again only when this transaction has ended. The lease
    /// stays with its owner.
    /// </summary>
    public static void ShutOut(Session session, LeaseKind kind, int id) => session.Execute(
        "UPDATE lease SET epoch = epoch WHERE kind = @kind AND id = @id", ("@kind", (short)kind), ("@id", id));
}
