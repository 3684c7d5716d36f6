using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Sandbox.Tenants;

/// <summary>Errors that the token endpoint gives a tenant when told to.</summary>
public enum EntraError
{
    None,

    /// <summary>AADSTS7000215</summary>
    WrongSecret,

    /// <summary>AADSTS7000222</summary>
    ExpiredSecret,

    /// <summary>AADSTS700016</summary>
    AppNotFound,

    /// <summary>AADSTS65001</summary>
    ConsentMissing,

    /// <summary>AADSTS7000229</summary>
    ServicePrincipalMissing,
}

/// <summary>One Entra tenant: its municipality, the rights that its administrator has granted, and how its sign-in behaves.</summary>
public sealed class Tenant(Municipality municipality)
{
    public const string ReadRoster = "EduRoster.Read.All";
    public const string ReadHiddenMembers = "Member.Read.Hidden";
    public const string ReadGroupMembers = "GroupMember.Read.All";

    public static readonly IReadOnlyList<string> AllRights = [ReadRoster, ReadHiddenMembers, ReadGroupMembers];

    private readonly Lock gate = new();
    private string[] roles = [.. AllRights];
    private EntraError error = municipality.IsNew ? EntraError.ServicePrincipalMissing : EntraError.None;
    private long approvedAt = long.MaxValue;

    public Municipality Municipality => municipality;

    public Guid Id => municipality.EntraTenantId;

    /// <summary>Application permissions in new tokens. Tokens given out keep theirs, as in Entra.</summary>
    public IReadOnlyList<string> Roles
    {
        get { lock (gate) return roles; }
        set { lock (gate) roles = [.. value]; }
    }

    /// <summary>What the token endpoint answers instead of a token.</summary>
    public EntraError Error
    {
        get { lock (gate) return Environment.TickCount64 < approvedAt ? error : EntraError.None; }
        set { lock (gate) (error, approvedAt) = (value, long.MaxValue); }
    }

    /// <summary>What an administrator's approval does; it may take a while to work, as at Microsoft.</summary>
    public void Approve(IReadOnlyList<string> rights, TimeSpan after)
    {
        lock (gate)
        {
            roles = [.. rights];
            approvedAt = Environment.TickCount64 + (long)after.TotalMilliseconds;
        }
    }
}

/// <summary>All tenants of this sandbox.</summary>
public sealed class TenantRegister(IEnumerable<Municipality> municipalities)
{
    private readonly Dictionary<Guid, Tenant> byId = municipalities.ToDictionary(one => one.EntraTenantId, one => new Tenant(one));

    public IReadOnlyCollection<Tenant> All => byId.Values;

    public Tenant? Find(Guid id) => byId.GetValueOrDefault(id);

    public Tenant? Find(string? id) => Guid.TryParse(id, out var parsed) ? Find(parsed) : null;
}
