using System.IO.Hashing;
using System.Runtime.InteropServices;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;
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
    public static SettingsPreview Between(ScopedRoster? before, ScopedRoster after) => PreviewEffect.Between(before, after).Preview;

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

    /// <summary>The number that stands for an object and what happens to it.</summary>
    internal static ulong Pair(Endpoint endpoint, DeliveryAction action, Guid id)
    {
        Span<byte> bytes = stackalloc byte[18];
        (bytes[0], bytes[1]) = ((byte)endpoint, (byte)action);
        Ids.ToBytes(id).CopyTo(bytes[2..]);
        return XxHash3.HashToUInt64(bytes);
    }
}
