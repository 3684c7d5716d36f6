using Skolsynk.Rosters;
using Skolsynk.Source;

namespace Skolsynk.Tests.Rosters;

/// <summary>Snapshots and rosters for tests, from numbers instead of ids.</summary>
internal static class Snapshots
{
    public static readonly Guid EntraTenant = new("7d1f5e8a-0000-4000-8000-000000000001");

    public static RosterSettings Settings { get; } = new() { EntraTenantId = EntraTenant };

    public static SourceSnapshot Empty { get; } = new()
    {
        Schools = [],
        Users = [],
        Classes = [],
        UsersBySchool = new Dictionary<string, IReadOnlyList<string>>(),
        ClassesBySchool = new Dictionary<string, IReadOnlyList<string>>(),
        MembersByClass = new Dictionary<string, ClassMembers>(),
    };

    public static Guid School(int n) => Id(1, n);

    public static Guid Person(int n) => Id(2, n);

    public static Guid Group(int n) => Id(3, n);

    /// <summary>Ids on both sides of 0x80, where signed and unsigned orders differ.</summary>
    private static Guid Id(int kind, int n) => new($"{(byte)(n * 57):x2}{kind:x2}{n:x4}-0000-4000-8000-000000000000");

    public static SourceSnapshot With(
        SourceSchool[]? schools = null, SourceUser[]? users = null, SourceClass[]? classes = null,
        (Guid School, Guid User)[]? ties = null, (Guid School, Guid Class)[]? classTies = null,
        (Guid Class, Guid[] Members, Guid[] Teachers)[]? members = null) => new()
        {
            Schools = schools ?? [],
            Users = users ?? [],
            Classes = classes ?? [],
            UsersBySchool = Grouped(ties ?? []),
            ClassesBySchool = Grouped(classTies ?? []),
            MembersByClass = (members ?? []).ToDictionary(
                row => row.Class.ToString(),
                row => new ClassMembers([.. row.Members.Select(id => id.ToString())], [.. row.Teachers.Select(id => id.ToString())])),
        };

    public static SourceUser Pupil(int n) => User(n, "student");

    public static SourceUser User(int n, string? role) =>
        new(Person(n).ToString(), role, true, "Alva", "Ek", null, $"elev{n}@skola.example", "Member");

    public static NormalisedRoster Normalised(SourceSnapshot snapshot, RosterSettings? settings = null) =>
        Normalise.Roster(snapshot, settings ?? Settings);

    private static Dictionary<string, IReadOnlyList<string>> Grouped((Guid School, Guid Id)[] ties) =>
        ties.GroupBy(tie => tie.School).ToDictionary(
            group => group.Key.ToString(), group => (IReadOnlyList<string>)[.. group.Select(tie => tie.Id.ToString())]);
}
