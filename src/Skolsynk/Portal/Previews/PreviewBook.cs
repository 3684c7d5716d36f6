using System.Collections.Concurrent;
using System.Diagnostics;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Portal.Connections;

namespace Skolsynk.Portal.Previews;

/// <summary>What a page has of a preview.</summary>
/// <param name="Made">Null: it is being worked out, or that failed.</param>
internal sealed record PreviewState(MadePreview? Made, bool Failed);

/// <summary>
/// Previews take the whole roster: worked out once for each version of what they stand on, and kept by this process for the pages of their
/// rows. A version that is not the present one is never shown, so whoever is marked as protected is gone from them with the next click.
/// </summary>
internal sealed partial class PreviewBook(Database database, ILoggerFactory logs, TimeProvider time)
{
    /// <summary>How long a page waits before it says that it is being counted.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(900);

    private static readonly TimeSpan Idle = TimeSpan.FromMinutes(10);

    /// <summary>As many are kept: a first start of a large municipality holds all of it.</summary>
    private const int Most = 4;

    private readonly ILogger log = logs.CreateLogger<PreviewBook>();
    private readonly ConcurrentDictionary<Key, Kept> kept = new();
    private readonly ConcurrentDictionary<Key, Task<MadePreview?>> making = new();

    /// <param name="since">The preview that was seen before this one; null: none.</param>
    public async Task<PreviewState> Get(StoredPreview preview, StoredPreview? since, CancellationToken cancellation)
    {
        var key = new Key(preview.TenantId, preview.Id, since?.Id ?? Guid.Empty, preview.ApprovedAt is not null);
        var waited = Stopwatch.StartNew();
        Forget();
        while (true)
        {
            var wanted = await database.Read(session => RosterTotals.Version(session, new TenantId(preview.TenantId)), cancellation);
            if (kept.TryGetValue(key, out var known) && known.Made.Version == wanted)
            {
                kept[key] = known with { Used = time.GetUtcNow() };
                return new(known.Made, false);
            }
            var work = making.GetOrAdd(key, _ => Task.Run(() => Make(key, preview, since), CancellationToken.None));
            var left = Patience - waited.Elapsed;
            if (left > TimeSpan.Zero)
                await Task.WhenAny(work, Task.Delay(left, cancellation));
            if (!work.IsCompleted)
                return new(null, false);
            if (await work is null)
                return new(null, true);
            if (waited.Elapsed > Patience)
                return kept.TryGetValue(key, out known) && known.Made.Version == wanted ? new(known.Made, false) : new(null, false);
        }
    }

    private async Task<MadePreview?> Make(Key key, StoredPreview preview, StoredPreview? since)
    {
        try
        {
            var input = await database.Read(session => Load(session, preview));
            if (input is null)
                return null;
            var (seen, came) = (since is null ? null : SettingsPreview.Unpack(since.Pairs).ToHashSet(), preview.Added is null ? null : SettingsPreview.Unpack(preview.Added).ToHashSet());
            var made = MadePreview.Of(input, pair => came?.Contains(pair) == true || (seen is not null && !seen.Contains(pair)));
            kept[key] = new(made, time.GetUtcNow());
            return made;
        }
        catch (Exception failure)
        {
            CannotMake(preview.TenantId, failure.GetType().Name);
            return null;
        }
        finally
        {
            making.TryRemove(key, out _);
        }
    }

    /// <summary>Of one that was approved, what it did; else what it would do.</summary>
    private static PreviewInput? Load(Session session, StoredPreview preview)
    {
        if (ConnectionView.All(session, new TenantId(preview.TenantId)).FirstOrDefault(one => one.Details.Id == preview.ConnectionId) is not { } view)
            return null;
        var wanted = preview.Scope.WithExclusionsOf(view.Details.Chosen);
        return preview.ApprovedAt is null
            ? PreviewInput.Load(session, view, wanted)
            : PreviewInput.Load(session, view, preview.Before?.WithExclusionsOf(view.Details.Chosen), wanted);
    }

    private void Forget()
    {
        var before = time.GetUtcNow() - Idle;
        foreach (var (key, one) in kept.OrderByDescending(one => one.Value.Used).Select((one, place) => (Place: place, one)).Where(one => one.Place >= Most || one.one.Value.Used < before).Select(one => one.one))
            kept.TryRemove(KeyValuePair.Create(key, one));
    }

    [LoggerMessage(LogLevel.Warning, "A preview of tenant {Tenant} could not be worked out ({Kind}).")]
    private partial void CannotMake(int tenant, string kind);

    private readonly record struct Key(int Tenant, Guid Preview, Guid Since, bool Approved);

    private sealed record Kept(MadePreview Made, DateTimeOffset Used);
}
