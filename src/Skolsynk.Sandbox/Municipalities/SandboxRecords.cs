namespace Skolsynk.Sandbox.Municipalities;

/// <summary>A school as the stand-in for Microsoft Graph knows it.</summary>
/// <param name="Id">The id on the wire; a GUID when generated, the sourcedId as it stands when loaded from SDS files.</param>
/// <param name="SchoolUnitCode">The true code (skolenhetskod), whether or not the source shows it; null when the school has none.</param>
public sealed record SandboxSchool(string Id, string? DisplayName)
{
    public string? SchoolUnitCode { get; init; }

    /// <summary>What the source shows in <c>schoolNumber</c>: the code, something else, or nothing.</summary>
    public string? SchoolNumber { get; init; }

    public string? ExternalId { get; init; }

    public string? ExternalSource { get; init; } = "sis";

    public string? LowestGrade { get; init; }

    public string? HighestGrade { get; init; }
}

/// <summary>An account.</summary>
public sealed record SandboxUser(string Id, string? UserPrincipalName)
{
    public string? GivenName { get; init; }

    public string? Surname { get; init; }

    public string? DisplayName { get; init; }

    public string? Mail { get; init; }

    /// <summary>As it stands on the wire: student, teacher, faculty, none, in any case; null when not told.</summary>
    public string? PrimaryRole { get; init; }

    public bool AccountEnabled { get; init; } = true;

    /// <summary>Member or Guest.</summary>
    public string UserType { get; init; } = "Member";

    /// <summary>The SIS id, shown as <c>student.externalId</c> or <c>teacher.externalId</c>.</summary>
    public string? ExternalId { get; init; }

    /// <summary><c>student.grade</c>.</summary>
    public string? Grade { get; init; }

    public string? ExternalSource { get; init; } = "sis";

    public bool IsStudent => string.Equals(PrimaryRole, "student", StringComparison.OrdinalIgnoreCase);

    public bool IsTeacher => string.Equals(PrimaryRole, "teacher", StringComparison.OrdinalIgnoreCase)
        || string.Equals(PrimaryRole, "faculty", StringComparison.OrdinalIgnoreCase);
}

/// <summary>A class or teaching group: a Microsoft 365 group.</summary>
public sealed record SandboxClass(string Id, string? DisplayName)
{
    public string? ExternalId { get; init; }

    /// <summary>sis, manual, or null for a Team made by hand.</summary>
    public string? ExternalSource { get; init; } = "sis";

    public string? ClassCode { get; init; }

    public string? Grade { get; init; }

    public string? CourseNumber { get; init; }

    public string? MailNickname { get; init; }
}

/// <summary>One consistent copy of a whole municipality; every list is sorted by id, ordinally.</summary>
public sealed record MunicipalitySnapshot(
    IReadOnlyList<SandboxSchool> Schools, IReadOnlyList<SandboxUser> Users, IReadOnlyList<SandboxClass> Classes)
{
    /// <summary>User id → ids of the schools that the user is tied to. A user without a school is no key.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> SchoolsByUser { get; init; }

    /// <summary>Class id → ids of its schools.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> SchoolsByClass { get; init; }

    /// <summary>Class id → ids in <c>/members</c>: pupils and teachers.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> MembersByClass { get; init; }

    /// <summary>Class id → ids in <c>/teachers</c>.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> TeachersByClass { get; init; }
}
