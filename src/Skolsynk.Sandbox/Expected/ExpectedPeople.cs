namespace Skolsynk.Sandbox.Expected;

/// <summary>A school in scope; ids are those on the wire.</summary>
internal sealed record ExpectedSchool(string Id, string Name, string Code);

/// <summary>A group in scope before it is known who in it is sent.</summary>
internal sealed record ExpectedGroup(string Id, string Name, string Owner)
{
    public required bool IsClass { get; init; }

    /// <summary>Who stands in <c>/teachers</c>, and who stands in <c>/members</c> alone.</summary>
    public required IReadOnlySet<string> Teachers { get; init; }

    public required IReadOnlySet<string> MembersOnly { get; init; }
}

/// <summary>A person who is neither guest nor disabled.</summary>
internal sealed class ExpectedPerson(string id)
{
    public string Id { get; } = id;

    public string? GivenName { get; init; }

    public string? FamilyName { get; init; }

    public string? UserName { get; init; }

    public string? Email { get; init; }

    public int? SchoolYear { get; init; }

    /// <summary>Pupil by account, and the connection has pupils switched on.</summary>
    public bool IsPupil { get; init; }

    /// <summary>Teacher by account, and the connection has teachers switched on.</summary>
    public bool IsTeacher { get; init; }

    /// <summary>May stand as teacher of a group: has a role in school, and the connection has teachers switched on.</summary>
    public bool MayTeach { get; init; }

    /// <summary>Schools in scope where she is enrolled, and where she is employed.</summary>
    public SortedSet<string> Enrolments { get; } = new(StringComparer.Ordinal);

    public SortedSet<string> Employments { get; } = new(StringComparer.Ordinal);

    /// <summary>Owner schools of the groups that she stands in, one for each group.</summary>
    public List<string> SchoolsOfGroups { get; } = [];

    /// <summary>Keeps one school: the one with most groups, then the smallest id; a pupil keeps a school where she is enrolled.</summary>
    public void KeepOneSchool()
    {
        var choice = (Enrolments.Count > 0 ? Enrolments : Employments)
            .OrderByDescending(school => SchoolsOfGroups.Count(other => other == school))
            .ThenBy(school => school, StringComparer.Ordinal)
            .FirstOrDefault();
        Enrolments.RemoveWhere(school => school != choice);
        Employments.RemoveWhere(school => school != choice);
    }

    /// <summary>The employment at the school, else the one with the smallest id; null: none at all.</summary>
    public string? EmploymentFor(string school) => Employments.Contains(school)
        ? WireIds.OfEmployment(school, Id)
        : Employments.Select(other => WireIds.OfEmployment(other, Id)).Order(StringComparer.Ordinal).FirstOrDefault();
}
