using System.Security.Cryptography;
using System.Text;

namespace Skolsynk.Sandbox.Expected;

/// <summary>Which ids objects have on the wire; lower-case UUIDs as text.</summary>
internal static class WireIds
{
    private const int School = 1;
    private const int Person = 2;
    private const int Group = 3;

    private static readonly Guid SourceSpace = new("5b0c3b1e-6a5e-5d0a-9a44-0e5a7c1f2d11");
    private static readonly Guid OidSpace = new("6ba7b812-9dad-11d1-80b4-00c04fd430c8");

    public static string? OfSchool(Guid tenant, string sourceId) => Of(tenant, School, sourceId);

    public static string? OfPerson(Guid tenant, string sourceId) => Of(tenant, Person, sourceId);

    public static string? OfGroup(Guid tenant, string sourceId) => Of(tenant, Group, sourceId);

    public static string OfEmployment(string school, string person) => VersionFive(OidSpace, school + person);

    public static string OfActivity(string group, string school) => VersionFive(OidSpace, group + school);

    /// <summary>A GUID is itself; another id is put into a UUID; one that holds an identity number is no id that may be kept: null.</summary>
    private static string? Of(Guid tenant, int kind, string sourceId)
    {
        if (Guid.TryParseExact(sourceId, "D", out var own))
            return own.ToString("D");
        return string.IsNullOrWhiteSpace(sourceId) || PlainWords.HasIdentityNumber(sourceId)
            ? null
            : VersionFive(SourceSpace, $"{tenant:D}/{kind}/{sourceId}");
    }

    private static string VersionFive(Guid space, string name)
    {
#pragma warning disable CA5350 // RFC 9562 prescribes SHA-1 for version 5; nothing is protected by it.
        var hash = SHA1.HashData([.. space.ToByteArray(bigEndian: true), .. Encoding.UTF8.GetBytes(name)]);
#pragma warning restore CA5350
        hash[6] = (byte)((hash[6] % 16) + 0x50);
        hash[8] = (byte)((hash[8] % 64) + 0x80);
        return new Guid(hash.AsSpan(0, 16), bigEndian: true).ToString("D");
    }
}
