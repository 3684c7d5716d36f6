using Skolsynk.Ss12000.Scim2018;

namespace Skolsynk.Deliveries;

/// <summary>
/// Answer → what is recorded, for one pass. Nothing counts as delivered before a 2xx; what may have been applied stays uncertain,
/// even when it is refused afterwards, so that it is deleted when it leaves the scope.
/// </summary>
internal sealed class Settling(ReceiptBook book, PassTally tally, long now)
{
    /// <summary>No answer or a 500 so many times for one object while others are confirmed: the object is refused.</summary>
    private const int MostMisses = 5;

    private readonly Lock gate = new();
    private readonly Dictionary<long, Settlement> takeBack = [];
    private readonly Random random = new();

    public PassTally Tally => tally;

    /// <summary>
    /// What is refused while something else may still be in flight may be refused for that alone: a reference to what is just being
    /// deleted. It is tried again when that is over. Null: nothing is.
    /// </summary>
    public TimeSpan? InFlightFor { get; init; }

    /// <summary>When the pass began, by the database's clock.</summary>
    public long Now => now;

    /// <summary>Masked text of the latest refusal; null when the supplier gave none.</summary>
    public string? LastRefusalText { get; private set; }

    /// <summary>What was refused in this pass and not confirmed since.</summary>
    public IReadOnlyList<long> RefusedInPass
    {
        get
        {
            lock (gate)
                return [.. takeBack.Keys];
        }
    }

    /// <summary>How the rows of this pass's refusals stood before, for when they turn out to say nothing of the objects.</summary>
    public IReadOnlyList<Settlement> TakenBack
    {
        get
        {
            lock (gate)
                return [.. takeBack.Values];
        }
    }

    /// <summary>It was not sent: everything stays as it was.</summary>
    public static Settlement Untouched(Delivery delivery) => new(delivery.Rid, null, null, null, Kept: true);

    public Settlement Of(Delivery delivery, Sent sent)
    {
        var verdict = Settled(delivery, sent);
        var retry = book.RefusalOf(delivery.Rid) is { } earlier && earlier.Hash == delivery.Hash;
        tally.Count(sent.Action, verdict, retry);
        if (tally.TooManyRefused)
            tally.BreakOff(RestKind.Misconfigured, sent.Answer.Detail);
        return verdict switch
        {
            Verdict.Confirmed => Confirmed(delivery, sent),
            Verdict.Refused => Refused(delivery, sent),
            Verdict.Unreachable => Unreachable(delivery, sent),
            Verdict.Unauthorized => BrokenOff(delivery, RestKind.Unauthorized, sent),
            Verdict.Throttled => BrokenOff(delivery, RestKind.Throttled, sent),
            _ => BrokenOff(delivery, RestKind.Misconfigured, sent),
        };
    }

    private Verdict Settled(Delivery delivery, Sent sent) => sent.Verdict switch
    {
        Verdict.NotThere when tally.AddressProven => Verdict.Confirmed,
        Verdict.NotThere => Verdict.Misconfigured,
        Verdict.Unreachable when !sent.Answer.NothingSent && tally.AddressProven && Misses(delivery) + 1 >= MostMisses => Verdict.Refused,
        var verdict => verdict,
    };

    private int Misses(Delivery delivery) =>
        book.RefusalOf(delivery.Rid) is { IsMiss: true } refusal && refusal.Hash == delivery.Hash ? refusal.Tries : 0;

    private Settlement Confirmed(Delivery delivery, Sent sent)
    {
        lock (gate)
            takeBack.Remove(delivery.Rid);
        Receipt? receipt = delivery.Hash is { } hash ? new Receipt(ReceiptStatus.Confirmed, hash, 0) : null;
        return new(delivery.Rid, receipt, null, Log(delivery, sent, Outcome.Confirmed))
        {
            NeverRefused = book.RefusalOf(delivery.Rid) is null,
        };
    }

    private Settlement Refused(Delivery delivery, Sent sent)
    {
        var earlier = book.RefusalOf(delivery.Rid);
        var tries = earlier?.Hash == delivery.Hash ? (earlier?.Tries ?? 0) + 1 : 1;
        var held = book.ReceiptOf(delivery.Rid);
        var uncertain = held is { Status: ReceiptStatus.Uncertain } || sent.MayStand;
        var receipt = new Receipt(uncertain ? ReceiptStatus.Uncertain : ReceiptStatus.Refused, held?.Hash, 0);
        double jitter;
        lock (gate)
        {
            jitter = random.NextDouble();
            takeBack.TryAdd(delivery.Rid, new(delivery.Rid, uncertain ? receipt : held, earlier, null));
            LastRefusalText = sent.Answer.Detail ?? LastRefusalText;
        }
        var wait = InFlightFor ?? Backoff.Refused(tries, jitter);
        var refusal = new Refusal(tries, now + (long)wait.TotalMilliseconds, delivery.Hash, sent.Answer.Status,
            sent.Conflict ? Refusal.Conflict : sent.Answer.Code, sent.Answer.Detail);
        return new(delivery.Rid, receipt, refusal, Log(delivery, sent, Outcome.Refused));
    }

    private Settlement Unreachable(Delivery delivery, Sent sent)
    {
        tally.BreakOff(RestKind.Unreachable, null);
        if (sent.Answer.NothingSent)
            return sent.MayStand ? Uncertain(delivery, sent, book.RefusalOf(delivery.Rid)) : Untouched(delivery);
        return Uncertain(delivery, sent,
            new Refusal(Misses(delivery) + 1, 0, delivery.Hash, sent.Answer.Status, sent.Answer.Code, sent.Answer.Detail));
    }

    /// <summary>The answer says nothing of the object.</summary>
    private Settlement BrokenOff(Delivery delivery, RestKind kind, Sent sent)
    {
        tally.BreakOff(kind, sent.Answer.Detail ?? $"HTTP {sent.Answer.Status}");
        return sent.MayStand ? Uncertain(delivery, sent, book.RefusalOf(delivery.Rid)) : Untouched(delivery);
    }

    private Settlement Uncertain(Delivery delivery, Sent sent, Refusal? refusal) => new(delivery.Rid,
        new Receipt(ReceiptStatus.Uncertain, book.ReceiptOf(delivery.Rid)?.Hash, 0), refusal, Log(delivery, sent, Outcome.Uncertain));

    private static LoggedAttempt Log(Delivery delivery, Sent sent, Outcome outcome) =>
        new(sent.Action, delivery.Hash is null ? 0 : (int)FieldMask.Of(delivery.Endpoint), outcome, sent.Answer.Status);
}
