using Skolsynk.Rosters;

namespace Skolsynk.Suppliers;

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
