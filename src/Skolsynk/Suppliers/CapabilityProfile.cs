namespace Skolsynk.Suppliers;

/// <summary>What a supplier's receiver can take and does; set by the operator in the catalogue, after the supplier's own word.</summary>
public sealed record CapabilityProfile
{
    public KeyScope Key { get; init; } = KeyScope.PerTenant;

    /// <summary>Header that carries the API key.</summary>
    public string AuthHeader { get; init; } = "X-API-Key";

    /// <summary>Content type of POST and PUT, sent without charset.</summary>
    public string MediaType { get; init; } = "application/scim+json";

    /// <summary>Requests per second that the environment takes over all tenants; null: no limit was named.</summary>
    public double? RatePerSecond { get; init; }

    /// <summary>Requests in flight at once, over all tenants; 1–256.</summary>
    public int Parallelism { get; init; } = 32;

    /// <summary>Ask for HTTP/2 (over plain http in Development: prior knowledge).</summary>
    public bool Http2 { get; init; }

    public GroupsTaken Groups { get; init; } = GroupsTaken.All;

    public SchoolsPerPerson SchoolsPerPerson { get; init; } = SchoolsPerPerson.Many;

    /// <summary>Persons without an e-mail address are not sent.</summary>
    public bool EmailNeeded { get; init; }

    /// <summary>What the supplier does with a deleted object.</summary>
    public OnDelete OnDelete { get; init; } = OnDelete.Erase;

    /// <summary>Days until an archived object is erased; only with <see cref="OnDelete.Archive"/>.</summary>
    public int? ArchiveDays { get; init; }

    /// <summary>An object that is created again under the same id gets its old content back.</summary>
    public bool RestoresSameId { get; init; }

    /// <summary>Days that a person who left the scope stays at the supplier before she is removed there; 0: none.</summary>
    public int RemovalWaitDays { get; init; }

    public SignInKey SignInKey { get; init; } = SignInKey.Upn;

    public MatchesExistingBy MatchesExistingBy { get; init; } = MatchesExistingBy.None;

    /// <summary>Why the supplier needs an attribute, in Swedish, by attribute name (<c>email</c>, <c>schoolYear</c>).</summary>
    public IReadOnlyDictionary<string, string> Needs { get; init; } = new Dictionary<string, string>();

    /// <summary>Base64 SHA-256 of the server key's SubjectPublicKeyInfo; null: the system's trust decides.</summary>
    public string? ServerKeyPin { get; init; }
}

/// <summary>One key for all customers of the supplier, or one for each.</summary>
public enum KeyScope { PerTenant, Shared }

public enum GroupsTaken { None, Classes, All }

public enum SchoolsPerPerson { Many, One }

public enum OnDelete { Erase, Archive, Disable }

public enum SignInKey { Upn, Oid, Email }

public enum MatchesExistingBy { None, UserName, Email }

public enum EnvironmentKind : short { Test = 1, Production = 2 }
