namespace Skolsynk.Deliveries.Reasons;

/// <summary>
/// Why something of the roster is not at a supplier. A closed list: each has one name (<see cref="ReasonTexts.CodeOf"/>), one text and one
/// remedy, the same on every page, in every list and in the sheet “Skickas inte”.
/// </summary>
public enum ReasonCode
{
    // What the scope leaves out.
    Excluded = 1,
    NoRole,
    RoleNotSelected,
    NoSchool,
    SchoolNotSelected,
    SchoolNoCode,
    SchoolNoName,
    NoName,
    NoUserName,
    NoEmail,
    GroupType,
    GroupTypeNotSelected,
    GroupNoSchool,
    GroupNoName,
    GroupEmpty,

    // What keeps a whole connection from sending.
    Draft,
    AwaitingSupplier,
    NoAgreement,
    ProtectedUnanswered,
    Paused,
    Stopped,
    NoKey,
    Unauthorized,
    Misconfigured,
    Ending,

    // What keeps one object back.
    Held,
    Rejected,
    Waiting,
}

/// <summary>A reason with what its text tells besides.</summary>
/// <param name="At">When a pause ends, or when it is tried again; null: the text tells no time.</param>
/// <param name="Cause">What the supplier had against it; null unless rejected.</param>
public readonly record struct Reason(ReasonCode Code, DateTimeOffset? At = null, RefusalCause? Cause = null);
