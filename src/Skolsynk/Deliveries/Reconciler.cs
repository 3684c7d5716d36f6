using Skolsynk.Ss12000;

namespace Skolsynk.Deliveries;

/// <summary>What a comparison of one connection with its supplier came to.</summary>
/// <param name="Rest">Why the supplier could not be asked; None: it could.</param>
/// <param name="Detail">What was wrong with the lists, in Swedish; null: nothing.</param>
internal sealed record Reconciled(ReconcileOutcome Outcome, RestKind Rest, string? Detail, IReadOnlyList<Comparison> Lists);

/// <summary>
/// Lists what a supplier has and compares it with one connection's receipts, in the lane and at its rate. Writes nothing, and asks for nothing but
/// lists. Nothing of the connection may be in flight meanwhile.
/// </summary>
internal sealed class Reconciler(LaneGate gate, ListClient client, Receiver receiver, CancellationToken outdated)
{
    public async Task<Reconciled> Run(PassInput input, long turn)
    {
        var scope = input.IdsInScope();
        var lists = new List<Comparison>();
        var (rest, detail, refused) = (RestKind.None, (string?)null, 0);
        foreach (var endpoint in PassInput.Endpoints.Where(endpoint => input.Book.All().Any(one => one.Endpoint == endpoint)))
        {
            var ids = scope[(int)endpoint - 1];
            var list = new Comparison(endpoint, input, ids.Contains);
            var (end, problem) = await List(endpoint, list, turn);
            lists.Add(list);
            if (end is RestKind.None && problem is null)
                list.EndOfList();
            detail ??= problem is null ? null : $"{endpoint}: {problem}";
            refused += problem == NoList ? 1 : 0;
            rest = end;
            if (rest is not RestKind.None)
                break;
        }
        var outcome = refused > 0 && refused == lists.Count ? ReconcileOutcome.NoLists : detail is null ? ReconcileOutcome.Whole : ReconcileOutcome.Partial;
        return new(outcome, rest, detail, lists);
    }

    private const string NoList = "leverantören visar ingen lista";

    /// <returns>Why nothing more can be asked now, and why the list cannot be believed to be whole.</returns>
    private async Task<(RestKind Why, string? Problem)> List(Endpoint endpoint, Comparison list, long turn)
    {
        var (received, total, throttled) = (0L, (long?)null, 0);
        while (true)
        {
            var page = await Page(endpoint, received, list, turn);
            switch (page.Answer.Status)
            {
                case 200:
                    break;
                case 429 or 503 when page.Answer.RetryAfter is not null || page.Answer.Status == 429:
                    if (++throttled < 20)
                        continue;
                    return (RestKind.Throttled, "leverantören bad Skolsynk att vänta");
                case 401 or 403 or 407:
                    return (RestKind.Unauthorized, "nyckeln godtas inte");
                case 0 or 408 or 500 or > 501:
                    return (RestKind.Unreachable, "leverantören svarade inte");
                default:
                    return (RestKind.None, NoList);
            }
            received += page.Received;
            if (page.Problem is { } broken)
                return (RestKind.None, broken);
            if (page.Total is null || total is { } said && said != page.Total)
                return (RestKind.None, page.Total is null ? "leverantören säger inte hur många det är" : "antalet ändrades under tiden");
            total = page.Total;
            if (received >= total || page.Received == 0)
                return (RestKind.None, Problem(received, total.Value, list));
        }
    }

    private static string? Problem(long received, long total, Comparison list) => (received, list.Repeated) switch
    {
        _ when received != total => $"{received} objekt visades av {total}",
        (_, > 0) => "samma objekt visades flera gånger",
        _ => null,
    };

    private async Task<ListPage> Page(Endpoint endpoint, long from, Comparison list, long turn)
    {
        try
        {
            await gate.Enter(DeliveryClass.Ordinary, turn, outdated);
        }
        catch (LaneRestsException)
        {
            return new ListPage(new SupplierAnswer(0, NothingSent: true), null, 0, null);
        }
        ListPage? page = null;
        try
        {
            return page = await client.Page(receiver, endpoint, from, list.See, outdated);
        }
        finally
        {
            // A receiver that cannot list may answer anything; only what says something of the whole lane counts.
            if (page is { Answer.NothingSent: true })
                gate.Answered(Verdict.Unreachable, null);
            else if (page is { Answer.Status: 200, Problem: null })
                gate.Answered(Verdict.Confirmed, null);
            else if (page?.Answer is { Status: 429 } or { Status: 503, RetryAfter: not null })
                gate.Answered(Verdict.Throttled, page.Answer.RetryAfter);
            else
                gate.Left();
        }
    }
}
