using Skolsynk.Rosters;

namespace Skolsynk.Suppliers;

/// <summary>What may go to one connection. Lists are sorted by id.</summary>
public sealed record ScopedRoster
{
    public required Guid OrganisationId { get; init; }

    public required string OrganisationName { get; init; }

    public string? MunicipalityCode { get; init; }

    public required IReadOnlyList<ScopedSchool> Schools { get; init; }

    public required IReadOnlyList<ScopedPerson> Persons { get; init; }

    public required IReadOnlyList<ScopedGroup> Groups { get; init; }

    /// <summary>Who and what is not sent, each with one reason; sorted by kind and id.</summary>
    public required IReadOnlyList<NotSent> NotSent { get; init; }
}

public sealed record ScopedSchool(Guid Id, string Name, string SchoolUnitCode);

/// <summary>A person as the supplier may see her; pupil and teacher are one person.</summary>
public sealed record ScopedPerson
{
    public required Guid Id { get; init; }

    public required string UserName { get; init; }

    public required string GivenName { get; init; }

    public required string FamilyName { get; init; }

    /// <summary>Null: not sent.</summary>
    public string? Email { get; init; }

    /// <summary>Schools where the person is a pupil (an enrolment each); sorted.</summary>
    public required IReadOnlyList<Guid> EnrolledAt { get; init; }

    /// <summary>Schools where the person teaches (an Employment each); sorted.</summary>
    public required IReadOnlyList<Guid> EmployedAt { get; init; }

    /// <summary>Null: not sent.</summary>
    public int? SchoolYear { get; init; }
}

/// <summary>A group with those of its members that may be sent.</summary>
public sealed record ScopedGroup
{
    public required Guid Id { get; init; }

    public required string Name { get; init; }

    public required GroupKind Kind { get; init; }

    /// <summary>The one school unit that owns it.</summary>
    public required Guid Owner { get; init; }

    public required IReadOnlyList<Guid> Students { get; init; }

    public required IReadOnlyList<Guid> Teachers { get; init; }
}
