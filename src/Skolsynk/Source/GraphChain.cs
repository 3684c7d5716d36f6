using System.Text.Json;

namespace Skolsynk.Source;

/// <summary>One list, page after page to its end. An empty page is no end; only a page without a next link is.</summary>
internal sealed class GraphChain<T>(GraphSession session, GraphCall call, ItemReader<T> read, Action<T> take)
    where T : class
{
    /// <summary>Made with the first next link: most lists of a tenant, its classes' members, are one page.</summary>
    private NextLinks? links;

    /// <summary>Items that had to be left out: a list with such items is not known to be whole.</summary>
    public int LeftOut { get; private set; }

    /// <summary>Reads the whole list; whatever is not a list ends the read.</summary>
    public Task Read() => ToEnd(session.Address(call.Path));

    /// <summary>Takes the items of a page and gives the address of the next one; throws <see cref="JsonException"/>.</summary>
    public Uri? Take(ReadOnlySpan<byte> body)
    {
        var items = 0;
        var next = GraphJson.Page(body, read, session.Texts, item =>
        {
            items++;
            if (item is null)
                LeftOut++;
            else
                take(item);
        });
        session.Ledger.Page(items);
        session.CheckBudget(call.Where);
        if (next is null)
            return null;
        links ??= new NextLinks(session.Options.BaseUrl, session.Address(call.Path));
        return links.Follow(next) ?? throw new JsonException("The next link leads elsewhere or back.");
    }

    /// <summary>Takes a page that must be one.</summary>
    public Uri? TakeOrStop(ReadOnlySpan<byte> body)
    {
        try
        {
            return Take(body);
        }
        catch (JsonException)
        {
            throw session.Stop(FailureKind.Malformed, call.Where, 200);
        }
    }

    /// <summary>Reads from a page to the end; whatever is not a list ends the read.</summary>
    public async Task ToEnd(Uri? next)
    {
        while (next is not null)
        {
            using var answer = await session.Send(call.Where, next);
            if (answer.Status != 200)
                throw session.Stop(call.Where, answer.Status, answer.Body.Span);
            next = TakeOrStop(answer.Body.Span);
        }
    }

    /// <summary>Reads from a page to the end and gives the status of the page that is no list, or 200.</summary>
    public async Task<int> Follow(Uri? next)
    {
        while (next is not null)
        {
            using var answer = await session.Send(call.Where, next);
            if (answer.Status != 200)
                return answer.Status;
            next = Take(answer.Body.Span);
        }
        return 200;
    }
}

/// <summary>A list of ids whose first page comes in a batch.</summary>
internal sealed class IdList
{
    private readonly List<string> ids = [];
    private readonly GraphChain<SourceMember> chain;
    private Uri? next;

    public IdList(GraphSession session, GraphCall call) => chain = new GraphChain<SourceMember>(session, call, SourceItems.Member, member =>
    {
        ids.Add(member.Id);
        HasBare |= member.IsBare;
    });

    /// <summary>Whether an entry held nothing but its id, which says something of lists of members alone.</summary>
    public bool HasBare { get; private set; }

    public bool IsWhole => chain.LeftOut == 0;

    public void Begin(ReadOnlySpan<byte> page) => next = chain.Take(page);

    public void BeginOrStop(ReadOnlySpan<byte> page) => next = chain.TakeOrStop(page);

    public Task ToEnd() => chain.ToEnd(next);

    public Task<int> Follow() => chain.Follow(next);

    /// <summary>Each id once, in the order of the source.</summary>
    public IReadOnlyList<string> Ids(FindingCounts findings, string place) => Once(ids, findings, place);

    public static string[] Once(List<string> ids, FindingCounts findings, string place)
    {
        var once = ids.Count < 2 ? [.. ids] : ids.Distinct(StringComparer.Ordinal).ToArray();
        if (once.Length < ids.Count)
            findings.Add(SourceFindingKind.Repeated, place, ids.Count - once.Length);
        return once;
    }
}
