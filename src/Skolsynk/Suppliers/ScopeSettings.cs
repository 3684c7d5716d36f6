namespace Skolsynk.Suppliers;

/// <summary>Which schools, roles, groups, attributes and persons one connection covers, as the administrator chose.</summary>
public sealed record ScopeSettings
{
    /// <summary>Every school that has a school unit code, those that come later too. When false, <see cref="Schools"/> says which.</summary>
    public bool AllSchools { get; init; }

    public IReadOnlyList<Guid> Schools { get; init; } = [];

    public bool Students { get; init; } = true;

    public bool Teachers { get; init; } = true;

    /// <summary>At most this; the supplier's profile may allow less.</summary>
    public GroupsTaken Groups { get; init; } = GroupsTaken.All;

    /// <summary>Send the mail address (SS 12000 <c>emails</c>). On by itself when the supplier's profile needs it.</summary>
    public bool Email { get; init; }

    /// <summary>Where the source has no mail address, send the user name as address. Only because an administrator asked for it.</summary>
    public bool EmailFromUserName { get; init; }

    /// <summary>Send the school year of pupils (SS 12000 <c>enrolments.schoolYear</c>).</summary>
    public bool SchoolYear { get; init; }

    /// <summary>Persons who are never sent on this connection.</summary>
    public IReadOnlyList<Guid> ExcludedPersons { get; init; } = [];

    /// <summary>Groups that are never sent on this connection.</summary>
    public IReadOnlyList<Guid> ExcludedGroups { get; init; } = [];

    /// <summary>These with the exclusions of others: whoever was excluded meanwhile stays so.</summary>
    public ScopeSettings WithExclusionsOf(ScopeSettings others) => this with { ExcludedPersons = others.ExcludedPersons, ExcludedGroups = others.ExcludedGroups };
}
