namespace Skolsynk.Sandbox.Sds;

/// <summary>What a role of SDS comes down to.</summary>
internal enum SdsRole
{
    Other,
    Student,
    Teacher,
}

/// <summary>The roles of SDS v2.1.</summary>
internal static class SdsRoles
{
    private static readonly HashSet<string> TeacherLike = new(StringComparer.OrdinalIgnoreCase)
    {
        "teacher", "professor", "faculty", "lecturer", "instructor", "adjunct", "chair", "aide", "teacherAssistant", "teachingAssistant",
    };

    public static SdsRole Of(string? role) => role switch
    {
        null => SdsRole.Other,
        _ when string.Equals(role, "student", StringComparison.OrdinalIgnoreCase) => SdsRole.Student,
        _ when TeacherLike.Contains(role) => SdsRole.Teacher,
        _ => SdsRole.Other,
    };
}

/// <summary>What a user's role rows say together: the primary row decides, else the first that is a role we know.</summary>
internal sealed record SdsStanding(SdsRole Role, string? Grade, bool IsPrimary)
{
    public SdsStanding Or(SdsStanding later) =>
        (later.IsPrimary && !IsPrimary && later.Role != SdsRole.Other) || (Role == SdsRole.Other && later.Role != SdsRole.Other) ? later : this;
}
