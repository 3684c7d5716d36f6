using Skolsynk.Source;

namespace Skolsynk.Rosters;

/// <summary>
/// Two complete reads as one: everything that either has, so that only what both lack is missing. Of what both have the second
/// one's word counts.
/// </summary>
public static class TwoReads
{
    public static SourceSnapshot Union(SourceSnapshot first, SourceSnapshot second) => new()
    {
        Schools = Union(first.Schools, second.Schools, school => school.Id),
        Users = Union(first.Users, second.Users, user => user.Id),
        Classes = Union(first.Classes, second.Classes, item => item.Id),
        UsersBySchool = Union(first.UsersBySchool, second.UsersBySchool, Both),
        ClassesBySchool = Union(first.ClassesBySchool, second.ClassesBySchool, Both),
        MembersByClass = Union(first.MembersByClass, second.MembersByClass, (a, b) =>
            new ClassMembers(Both(a.Members, b.Members), Both(a.Teachers, b.Teachers))),
    };

    private static List<T> Union<T>(IReadOnlyList<T> first, IReadOnlyList<T> second, Func<T, string> idOf)
    {
        var there = second.Select(idOf).ToHashSet(StringComparer.Ordinal);
        return [.. second, .. first.Where(item => !there.Contains(idOf(item)))];
    }

    private static Dictionary<string, T> Union<T>(
        IReadOnlyDictionary<string, T> first, IReadOnlyDictionary<string, T> second, Func<T, T, T> both)
    {
        var all = new Dictionary<string, T>(first, StringComparer.Ordinal);
        foreach (var (id, value) in second) all[id] = all.TryGetValue(id, out var earlier) ? both(earlier, value) : value;
        return all;
    }

    private static IReadOnlyList<string> Both(IReadOnlyList<string> first, IReadOnlyList<string> second) =>
        [.. first.Union(second, StringComparer.Ordinal)];
}
