using Skolsynk.Rosters;

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

/// <summary>Something of the roster that this connection does not get, and why.</summary>
public readonly record struct NotSent(EntityKind Kind, Guid Id, NotSentReason Reason);

/// <summary>Why something is not sent; the numbers are kept in the database and never change.</summary>
public enum NotSentReason : short
{
    SchoolWithoutCode = 1,
    SchoolNotChosen = 2,
    SchoolWithoutName = 3,

    /// <summary>Neither pupil nor teacher (“Övriga”).</summary>
    NoRole = 10,
    RoleNotChosen = 11,
    NameMissing = 12,
    UserNameMissing = 13,
    EmailMissing = 14,
    Excluded = 15,

    /// <summary>Tied to no school.</summary>
    NoSchool = 16,

    /// <summary>None of the person's or group's schools is in scope.</summary>
    NoSchoolInScope = 17,

    /// <summary>Neither pupils nor teachers among those who are sent.</summary>
    GroupEmpty = 20,
    GroupKindNotTaken = 21,
    GroupWithoutName = 22,
}
