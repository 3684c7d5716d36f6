using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Skolsynk.Data;

namespace Skolsynk.Suppliers;

/// <summary>
/// Suppliers' keys at rest: sealed with a purpose of tenant, connection and field, so that a sealed text moved to another row
/// cannot be opened there.
/// </summary>
public sealed class SealedSecrets(IDataProtectionProvider protection)
{
    public string Seal(TenantId tenant, int connection, string key) => Protector(tenant, connection).Protect(key);

    /// <summary>Null when the text cannot be opened (another key ring, or moved from another connection).</summary>
    public string? Open(TenantId tenant, int connection, string sealedKey)
    {
        try
        {
            return Protector(tenant, connection).Unprotect(sealedKey);
        }
        catch (CryptographicException)
        {
            return null;
        }
    }

    private IDataProtector Protector(TenantId tenant, int connection) =>
        protection.CreateProtector("Skolsynk.Connection", $"{tenant}", $"{connection}", "key");
}
