using Skolsynk.Sandbox.Faults;
using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Sandbox.Graph;

/// <summary>The delta queries: a first round tells everything, later ones what changed after the token.</summary>
internal sealed class GraphDelta(TimeProvider time)
{
    private const int PageSize = 200;
    private const int Replayed = 100;
    private static readonly TimeSpan Life = TimeSpan.FromDays(7);

    private readonly DeltaRounds rounds = new();

    /// <summary>The answer to a delta path; null when the path is none.</summary>
    public GraphAnswer? Answer(Municipality from, GraphCall call, GraphQuery query, FaultSet faults) => call.Segments switch
    {
        ["groups", "delta"] => Answer(from, "groups", call, query, faults),
        ["education", "schools" or "users" or "classes", "delta"] => Answer(from, call.Segments[1], call, query, faults),
        _ => null,
    };

    private GraphAnswer Answer(Municipality from, string kind, GraphCall call, GraphQuery query, FaultSet faults)
    {
        if (query.SkipToken is not null)
            return Continue(from, call, query);
        if (query.DeltaToken is null or "")
            return Begin(from, call, query, DeltaContent.Everything(from, kind), from.Version);
        if (query.DeltaToken == "latest")
            return Begin(from, call, query, [], from.Version);
        if (DeltaToken.Read(query.DeltaToken) is not var (version, given))
            return GraphAnswer.Error(400, "syncStateInvalid", "The sync state is not valid.");
        if (time.GetUtcNow() - DateTimeOffset.FromUnixTimeSeconds(given) > Life)
            return TooOld(call);
        var since = faults.Any(FaultKind.ReplayedDelta) ? Math.Max(0, version - Replayed) : version;
        var now = from.Version;
        var changes = from.ChangesSince(since) ?? from.ChangesSince(version);
        return changes is null
            ? GraphAnswer.Error(400, "syncStateNotFound", "The sync state generation is not found.")
            : Begin(from, call, query, DeltaContent.Changed(from, kind, changes), now);
    }

    public static GraphAnswer TooOld(GraphCall call) =>
        GraphAnswer.Error(410, "resyncRequired", "Resync required. Replace any local items with the server's version.") with
        {
            Location = $"{call.Root}/{call.Path}?$deltatoken=",
        };

    private GraphAnswer Begin(Municipality from, GraphCall call, GraphQuery query, List<DeltaEntry> entries, long version)
    {
        var round = new DeltaRound(from.EntraTenantId, entries, version);
        return Page(call, query, round, entries.Count > PageSize ? rounds.Begin(round) : 0, place: 0);
    }

    private GraphAnswer Continue(Municipality from, GraphCall call, GraphQuery query)
    {
        if (DeltaToken.Read(query.SkipToken) is not var (id, place) || rounds.Find((int)id, from.EntraTenantId) is not { } round)
            return TooOld(call);
        return Page(call, query, round, (int)id, (int)place);
    }

    private GraphAnswer Page(GraphCall call, GraphQuery query, DeltaRound round, int id, int place)
    {
        var end = Math.Min(place + PageSize, round.Entries.Count);
        var link = $"{call.Root}/{call.Path}?{(query.Kept.Length > 0 ? query.Kept + "&" : "")}";
        return GraphAnswer.Json(json =>
        {
            json.WriteStartObject();
            json.WriteString("@odata.context", $"{call.Root}/$metadata#{string.Join('/', call.Segments[..^1])}");
            if (end < round.Entries.Count)
                json.WriteString("@odata.nextLink", $"{link}$skiptoken={DeltaToken.Of(id, end)}");
            else
                json.WriteString("@odata.deltaLink", $"{link}$deltatoken={DeltaToken.Of(round.Version, time.GetUtcNow().ToUnixTimeSeconds())}");
            json.WriteStartArray("value");
            for (var i = place; i < end; i++)
                round.Entries[i](json, query.Select);
            json.WriteEndArray();
            json.WriteEndObject();
        });
    }
}
