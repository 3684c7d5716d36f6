namespace Skolsynk.Access;

/// <summary>What was done; the numbers are kept in the database and never change.</summary>
public enum AuditEvent : short
{
    SignedIn = 1,
    Consented = 2,
    OrganisationChosen = 3,
    ProtectedAnswered = 4,
    SupplierAdded = 5,
    AgreementSaved = 6,
    KeySaved = 7,
    ConnectionTested = 8,
    PreviewMade = 9,
    PreviewDiscarded = 10,
    Started = 11,
    ScopeApproved = 12,
    Paused = 13,
    Resumed = 14,
    CodesSaved = 15,
    ReadingAsked = 16,
    ReadingStarted = 17,
    RoleGiven = 18,
    RoleTaken = 19,
    ConnectionEnded = 20,
    TenantEnded = 21,
    Downloaded = 22,
    HoldDecided = 23,
    ProtectedChanged = 24,
    ProtectedViewed = 25,
    Purged = 26,

    /// <summary>A file that the operator laid over the settings.</summary>
    SettingsApplied = 27,

    /// <summary>Who only looks has said why she needs to see names.</summary>
    NamesReasoned = 28,

    /// <summary>A page with names was opened by that reason.</summary>
    NamesOpened = 29,

    /// <summary>Searched for a person or a group; never for whom.</summary>
    Searched = 40,

    /// <summary>Opened the page of one person or group.</summary>
    ObjectOpened = 41,
    SentAgain = 42,
    ComparisonAsked = 43,
}
