namespace Skolsynk.Rosters;

/// <summary>
/// The normalised state of one tenant at one moment: what may be kept, and nothing else. Lists are sorted by <c>Id</c> in
/// big-endian byte order (<see cref="Ids.Compare"/>), ids are unique within a list, references point at what is in the roster.
/// </summary>
public sealed record Roster(IReadOnlyList<School> Schools, IReadOnlyList<Person> Persons, IReadOnlyList<Group> Groups)
{
    public static readonly Roster Empty = new([], [], []);

    public bool IsEmpty => Schools.Count + Persons.Count + Groups.Count == 0;
}

/// <summary>What a stored entity is; the numbers are kept in the database and never change.</summary>
public enum EntityKind : short
{
    School = 1,
    Person = 2,
    Group = 3,
}

/// <summary>A school. <see cref="Name"/> null: the source gave none that may be kept.</summary>
public sealed record School
{
    /// <summary>The Graph id, or a name-based UUID (<see cref="Ids.Of"/>) when that is no GUID.</summary>
    public required Guid Id { get; init; }

    /// <summary>The Graph id as the source writes it, when <see cref="Id"/> is not simply that; otherwise null.</summary>
    public string? SourceId { get; init; }

    public string? Name { get; init; }

    /// <summary>An 8-digit code found in schoolNumber or externalId: a suggestion for the administrator, never sent unconfirmed.</summary>
    public string? SuggestedCode { get; init; }
}

/// <summary>The role of the account (<c>primaryRole</c>).</summary>
public enum PersonRole : short
{
    /// <summary>No role, or one that is neither: read, shown as “Övriga”, not sent.</summary>
    Other = 0,
    Student = 1,
    Teacher = 2,
}

/// <summary>A person. Names are never split from a display name; a missing name is null and the person is not sent.</summary>
public sealed record Person
{
    public required Guid Id { get; init; }

    public string? SourceId { get; init; }

    public string? GivenName { get; init; }

    public string? FamilyName { get; init; }

    /// <summary>The user principal name, SS 12000 <c>userName</c>.</summary>
    public string? UserName { get; init; }

    /// <summary>The mail address, null when the source has none. May equal <see cref="UserName"/>; stored apart only where it differs.</summary>
    public string? Mail { get; init; }

    public required PersonRole Role { get; init; }

    /// <summary>Ids of the schools that the person is tied to; sorted, unique.</summary>
    public required IReadOnlyList<Guid> Schools { get; init; }

    /// <summary>School year 0–10 of a pupil (0 = förskoleklass); null unless the tenant has switched it on and the source tells it.</summary>
    public int? SchoolYear { get; init; }
}

/// <summary>Kind of a group, by the tenant's <see cref="GroupKindRule"/>.</summary>
public enum GroupKind : short
{
    /// <summary>Klass</summary>
    Class = 1,

    /// <summary>Undervisning</summary>
    Teaching = 2,
}

/// <summary>A Microsoft 365 class.</summary>
public sealed record Group
{
    public required Guid Id { get; init; }

    public string? SourceId { get; init; }

    public string? Name { get; init; }

    public required GroupKind Kind { get; init; }

    /// <summary>Ids of the schools that the group is tied to; sorted, unique; usually one.</summary>
    public required IReadOnlyList<Guid> Schools { get; init; }

    /// <summary>Sorted by person id, each person once.</summary>
    public required IReadOnlyList<Membership> Members { get; init; }
}

/// <summary>The role in a group; a person in <c>/teachers</c> is a teacher there whatever else the lists say.</summary>
public enum MemberRole : byte
{
    Student = 0,
    Teacher = 1,
}

public readonly record struct Membership(Guid Person, MemberRole Role);
