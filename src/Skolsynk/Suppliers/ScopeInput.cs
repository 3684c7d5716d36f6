namespace Skolsynk.Suppliers;

/// <summary>All that decides what one connection may have; a value, so that preview and delivery cannot differ.</summary>
public sealed record ScopeInput
{
    /// <summary>The Entra tenant: id and name of the Organisation.</summary>
    public required Guid OrganisationId { get; init; }

    public required string OrganisationName { get; init; }

    /// <summary>Four digits, null when not told.</summary>
    public string? MunicipalityCode { get; init; }

    /// <summary>School id → confirmed school unit code.</summary>
    public required IReadOnlyDictionary<Guid, string> SchoolUnitCodes { get; init; }

    public required ScopeSettings Settings { get; init; }

    public required CapabilityProfile Profile { get; init; }
}
