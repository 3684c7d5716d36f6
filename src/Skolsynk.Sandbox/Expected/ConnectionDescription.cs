using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;

namespace Skolsynk.Sandbox.Expected;

internal enum GroupChoice
{
    None,
    Classes,
    All,
}

/// <summary>
/// What one municipality lets one supplier have, as far as the expectation needs it. Schools, persons and groups are named by
/// either id: the source's or the one on the wire.
/// </summary>
internal sealed record ConnectionDescription
{
    public required Guid EntraTenantId { get; init; }

    public required string OrganisationName { get; init; }

    /// <summary>Four digits; null: not sent.</summary>
    public string? MunicipalityCode { get; init; }

    /// <summary>The chosen schools; null: all.</summary>
    public IReadOnlyCollection<string>? Schools { get; init; }

    /// <summary>School → confirmed school unit code. A school without one is not sent.</summary>
    public required IReadOnlyDictionary<string, string> Codes { get; init; }

    public bool Students { get; init; } = true;

    public bool Teachers { get; init; } = true;

    public GroupChoice Groups { get; init; } = GroupChoice.All;

    public bool Email { get; init; }

    public bool EmailFromUserName { get; init; }

    /// <summary>Persons without an address are not sent, and <see cref="Email"/> is on by itself.</summary>
    public bool EmailNeeded { get; init; }

    public bool SchoolYear { get; init; }

    public bool OneSchoolPerPerson { get; init; }

    public IReadOnlyCollection<string> ExcludedPersons { get; init; } = [];

    public IReadOnlyCollection<string> ExcludedGroups { get; init; } = [];

    /// <summary>Everything that the supplier takes, of every school that has a code and everybody who is not protected.</summary>
    public static ConnectionDescription Everything(Municipality municipality, SupplierProfile supplier) => new()
    {
        EntraTenantId = municipality.EntraTenantId,
        OrganisationName = municipality.Name,
        Codes = municipality.Schools.Where(school => school.SchoolUnitCode is not null)
            .ToDictionary(school => school.Id, school => school.SchoolUnitCode!, StringComparer.Ordinal),
        Groups = supplier.ClassesOnly ? GroupChoice.Classes : GroupChoice.All,
        OneSchoolPerPerson = supplier.OneSchoolPerPerson,
        ExcludedPersons = [.. municipality.ProtectedMembers.Select(user => user.Id)],
    };
}
