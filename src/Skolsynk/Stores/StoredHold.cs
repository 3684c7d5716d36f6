using System.Security.Cryptography;
using Skolsynk.Rosters;

namespace Skolsynk.Stores;

/// <summary>Where one held thing stands; the numbers are kept in the database.</summary>
public enum HoldState : short
{
    /// <summary>Nobody has decided.</summary>
    Waits = 1,

    /// <summary>Is applied by the next run or pass, if it is still lost then.</summary>
    Approved = 2,

    /// <summary>Stays until a date; then it waits again.</summary>
    Kept = 3,
}

/// <param name="Until">Unix milliseconds; 0 unless kept.</param>
public readonly record struct HeldItem(Loss Loss, HoldState State, long Until);

/// <summary>A hold as it is kept and shown.</summary>
/// <param name="Number">Rises with each hold of the tenant; never given again.</param>
/// <param name="Connection">0: the source's.</param>
/// <param name="Opened">Unix milliseconds, as <paramref name="At"/>, when it last changed.</param>
public sealed record StoredHold(long Number, int Connection, HoldPlace Place, long Opened, long At, IReadOnlyList<HeldItem> Items)
{
    /// <summary>What waits for a decision.</summary>
    public IReadOnlyList<Loss> Waiting { get; } = [.. Items.Where(item => item.State == HoldState.Waits).Select(item => item.Loss)];

    /// <summary>Stands for exactly what waits now; any other selection has another. Empty when nothing waits.</summary>
    public string Fingerprint { get; } = FingerprintOf(Items.Where(item => item.State == HoldState.Waits).Select(item => item.Loss));

    private static string FingerprintOf(IEnumerable<Loss> losses)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var any = false;
        foreach (var loss in losses.OrderBy(loss => Ids.AsNumber(loss.Id)).ThenBy(loss => loss.Kind).ThenBy(loss => loss.What).ThenBy(loss => Ids.AsNumber(loss.Of)))
        {
            any = true;
            hash.AppendData([(byte)loss.Kind, (byte)loss.What]);
            hash.AppendData(Ids.ToBytes(loss.Id));
            hash.AppendData(Ids.ToBytes(loss.Of));
        }
        return any ? Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6)) : "";
    }
}
