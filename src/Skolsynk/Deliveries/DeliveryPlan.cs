using Skolsynk.Ss12000;

namespace Skolsynk.Deliveries;

/// <summary>One owed create, replace or delete.</summary>
/// <param name="Body">The bytes to send; empty for a delete.</param>
/// <param name="Hash">Hash of the bytes; null for a delete.</param>
public sealed record Delivery(long Rid, Endpoint Endpoint, Guid Id, DeliveryAction Action, ReadOnlyMemory<byte> Body, UInt128? Hash);

/// <summary>
/// Desired − receipts = owed. Pure: values in, values out. A comparison of two states, so a missed hint heals by itself, and a
/// second plan over the receipts that the first one earned is empty.
/// </summary>
public static class DeliveryPlan
{
    /// <summary>What a resource in scope is owed; null: nothing now.</summary>
    /// <param name="hash">Hash of the bytes that should stand at the supplier.</param>
    /// <param name="now">Unix milliseconds.</param>
    public static DeliveryAction? Owed(UInt128 hash, Receipt? receipt, Refusal? refusal, long now) => receipt switch
    {
        null => DeliveryAction.Create,
        { Status: ReceiptStatus.Uncertain } when StillWaits(hash, refusal, now) => null,
        { Status: ReceiptStatus.Uncertain } => DeliveryAction.Replace,
        { Status: ReceiptStatus.Refused } when StillWaits(hash, refusal, now) => null,
        { Status: ReceiptStatus.Refused, Hash: { } held } when held == hash => DeliveryAction.Replace,
        { Hash: null } => DeliveryAction.Create,
        { Hash: { } held, Status: ReceiptStatus.Confirmed } when held == hash => null,
        _ => DeliveryAction.Replace,
    };

    /// <summary>What a resource that left the scope is owed: a delete, unless it was never there or its refusal waits.</summary>
    public static DeliveryAction? OwedRemoval(Receipt receipt, Refusal? refusal, long now) => receipt switch
    {
        { Status: ReceiptStatus.Refused, Hash: null } => null,
        _ when StillWaits(null, refusal, now) => null,
        _ => DeliveryAction.Delete,
    };

    private static bool StillWaits(UInt128? hash, Refusal? refusal, long now) =>
        refusal is not null && refusal.Hash == hash && refusal.NextAt > now;

    /// <summary>
    /// What one endpoint is owed. <paramref name="rendered"/> is enumerated once; bodies are copied only for what is owed.
    /// </summary>
    /// <param name="blocked">Numbers that may still be in flight elsewhere; left alone.</param>
    public static List<Delivery> For(
        IEnumerable<Resource> rendered, ReceiptBook book, IReadOnlySet<long> blocked, long now)
    {
        var owed = new List<Delivery>();
        foreach (var resource in rendered)
        {
            var rid = book.NumberOf(resource.Endpoint, resource.ExternalId)
                ?? throw new InvalidOperationException($"A {resource.Endpoint} in scope has no number.");
            if (blocked.Contains(rid) || Owed(resource.Hash, book.ReceiptOf(rid), book.RefusalOf(rid), now) is not { } action)
                continue;
            owed.Add(new Delivery(rid, resource.Endpoint, resource.ExternalId, action, resource.Body.ToArray(), resource.Hash));
        }
        return owed;
    }

    /// <summary>
    /// Deletes of everything that has a receipt and is not in scope, in reverse order of endpoints. Never-confirmed refusals
    /// are only forgotten (<paramref name="forgotten"/>).
    /// </summary>
    public static List<Delivery> Removals(
        ReceiptBook book, Func<Endpoint, Guid, bool> inScope, IReadOnlySet<long> blocked, long now, List<long> forgotten)
    {
        var owed = new List<Delivery>();
        foreach (var (endpoint, id, rid, receipt) in book.All())
        {
            if (inScope(endpoint, id) || blocked.Contains(rid))
                continue;
            if (receipt is { Status: ReceiptStatus.Refused, Hash: null })
                forgotten.Add(rid);
            else if (OwedRemoval(receipt, book.RefusalOf(rid), now) is { } action)
                owed.Add(new Delivery(rid, endpoint, id, action, ReadOnlyMemory<byte>.Empty, null));
        }
        owed.Sort((a, b) => b.Endpoint != a.Endpoint ? b.Endpoint.CompareTo(a.Endpoint) : Rosters.Ids.Compare(a.Id, b.Id));
        return owed;
    }
}
