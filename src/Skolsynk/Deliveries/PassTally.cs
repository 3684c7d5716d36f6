namespace Skolsynk.Deliveries;

/// <summary>
/// What has happened in one pass so far: counts, why it was broken off, and whether refusals are so many that they say something of
/// the connection rather than of the objects. Used from all senders of the pass.
/// </summary>
internal sealed class PassTally
{
    private const int Last = 100;
    private const int MostRefused = 20;

    private readonly Lock gate = new();
    private readonly Queue<bool> lastRefused = new();
    private int refusedOfLast;
    private bool tooManyRefused;
    private CancellationToken outdated;

    public int Confirmed { get; private set; }

    public int Deleted { get; private set; }

    public int Refused { get; private set; }

    public int Sent { get; private set; }

    /// <summary>Confirmations that only proved the address; a connection that gets nothing else confirmed has not recovered.</summary>
    public int Proofs { get; set; }

    /// <summary>Why the pass is broken off; None while it goes on.</summary>
    public RestKind BrokenOff { get; private set; }

    public string? BrokenOffDetail { get; private set; }

    /// <summary>The connection's epoch was raised: the pass ends where it is, and another one plans anew.</summary>
    public bool Outdated => outdated.IsCancellationRequested;

    /// <summary>Nothing more is sent in this pass.</summary>
    public bool HasStopped => Outdated || BrokenOff is not RestKind.None;

    /// <summary>This address has given a 2xx in this pass, so its 404 can be believed.</summary>
    public bool AddressProven => Confirmed + Deleted > 0;

    public void Count(DeliveryAction action, Verdict verdict, bool retry)
    {
        lock (gate)
        {
            Sent++;
            if (verdict is Verdict.Confirmed && action is DeliveryAction.Delete)
                Deleted++;
            else if (verdict is Verdict.Confirmed)
                Confirmed++;
            else if (verdict is Verdict.Refused)
                Refused++;
            if (!retry && verdict is Verdict.Confirmed or Verdict.Refused)
                Remember(verdict is Verdict.Refused);
        }
    }

    public void BreakOff(RestKind kind, string? detail)
    {
        lock (gate)
        {
            if (BrokenOff is RestKind.None)
                (BrokenOff, BrokenOffDetail) = (kind, detail);
        }
    }

    /// <summary>
    /// From when on it is. Asked each time: what is told by a cancelled token may be told to whoever waits for a turn before it is told here.
    /// </summary>
    public void OutdateBy(CancellationToken token) => outdated = token;

    /// <summary>
    /// More than 20 and more than 20 % of the last 100 were refused at some moment: no property of objects. Stays, whatever those
    /// in flight are answered.
    /// </summary>
    public bool TooManyRefused
    {
        get
        {
            lock (gate)
                return tooManyRefused;
        }
    }

    private void Remember(bool refused)
    {
        lastRefused.Enqueue(refused);
        refusedOfLast += refused ? 1 : 0;
        if (lastRefused.Count > Last && lastRefused.Dequeue())
            refusedOfLast--;
        tooManyRefused |= refusedOfLast > MostRefused && refusedOfLast * 5 > lastRefused.Count;
    }
}
