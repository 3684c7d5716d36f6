namespace Skolsynk.Sandbox.Municipalities;

/// <summary>The municipality's group of persons with protected personal data, as its administrators keep it in Entra.</summary>
public sealed partial class Municipality
{
    private readonly SortedSet<string> protectedMembers = new(StringComparer.Ordinal);

    /// <summary>The same every time that the municipality is made.</summary>
    public string ProtectedGroupId { get; } = Derived(entraTenantId);

    public IReadOnlyList<SandboxUser> ProtectedMembers => Locked(() => protectedMembers.Select(id => users.Find(id)!).ToList());

    public bool IsProtected(string userId) => Locked(() => protectedMembers.Contains(userId));

    public void Protect(string userId) => Locked(() => { protectedMembers.Add(Known(users, userId)); });

    public void Unprotect(string userId) => Locked(() => { protectedMembers.Remove(userId); });

    private static string Derived(Guid tenant)
    {
        var bytes = tenant.ToByteArray(bigEndian: true);
        bytes[^1] ^= 0x5a;
        return new Guid(bytes, bigEndian: true).ToString("D");
    }
}
