using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Sandbox.Graph;

/// <summary>One thing that a delta round tells; it writes itself.</summary>
internal delegate void DeltaEntry(Utf8JsonWriter json, Selection select);

/// <summary>One delta round under way: what it tells, in order, and the version that its delta link will stand for.</summary>
internal sealed record DeltaRound(Guid Tenant, IReadOnlyList<DeltaEntry> Entries, long Version);

/// <summary>Rounds under way. A round that is forgotten answers 410, as one that took too long does.</summary>
internal sealed class DeltaRounds
{
    private const int Remembered = 64;
    private readonly ConcurrentDictionary<int, DeltaRound> rounds = new();
    private int last;

    public int Begin(DeltaRound round)
    {
        var id = Interlocked.Increment(ref last);
        rounds[id] = round;
        rounds.TryRemove(id - Remembered, out _);
        return id;
    }

    public DeltaRound? Find(int id, Guid tenant) => rounds.TryGetValue(id, out var round) && round.Tenant == tenant ? round : null;
}

/// <summary>What a delta round holds, from nothing (everything) or from a version (what changed after it).</summary>
internal static class DeltaContent
{
    /// <summary>Members of one group that stand in one entry; a larger group comes in several entries.</summary>
    private const int MembersAnEntry = 100;

    public static List<DeltaEntry> Everything(Municipality from, string kind) => kind switch
    {
        "schools" => [.. from.Schools.Select(One)],
        "users" => [.. from.Users.Select(One)],
        "classes" => [.. from.Classes.Select(One)],
        _ => [.. from.Classes.SelectMany(item => Group(
            item,
            [.. from.MembersOf(item.Id).Select(user => new Link(user.Id, false))],
            [.. from.TeachersOf(item.Id).Select(user => new Link(user.Id, false))]))],
    };

    /// <summary>Deleted classes and users are not told by the education deltas, and a deleted user does not leave the groups: as the real one.</summary>
    public static List<DeltaEntry> Changed(Municipality from, string kind, IReadOnlyList<LoggedChange> changes) => kind switch
    {
        "schools" =>
        [
            .. Ids(changes, ChangedKind.School).Select(id => from.FindSchool(id) is { } school ? One(school) : Removed(id)),
        ],
        "users" => [.. Ids(changes, ChangedKind.User).Select(from.FindUser).OfType<SandboxUser>().Select(One)],
        "classes" => [.. Ids(changes, ChangedKind.Class).Select(from.FindClass).OfType<SandboxClass>().Select(One)],
        _ => [.. changes.Where(change => change.Kind is ChangedKind.Class or ChangedKind.Member or ChangedKind.Teacher)
            .GroupBy(change => change.Id, StringComparer.Ordinal).SelectMany(group => Groups(from, group.Key, [.. group]))],
    };

    private static IEnumerable<string> Ids(IReadOnlyList<LoggedChange> changes, ChangedKind kind) =>
        changes.Where(change => change.Kind == kind).Select(change => change.Id).Distinct(StringComparer.Ordinal);

    private static IEnumerable<DeltaEntry> Groups(Municipality from, string id, IReadOnlyList<LoggedChange> changes)
    {
        if (from.FindClass(id) is not { } item)
            return [Removed(id)];
        return Group(item, Links(from, changes, ChangedKind.Member), Links(from, changes, ChangedKind.Teacher));
    }

    private static List<Link> Links(Municipality from, IReadOnlyList<LoggedChange> changes, ChangedKind kind) =>
    [
        .. changes.Where(change => change.Kind == kind).GroupBy(change => change.Other!, StringComparer.Ordinal)
            .Where(of => from.FindUser(of.Key) is not null)
            .Select(of => new Link(of.Key, of.Last().Removed)),
    ];

    private static IEnumerable<DeltaEntry> Group(SandboxClass item, List<Link> members, List<Link> owners)
    {
        var chunks = members.Chunk(MembersAnEntry).ToList();
        yield return (json, select) => WriteGroup(json, item, select, chunks.Count > 0 ? chunks[0] : [], owners);
        foreach (var chunk in chunks.Skip(1))
            yield return (json, select) => WriteGroup(json, item, select, chunk, []);
    }

    private static void WriteGroup(
        Utf8JsonWriter json, SandboxClass item, Selection select, IReadOnlyList<Link> members, IReadOnlyList<Link> owners)
    {
        json.WriteStartObject();
        json.WriteString("id", item.Id);
        if (select.Has("displayName"))
            json.WriteString("displayName", item.DisplayName);
        if (select.Has("mailNickname"))
            json.WriteString("mailNickname", item.MailNickname);
        if (select.Has("members") && members.Count > 0)
            WriteLinks(json, "members@delta", members);
        if (select.Has("owners") && owners.Count > 0)
            WriteLinks(json, "owners@delta", owners);
        json.WriteEndObject();
    }

    private static void WriteLinks(Utf8JsonWriter json, string name, IReadOnlyList<Link> links)
    {
        json.WriteStartArray(name);
        foreach (var link in links)
        {
            json.WriteStartObject();
            json.WriteString("@odata.type", "#microsoft.graph.user");
            json.WriteString("id", link.UserId);
            if (link.IsRemoved)
                WriteRemoved(json, "deleted");
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static DeltaEntry One(SandboxSchool school) => (json, select) => GraphJson.Write(json, school, select);

    private static DeltaEntry One(SandboxUser user) => (json, select) => GraphJson.Write(json, user, select);

    private static DeltaEntry One(SandboxClass item) => (json, select) => GraphJson.Write(json, item, select);

    private static DeltaEntry Removed(string id) => (json, _) =>
    {
        json.WriteStartObject();
        json.WriteString("id", id);
        WriteRemoved(json, "deleted");
        json.WriteEndObject();
    };

    private static void WriteRemoved(Utf8JsonWriter json, string reason)
    {
        json.WriteStartObject("@removed");
        json.WriteString("reason", reason);
        json.WriteEndObject();
    }

    private sealed record Link(string UserId, bool IsRemoved);
}

/// <summary>A delta token: version and the second it was given; a skip token: round and place. Opaque to callers.</summary>
internal static class DeltaToken
{
    public static string Of(long first, long second) => string.Create(CultureInfo.InvariantCulture, $"d{first}-{second}");

    public static (long First, long Second)? Read(string? token)
    {
        if (token is not ['d', ..] || token[1..].Split('-') is not [var one, var other])
            return null;
        return long.TryParse(one, NumberStyles.None, CultureInfo.InvariantCulture, out var first)
            && long.TryParse(other, NumberStyles.None, CultureInfo.InvariantCulture, out var second)
            ? (first, second)
            : null;
    }
}
