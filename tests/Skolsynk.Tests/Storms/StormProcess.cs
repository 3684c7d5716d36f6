using Skolsynk.Data;

namespace Skolsynk.Tests.Storms;

/// <summary>Where a storm may strike: the named steps under their own numbers, and around every transaction and every request.</summary>
internal enum Place
{
    /// <summary>A transaction is about to begin.</summary>
    Begin = 100,

    /// <summary>A transaction is about to be committed; dying here rolls it back.</summary>
    Commit,

    /// <summary>A transaction was committed and nobody was told yet.</summary>
    Written,

    /// <summary>A request is about to reach the supplier.</summary>
    Send,
}

/// <summary>What a storm does to a process or to the supplier.</summary>
internal enum Strike
{
    /// <summary>The process is gone.</summary>
    Dies,

    /// <summary>The process is frozen; its leases run out, another one does all the work; then it goes on as if nothing had been.</summary>
    TakenOver,

    /// <summary>Somebody changes something meanwhile.</summary>
    Meddled,

    /// <summary>The request is on its way; the process dies; it arrives up to one attempt's time later.</summary>
    LateAndDies,

    /// <summary>The request is on its way; the process is frozen and another one takes over; it arrives meanwhile.</summary>
    LateAndTakenOver,

    /// <summary>Applied; the connection breaks before the answer.</summary>
    AppliedAndBroken,

    /// <summary>The connection breaks before anything is applied.</summary>
    Broken,
    AppliedAnd500,
    Error500,
    Refused400,
}

/// <summary>One blow: at the so manieth passing of a place.</summary>
internal sealed record Blow(Place At, int Nth, Strike What)
{
    public override string ToString() => $"{(Enum.IsDefined(At) ? $"{At}" : $"{(Step)At}")}:{Nth} {What}";
}

internal sealed class ProcessDiedException() : Exception("The simulated process has died.");

/// <summary>How often each place was passed, over all processes of a run.</summary>
internal sealed class Passings
{
    private readonly int[] counts = new int[(int)Place.Send + 1];

    public int this[Place place] => Volatile.Read(ref counts[(int)place]);

    public int Count(Place place) => Interlocked.Increment(ref counts[(int)place]);
}

/// <summary>
/// One simulated process: its own view of the database and its own way to the suppliers. When it dies, whatever it still tries to
/// write or to send fails; when it is frozen, all that it tries waits.
/// </summary>
internal sealed class StormProcess
{
    private readonly object gate = new();
    private readonly Passings passings;
    private readonly IReadOnlyList<Blow> blows;
    private readonly Action<StormProcess, Strike> elsewhere;
    private volatile bool dead;

    /// <param name="elsewhere">Does what a blow says that somebody else does, while this process stands still.</param>
    public StormProcess(
        MemoryDatabase shared, string owner, IReadOnlyList<Blow> blows, Passings passings, Action<StormProcess, Strike> elsewhere)
    {
        (Owner, this.blows, this.passings, this.elsewhere) = (owner, blows, passings, elsewhere);
        Database = new View(shared, this) { Steps = new Steps(step => Pass((Place)step)) };
    }

    public string Owner { get; }

    public Database Database { get; }

    public bool Dead => dead;

    /// <summary>It was frozen for longer than its leases last, so it looks at them before anything leaves.</summary>
    public bool Unsure { get; private set; }

    /// <summary>The blows that have struck.</summary>
    public List<Blow> Struck { get; } = [];

    public void Pass(Place place)
    {
        lock (gate)
        {
            if (Next(place) is not { } blow)
                return;
            if (blow.What is Strike.Dies)
                Die();
            Do(blow.What);
        }
    }

    /// <summary>A request is about to leave: what becomes of it, null being the usual.</summary>
    public Strike? Sending()
    {
        lock (gate)
        {
            if (Unsure)
                throw new LeaseLostException(LeaseKind.Lane, 0);
            return Next(Place.Send)?.What;
        }
    }

    /// <summary>Frozen: nothing of this process moves while somebody else acts.</summary>
    public void Do(Strike what)
    {
        lock (gate)
        {
            elsewhere(this, what);
            Unsure |= what is Strike.TakenOver or Strike.LateAndTakenOver;
        }
    }

    public void Die()
    {
        dead = true;
        throw new ProcessDiedException();
    }

    private Blow? Next(Place place)
    {
        if (dead)
            throw new ProcessDiedException();
        var nth = passings.Count(place);
        var blow = blows.FirstOrDefault(one => one.At == place && one.Nth == nth);
        if (blow is not null)
        {
            lock (Struck)
                Struck.Add(blow);
        }
        return blow;
    }

    private void Committing()
    {
        if (Next(Place.Commit) is not null)
            Die();
    }

    /// <summary>The database as this process reaches it.</summary>
    private sealed class View(MemoryDatabase shared, StormProcess process) : Database
    {
        public override async Task<T> Write<T>(Func<Session, T> work, CancellationToken cancellation = default)
        {
            process.Pass(Place.Begin);
            var result = await shared.Write(session =>
            {
                var made = work(session);
                process.Committing();
                return made;
            }, cancellation);
            process.Pass(Place.Written);
            return result;
        }

        public override async Task<T> Read<T>(Func<Session, T> work, CancellationToken cancellation = default)
        {
            lock (process.gate)
            {
                if (process.dead)
                    throw new ProcessDiedException();
            }
            return await shared.Read(work, cancellation);
        }

        public override SkolsynkContext NewContext() => shared.NewContext();

        public override ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
