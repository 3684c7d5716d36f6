using Skolsynk.Ss12000;

namespace Skolsynk.Deliveries;

/// <summary>All receipts of one connection in memory while a pass lasts: which resources have a number, and what the supplier holds.</summary>
public sealed class ReceiptBook
{
    private readonly Dictionary<(Endpoint, Guid), long> numbers;
    private readonly Dictionary<long, Receipt> receipts;
    private readonly Dictionary<long, Refusal> refusals;
    private readonly HashSet<long> forgiven = [];

    public ReceiptBook(
        Dictionary<(Endpoint, Guid), long> numbers, Dictionary<long, Receipt> receipts, Dictionary<long, Refusal> refusals)
    {
        this.numbers = numbers;
        this.receipts = receipts;
        this.refusals = refusals;
    }

    public int Count => receipts.Count;

    /// <summary>Resources that wait for another try, as they are recorded: what is forgiven and not tried after all still waits.</summary>
    public IReadOnlyDictionary<long, Refusal> Refusals => refusals;

    public long? NumberOf(Endpoint endpoint, Guid id) => numbers.TryGetValue((endpoint, id), out var rid) ? rid : null;

    public void Number(Endpoint endpoint, Guid id, long rid) => numbers[(endpoint, id)] = rid;

    public Receipt? ReceiptOf(long rid) => receipts.TryGetValue(rid, out var receipt) ? receipt : null;

    public Refusal? RefusalOf(long rid) => refusals.GetValueOrDefault(rid) is not { } refusal ? null
        : forgiven.Contains(rid) ? refusal with { NextAt = 0 } : refusal;

    /// <summary>The supplier has confirmed the object in some version, so others may refer to it.</summary>
    public bool IsThere(Endpoint endpoint, Guid id) =>
        numbers.TryGetValue((endpoint, id), out var rid) && receipts.TryGetValue(rid, out var receipt) && receipt.IsThere;

    /// <summary>Every resource with a receipt.</summary>
    public IEnumerable<(Endpoint Endpoint, Guid Id, long Rid, Receipt Receipt)> All()
    {
        foreach (var ((endpoint, id), rid) in numbers)
        {
            if (receipts.TryGetValue(rid, out var receipt))
                yield return (endpoint, id, rid, receipt);
        }
    }

    /// <summary>The refusal waits no longer; the next plan tries it again.</summary>
    public void Forgive(long rid) => forgiven.Add(rid);

    /// <summary>Enters what was recorded, as it now stands in the database; a null receipt means that the row is gone.</summary>
    public void Enter(long rid, Receipt? receipt, Refusal? refusal)
    {
        forgiven.Remove(rid);
        if (receipt is { } present)
            receipts[rid] = present;
        else
            receipts.Remove(rid);
        if (refusal is not null)
            refusals[rid] = refusal;
        else
            refusals.Remove(rid);
    }
}
