using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;

namespace Skolsynk.Portal.Ending;

/// <summary>
/// What the receipt of a municipality says and nobody keeps: it stands, sealed, in the address that leads to it. Whoever has the address sees
/// counts and the municipality's name, and nothing of anyone.
/// </summary>
internal sealed record SealedReceipt(int Tenant, long Number, string Principal, short Role, bool Deletes, ClosureCounts Counts)
{
    /// <summary>The address works so long.</summary>
    private static readonly TimeSpan Life = TimeSpan.FromDays(90);

    public string Seal(PortalTools tools) => Protector(tools).Protect(JsonSerializer.Serialize(this), Life);

    /// <summary>Null: it was never sealed here, or has become too old.</summary>
    public static SealedReceipt? Open(PortalTools tools, string text)
    {
        try
        {
            return JsonSerializer.Deserialize<SealedReceipt>(Protector(tools).Unprotect(text));
        }
        catch (Exception broken) when (broken is CryptographicException or JsonException)
        {
            return null;
        }
    }

    private static ITimeLimitedDataProtector Protector(PortalTools tools) => tools.Protection.CreateProtector("Skolsynk.Portal", "receipt").ToTimeLimitedDataProtector();
}
