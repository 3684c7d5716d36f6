namespace Skolsynk.Rosters;

/// <summary>Something in the source that was not kept: what, of whom and in which field. Never the value itself.</summary>
public readonly record struct Finding(FindingKind Kind, EntityKind Entity, Guid Id, Field Place);

public enum FindingKind
{
    /// <summary>The field holds a personal identity number and was dropped.</summary>
    IdentityNumber,

    /// <summary>The field is longer than a name can be and was dropped.</summary>
    TooLong,

    /// <summary>The same id came twice; the first was kept.</summary>
    Repeated,

    /// <summary>The source has another account of the person, which does not count.</summary>
    SecondAccount,
}

/// <summary>The field that a finding is about.</summary>
public enum Field
{
    Id,
    Name,
    GivenName,
    FamilyName,
    UserName,
    Mail,
}
