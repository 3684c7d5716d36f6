namespace Skolsynk.Source;

/// <summary>One complete read of Microsoft 365: every list was followed to its end. Ids are opaque strings, compared ordinally.</summary>
public sealed record SourceSnapshot
{
    public required IReadOnlyList<SourceSchool> Schools { get; init; }

    /// <summary>All users of the tenant, in a school or not; each id once.</summary>
    public required IReadOnlyList<SourceUser> Users { get; init; }

    /// <summary>All classes of the tenant, in a school or not; each id once.</summary>
    public required IReadOnlyList<SourceClass> Classes { get; init; }

    /// <summary>School id → ids of its users (<c>/education/schools/{id}/users</c>).</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> UsersBySchool { get; init; }

    /// <summary>School id → ids of its classes (<c>/education/schools/{id}/classes</c>).</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> ClassesBySchool { get; init; }

    /// <summary>Class id → ids in <c>/members</c> and <c>/teachers</c>. A class that is not a key answered 404 when its members were asked for.</summary>
    public required IReadOnlyDictionary<string, ClassMembers> MembersByClass { get; init; }

    /// <summary>What was odd and did not stop the read; counts only.</summary>
    public IReadOnlyList<SourceFinding> Findings { get; init; } = [];
}

/// <summary>An educationSchool, with the only fields that may be kept or compared.</summary>
public sealed record SourceSchool(string Id, string? DisplayName = null, string? SchoolNumber = null, string? ExternalId = null);

/// <summary>An educationUser. <see cref="PrimaryRole"/> is text as the source wrote it (case varies, unknown values occur); null means not told.</summary>
public sealed record SourceUser(
    string Id,
    string? PrimaryRole = null,
    bool? AccountEnabled = null,
    string? GivenName = null,
    string? Surname = null,
    string? Mail = null,
    string? UserPrincipalName = null,
    string? UserType = null,
    string? StudentGrade = null);

/// <summary>An educationClass (a Microsoft 365 group).</summary>
public sealed record SourceClass(
    string Id,
    string? DisplayName = null,
    string? ExternalId = null,
    string? ExternalSource = null,
    string? ClassCode = null,
    string? Grade = null,
    string? CourseNumber = null);

/// <summary>Members holds students AND teachers; who teaches is told by Teachers alone.</summary>
public sealed record ClassMembers(IReadOnlyList<string> Members, IReadOnlyList<string> Teachers);
