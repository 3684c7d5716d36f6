using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace Skolsynk.Sandbox.Suppliers;

/// <summary>
/// The API keys of one receiver. A key says its tenant and ends in a digest, so that a sandbox that was started anew still knows the
/// keys it once gave. They protect invented data only.
/// </summary>
internal sealed class ReceiverKeys(string receiver, bool shared)
{
    public const string Everyone = "alla";

    private readonly ConcurrentDictionary<string, string> tenants = new(StringComparer.Ordinal);

    /// <summary>The key of a municipality; the same for all where the supplier has one key.</summary>
    public string KeyFor(Guid entraTenantId) => Make(shared ? Everyone : entraTenantId.ToString("D"));

    /// <summary>Whose key it is (<see cref="Everyone"/> when it is shared), null when it is no key of this receiver.</summary>
    public string? TenantOf(string? key)
    {
        if (key is null)
            return null;
        if (tenants.TryGetValue(key, out var known))
            return known;
        var end = key.LastIndexOf('-');
        if (end <= receiver.Length || !key.StartsWith(receiver + "-", StringComparison.Ordinal))
            return null;
        var tenant = key[(receiver.Length + 1)..end];
        if (shared ? tenant != Everyone : !BodyCheck.IsUuid(tenant))
            return null;
        return Make(tenant) == key ? tenants.GetOrAdd(key, tenant) : null;
    }

    private string Make(string tenant)
    {
        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"sandbox key/{receiver}/{tenant}"));
        return $"{receiver}-{tenant}-{Convert.ToHexStringLower(digest.AsSpan(0, 8))}";
    }
}
