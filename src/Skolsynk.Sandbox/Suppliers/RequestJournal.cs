using System.Collections.Concurrent;
using Microsoft.AspNetCore.Connections.Features;

namespace Skolsynk.Sandbox.Suppliers;

/// <summary>One request that a receiver answered. <see cref="Status"/> 0: it broke the connection or the client left.</summary>
internal sealed record JournalEntry(DateTimeOffset Time, string Method, ScimEndpoint? Endpoint, string? Id)
{
    public required int Status { get; init; }

    public required int Bytes { get; init; }

    /// <summary>Connections open at the receiver at that moment.</summary>
    public required int Connections { get; init; }

    public string? Error { get; init; }
}

/// <summary>What a receiver has counted since it started or was emptied.</summary>
internal sealed record ReceiverCounts
{
    public long Posts { get; init; }

    public long Puts { get; init; }

    public long Deletes { get; init; }

    public long Lists { get; init; }

    /// <summary>PUTs with the very bytes that were already there: work that need not have been done.</summary>
    public long IdenticalPuts { get; init; }

    /// <summary>Answers of 400 and above, and connections that were broken.</summary>
    public long Errors { get; init; }

    /// <summary>Requests in progress now, and the most there have been at once.</summary>
    public int Concurrent { get; init; }

    public int MaxConcurrent { get; init; }

    /// <summary>Requests in the fullest clock second so far.</summary>
    public int MaxPerSecond { get; init; }

    /// <summary>Connections that are open now.</summary>
    public int Connections { get; init; }

    public long Requests => Posts + Puts + Deletes + Lists;
}

/// <summary>The last requests of a receiver, and its counts. Safe for many threads.</summary>
internal sealed class RequestJournal(TimeProvider time)
{
    public const int Kept = 1000;

    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, byte> connections = new(StringComparer.Ordinal);
    private JournalEntry?[] entries = new JournalEntry?[Kept];
    private long written;
    private long posts, puts, deletes, lists, identicalPuts, errors;
    private int concurrent, maxConcurrent, inSecond, maxPerSecond;
    private long second;

    public ReceiverCounts Counts
    {
        get
        {
            lock (gate)
            {
                return new()
                {
                    Posts = posts,
                    Puts = puts,
                    Deletes = deletes,
                    Lists = lists,
                    IdenticalPuts = identicalPuts,
                    Errors = errors,
                    Concurrent = concurrent,
                    MaxConcurrent = maxConcurrent,
                    MaxPerSecond = maxPerSecond,
                    Connections = connections.Count,
                };
            }
        }
    }

    /// <summary>The newest first.</summary>
    public IReadOnlyList<JournalEntry> Last(int count)
    {
        lock (gate)
        {
            var kept = (int)Math.Min(Math.Min(count, Kept), written);
            return [.. Enumerable.Range(1, kept).Select(back => entries[(written - back) % Kept]!)];
        }
    }

    public void Begin(HttpContext context)
    {
        Connected(context);
        var now = time.GetUtcNow().ToUnixTimeSeconds();
        lock (gate)
        {
            maxConcurrent = Math.Max(maxConcurrent, ++concurrent);
            inSecond = now == second ? inSecond + 1 : 1;
            second = now;
            maxPerSecond = Math.Max(maxPerSecond, inSecond);
        }
    }

    public void End(ScimRequest? request, int status, bool identical, string? error)
    {
        var entry = request is null ? null : new JournalEntry(time.GetUtcNow(), request.Method, request.Endpoint, Shown(request.ObjectId))
        {
            Status = status,
            Bytes = request.Body.Length,
            Connections = connections.Count,
            Error = error,
        };
        lock (gate)
        {
            concurrent--;
            if (entry is null)
                return;
            entries[written++ % Kept] = entry;
            Count(entry.Method, identical, status);
        }
    }

    public void Clear()
    {
        lock (gate)
        {
            entries = new JournalEntry?[Kept];
            written = posts = puts = deletes = lists = identicalPuts = errors = 0;
            maxConcurrent = maxPerSecond = 0;
        }
    }

    private void Count(string method, bool identical, int status)
    {
        switch (method)
        {
            case "POST": posts++; break;
            case "PUT": puts++; break;
            case "DELETE": deletes++; break;
            default: lists++; break;
        }

        identicalPuts += identical ? 1 : 0;
        errors += status is 0 or >= 400 ? 1 : 0;
    }

    /// <summary>What is no UUID may be anything, a name too, and does not stay here.</summary>
    private static string? Shown(string? id) => id is null || BodyCheck.IsUuid(id) ? id : "(no UUID)";

    private void Connected(HttpContext context)
    {
        var id = context.Connection.Id;
        if (id is null || !connections.TryAdd(id, 0))
            return;
        if (context.Features.Get<IConnectionLifetimeFeature>() is { } connection)
            connection.ConnectionClosed.Register(() => connections.TryRemove(id, out _));
        else
            connections.TryRemove(id, out _);
    }
}
