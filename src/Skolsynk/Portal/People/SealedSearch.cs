using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.DataProtection;
using Skolsynk.Portal.SignIn;

namespace Skolsynk.Portal.People;

/// <summary>
/// What was searched for, as it stands in the address of the hits: sealed by the keys that all replicas share, for whoever searched, for a
/// quarter of an hour. No name stands in an address, and nothing is kept.
/// </summary>
internal static class SealedSearch
{
    private static readonly TimeSpan Life = TimeSpan.FromMinutes(15);

    public static string Seal(PortalTools tools, Visit visit, string text) => Base64Url.EncodeToString(
        Protector(tools, visit).Protect(Encoding.UTF8.GetBytes($"{(tools.Time.GetUtcNow() + Life).ToUnixTimeSeconds()} {text}")));

    /// <summary>Null: it was sealed for somebody else, or a quarter of an hour ago.</summary>
    public static string? Open(PortalTools tools, Visit visit, string sealedText)
    {
        try
        {
            var parts = Encoding.UTF8.GetString(Protector(tools, visit).Unprotect(Base64Url.DecodeFromChars(sealedText))).Split(' ', 2);
            return parts is [var until, var text] && long.Parse(until, CultureInfo.InvariantCulture) > tools.Time.GetUtcNow().ToUnixTimeSeconds() ? text : null;
        }
        catch (Exception broken) when (broken is CryptographicException or FormatException)
        {
            return null;
        }
    }

    private static IDataProtector Protector(PortalTools tools, Visit visit) =>
        tools.Protection.CreateProtector("Skolsynk.Portal", "search", visit.Id.Value.ToString(CultureInfo.InvariantCulture), $"{visit.Visitor.ObjectId:N}");
}
