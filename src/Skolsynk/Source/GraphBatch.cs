using System.Buffers;
using System.Globalization;
using System.Text.Json;

namespace Skolsynk.Source;

/// <summary>
/// Up to 20 calls in one. Each has its own status: those that may pass (429, 5xx, no answer) are sent again by themselves, after the wait that
/// they asked for.
/// </summary>
internal sealed class GraphBatch(GraphSession session)
{
    /// <summary>Graph takes no more.</summary>
    public const int Size = 20;

    /// <param name="take">
    /// Gets the place of each call in <paramref name="calls"/> and its answer, once. The answer's body is valid during the call only. An answer
    /// that may pass comes when patience is spent; its status is 0 when there was none.
    /// </param>
    public async Task Send(IReadOnlyList<GraphCall> calls, Action<int, InnerAnswer> take)
    {
        var patience = session.NewPatience();
        var address = session.Address("/$batch");
        for (var open = Enumerable.Range(0, calls.Count).ToList(); open.Count > 0;)
        {
            TimeSpan? wait;
            (open, wait) = await Once(address, calls, open, patience, take);
            if (wait is { } rest)
                await Task.Delay(rest, session.Time, session.Cancellation);
        }
    }

    private async Task<(List<int> Open, TimeSpan? Wait)> Once(
        Uri address, IReadOnlyList<GraphCall> calls, List<int> asked, Patience patience, Action<int, InnerAnswer> take)
    {
        using var answer = await session.Send(GraphCalls.BatchWhere, address, Body(calls, asked));
        if (answer.Status != 200)
            throw session.Stop(GraphCalls.BatchWhere, answer.Status, answer.Body.Span);
        var answers = Answers(answer.Body);
        var open = asked.Where(index => GraphFailure.IsPassing(answers.GetValueOrDefault(index).Status)).ToList();
        foreach (var index in asked.Except(open))
            take(index, answers[index]);
        if (open.Count == 0)
            return (open, null);
        var now = session.Time.GetUtcNow();
        var asksFor = open.Max(index => Backoff.RetryAfter(answers.GetValueOrDefault(index).RetryAfter, now));
        if (patience.Next(asksFor) is { } wait)
        {
            if (asksFor is not null)
                session.Quieten(wait);
            return (open, wait);
        }
        foreach (var index in open)
            take(index, answers.GetValueOrDefault(index));
        return ([], null);
    }

    private Dictionary<int, InnerAnswer> Answers(ReadOnlyMemory<byte> body)
    {
        try
        {
            var answers = new Dictionary<int, InnerAnswer>();
            foreach (var inner in GraphJson.Batch(body))
            {
                if (int.TryParse(inner.Id, NumberStyles.None, CultureInfo.InvariantCulture, out var index))
                    answers[index] = inner;
            }
            return answers;
        }
        catch (JsonException)
        {
            throw session.Stop(FailureKind.Malformed, GraphCalls.BatchWhere, 200);
        }
    }

    private static ReadOnlyMemory<byte> Body(IReadOnlyList<GraphCall> calls, List<int> indexes)
    {
        var bytes = new ArrayBufferWriter<byte>(4096);
        using var json = new Utf8JsonWriter(bytes);
        json.WriteStartObject();
        json.WriteStartArray("requests"u8);
        foreach (var index in indexes)
        {
            json.WriteStartObject();
            json.WriteString("id"u8, index.ToString(CultureInfo.InvariantCulture));
            json.WriteString("method"u8, "GET"u8);
            json.WriteString("url"u8, calls[index].Path);
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteEndObject();
        json.Flush();
        return bytes.WrittenMemory;
    }
}
