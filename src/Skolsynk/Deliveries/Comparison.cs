using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;

namespace Skolsynk.Deliveries;

/// <summary>
/// What a supplier shows of one endpoint, against one connection's receipts. What it shows that this connection does not know is counted and
/// nothing else: with a shared key it is another municipality's. Pure; used by one caller at a time.
/// </summary>
internal sealed class Comparison
{
    private readonly Endpoint endpoint;
    private readonly Func<Guid, bool> inScope;
    private readonly Dictionary<Guid, (long Rid, Receipt Receipt)> known;
    private readonly Dictionary<Guid, Likeness> sent = [];
    private readonly HashSet<Guid> seen = [];
    private readonly HashSet<UInt128> distinct = [];
    private readonly List<(long Rid, Receipt Receipt)> corrections = [];

    public Comparison(Endpoint endpoint, PassInput input, Func<Guid, bool> inScope)
    {
        this.endpoint = endpoint;
        this.inScope = inScope;
        known = input.Book.All().Where(one => one.Endpoint == endpoint).ToDictionary(one => one.Id, one => (one.Rid, one.Receipt));
        if (input.IsEnding)
            return;
        foreach (var resource in input.Mapping.Render(endpoint, input.Book.IsThere))
        {
            // What is owed in another form anyway needs no comparing.
            if (known.TryGetValue(resource.ExternalId, out var one) && one.Receipt.Status is ReceiptStatus.Confirmed && one.Receipt.Hash == resource.Hash)
            {
                using var body = JsonDocument.Parse(resource.Body);
                sent[resource.ExternalId] = Likeness.Of(endpoint, body.RootElement);
            }
        }
    }

    public long Listed => seen.Count;

    public long Missing { get; private set; }

    public long Different { get; private set; }

    public long Strange { get; private set; }

    public long Others { get; private set; }

    /// <summary>Rows of the list that say no other id than an earlier one.</summary>
    public long Repeated { get; private set; }

    /// <summary>How receipts have to stand, for the next plan to owe what is wrong.</summary>
    public IReadOnlyList<(long Rid, Receipt Receipt)> Corrections => corrections;

    /// <summary>One object of the list.</summary>
    public void See(JsonElement listed)
    {
        var (id, externalId) = (Text(listed, "id"), Text(listed, "externalId"));
        if (!distinct.Add(XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(id ?? externalId ?? $"? {Others}"))))
            Repeated++;
        else if ((Known(id) ?? Known(externalId)) is { } own)
            SeeOwn(own, listed);
        else
            Others++;
    }

    /// <summary>The list is whole: what it lacks is not there.</summary>
    public void EndOfList()
    {
        foreach (var (id, (rid, receipt)) in known)
        {
            if (seen.Contains(id) || !inScope(id) || !receipt.IsThere)
                continue;
            Missing++;
            corrections.Add((rid, new Receipt(ReceiptStatus.Uncertain, null, 0)));
        }
    }

    private void SeeOwn(Guid id, JsonElement listed)
    {
        if (!seen.Add(id))
            return;
        var (rid, receipt) = known[id];
        if (!inScope(id))
            Strange++;
        if (receipt is { Status: ReceiptStatus.Refused, Hash: null })
        {
            corrections.Add((rid, new Receipt(ReceiptStatus.Uncertain, null, 0)));
        }
        else if (sent.TryGetValue(id, out var ours) && ours.Differs(Likeness.Of(endpoint, listed)))
        {
            Different++;
            corrections.Add((rid, receipt with { Status = ReceiptStatus.Uncertain }));
        }
    }

    private Guid? Known(string? text) => Guid.TryParseExact(text, "D", out var id) && known.ContainsKey(id) ? id : null;

    private static string? Text(JsonElement of, string name) =>
        of.ValueKind is JsonValueKind.Object && of.TryGetProperty(name, out var member) && member.ValueKind is JsonValueKind.String ? member.GetString() : null;
}
