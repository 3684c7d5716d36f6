using System.IO.Hashing;
using System.Runtime.InteropServices;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;
using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries;

/// <summary>What a preview counts apart.</summary>
public enum PreviewKind
{
    Schools,
    Students,
    Teachers,
    Groups,
}

/// <summary>How many of one kind come, change, go and stay.</summary>
public sealed record PreviewCount(int Created, int Changed, int Removed, int Same)
{
    public static readonly PreviewCount Nothing = new(0, 0, 0, 0);
}

/// <summary>
/// What a change of settings does at a supplier: old settings against new ones on the same roster, object by object, with the very
/// functions that deliver. Ordinary changes of the source are not in it. Pure.
/// </summary>
/// <param name="Counts">Of each kind.</param>
/// <param name="Members">Memberships that come and go.</param>
/// <param name="Pairs">One number for each object and what happens to it; sorted. Whoever sees the same numbers sees the same effect.</param>
/// <param name="Removals">Of those, the ones that delete something; sorted.</param>
public sealed record SettingsPreview(
    IReadOnlyDictionary<PreviewKind, PreviewCount> Counts, (int Created, int Removed) Members, IReadOnlyList<ulong> Pairs, IReadOnlyList<ulong> Removals)
{
    /// <summary>What the plan brake would count of what is removed.</summary>
    public IReadOnlyList<Loss> Losses { get; init; } = [];

    public bool IsEmpty => Pairs.Count == 0;

    public int Removed => Counts.Values.Sum(count => count.Removed);

    public int Changes => Counts.Values.Sum(count => count.Created + count.Changed + count.Removed);

    /// <param name="before">What the old settings give; null: nothing was ever sent.</param>
    /// <param name="after">What the new ones give.</param>
    public static SettingsPreview Between(ScopedRoster? before, ScopedRoster after)
    {
        var counts = Enum.GetValues<PreviewKind>().ToDictionary(kind => kind, _ => PreviewCount.Nothing);
        var (pairs, removals, losses) = (new List<ulong>(), new List<ulong>(), new List<Loss>());
        var (old, next) = (before is null ? null : new Mapping(before), new Mapping(after));
        var students = after.Persons.Concat(before?.Persons ?? []).Where(person => person.EnrolledAt.Count > 0).Select(person => person.Id).ToHashSet();
        foreach (var endpoint in Enum.GetValues<Endpoint>())
        {
            var was = old is null ? [] : Hashes(old, endpoint);
            var now = Hashes(next, endpoint);
            foreach (var id in was.Keys.Union(now.Keys))
            {
                DeliveryAction? action = !was.TryGetValue(id, out var earlier) ? DeliveryAction.Create : !now.TryGetValue(id, out var later) ? DeliveryAction.Delete
                    : earlier != later ? DeliveryAction.Replace : null;
                if (action is { } what)
                {
                    pairs.Add(Pair(endpoint, what, id));
                    if (what is DeliveryAction.Delete)
                    {
                        removals.Add(pairs[^1]);
                        if (PlanBrake.LossOf(endpoint, id) is { } loss)
                            losses.Add(loss);
                    }
                }
                if (KindOf(endpoint, id, students) is { } kind)
                    counts[kind] = And(counts[kind], action);
            }
        }
        pairs.Sort();
        removals.Sort();
        return new(counts, Memberships(before, after), pairs, removals) { Losses = losses };
    }

    /// <summary>
    /// Whether what was seen may stand for this one: nothing came to it, or a little (1 % and 20 at most) that deletes nothing.
    /// </summary>
    /// <param name="seen">The numbers of what was seen; sorted.</param>
    /// <param name="added">How many came to it.</param>
    public bool MayStandFor(IReadOnlyList<ulong> seen, out int added)
    {
        var known = seen.ToHashSet();
        added = Pairs.Count(pair => !known.Contains(pair));
        return Removals.All(known.Contains) && added <= 20 && added <= Math.Max(0, seen.Count / 100);
    }

    public static byte[] Pack(IReadOnlyList<ulong> pairs) => MemoryMarshal.AsBytes(pairs.ToArray().AsSpan()).ToArray();

    public static IReadOnlyList<ulong> Unpack(byte[] bytes) => MemoryMarshal.Cast<byte, ulong>(bytes).ToArray();

    private static Dictionary<Guid, UInt128> Hashes(Mapping mapping, Endpoint endpoint)
    {
        var hashes = mapping.Ids(endpoint).ToDictionary(id => id, _ => UInt128.Zero);
        foreach (var resource in mapping.Render(endpoint, (_, _) => true))
            hashes[resource.ExternalId] = resource.Hash;
        return hashes;
    }

    private static PreviewKind? KindOf(Endpoint endpoint, Guid id, HashSet<Guid> students) => endpoint switch
    {
        Endpoint.SchoolUnits => PreviewKind.Schools,
        Endpoint.Users => students.Contains(id) ? PreviewKind.Students : PreviewKind.Teachers,
        Endpoint.StudentGroups => PreviewKind.Groups,
        _ => null,
    };

    private static PreviewCount And(PreviewCount count, DeliveryAction? action) => action switch
    {
        DeliveryAction.Create => count with { Created = count.Created + 1 },
        DeliveryAction.Replace => count with { Changed = count.Changed + 1 },
        DeliveryAction.Delete => count with { Removed = count.Removed + 1 },
        _ => count with { Same = count.Same + 1 },
    };

    private static (int Created, int Removed) Memberships(ScopedRoster? before, ScopedRoster after)
    {
        static HashSet<(Guid, Guid)> Of(ScopedRoster? roster) =>
            [.. (roster?.Groups ?? []).SelectMany(group => group.Students.Concat(group.Teachers), (group, person) => (group.Id, person))];
        var (was, now) = (Of(before), Of(after));
        return (now.Count(one => !was.Contains(one)), was.Count(one => !now.Contains(one)));
    }

    private static ulong Pair(Endpoint endpoint, DeliveryAction action, Guid id)
    {
        Span<byte> bytes = stackalloc byte[18];
        (bytes[0], bytes[1]) = ((byte)endpoint, (byte)action);
        Ids.ToBytes(id).CopyTo(bytes[2..]);
        return XxHash3.HashToUInt64(bytes);
    }
}
