using Skolsynk.Source;

namespace Skolsynk.Rosters;

/// <summary>What the source, asked by itself, still has, to be put back into a snapshot whose lists missed it.</summary>
internal sealed class FoundAgain(SourceSnapshot snapshot)
{
    private readonly Dictionary<string, SourceSchool> schools = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceUser> users = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SourceClass> classes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, ClassMembers> members = new(StringComparer.Ordinal);
    private readonly List<(string School, string Id)> userTies = [];
    private readonly List<(string School, string Id)> classTies = [];

    /// <summary>False when the answer does not answer the question: then it proves nothing.</summary>
    public bool Take(Question question, Answer answer)
    {
        switch (question.Kind, answer)
        {
            case (QuestionKind.School, Answer.SchoolIs found) when IsOf(question, found.School.Id):
                schools[question.Id] = found.School with { Id = question.Id };
                return true;
            case (QuestionKind.Person, Answer.UserIs found) when IsOf(question, found.User.Id):
                users[question.Id] = found.User with { Id = question.Id };
                return true;
            case (QuestionKind.Class, Answer.ClassIs found) when IsOf(question, found.Class.Id):
                classes[question.Id] = found.Class with { Id = question.Id };
                return true;
            case (QuestionKind.PersonSchools, Answer.IdsAre found):
                userTies.AddRange(found.Ids.Select(school => (school, question.Id)));
                return true;
            case (QuestionKind.ClassSchools, Answer.IdsAre found):
                classTies.AddRange(found.Ids.Select(school => (school, question.Id)));
                return true;
            case (QuestionKind.Members, Answer.MembersAre found):
                members[question.Id] = found.Members;
                return true;
            default:
                return false;
        }
    }

    /// <summary>The snapshot with all of it. A class that was found again has no members until they, too, were asked for.</summary>
    public SourceSnapshot Snapshot() => snapshot with
    {
        Schools = schools.Count == 0 ? snapshot.Schools : With(snapshot.Schools, schools, school => school.Id),
        Users = users.Count == 0 ? snapshot.Users : With(snapshot.Users, users, user => user.Id),
        Classes = classes.Count == 0 ? snapshot.Classes : With(snapshot.Classes, classes, item => item.Id),
        UsersBySchool = With(snapshot.UsersBySchool, userTies),
        ClassesBySchool = With(snapshot.ClassesBySchool, classTies),
        MembersByClass = WithMembers(),
    };

    private static bool IsOf(Question question, string id) => string.Equals(question.Id, id, StringComparison.OrdinalIgnoreCase);

    private static List<T> With<T>(IReadOnlyList<T> listed, Dictionary<string, T> found, Func<T, string> idOf) =>
        [.. listed.Where(item => !found.ContainsKey(idOf(item))), .. found.Values];

    private static IReadOnlyDictionary<string, IReadOnlyList<string>> With(
        IReadOnlyDictionary<string, IReadOnlyList<string>> listed, List<(string School, string Id)> found)
    {
        if (found.Count == 0) return listed;
        var all = new Dictionary<string, IReadOnlyList<string>>(listed, StringComparer.Ordinal);
        foreach (var ties in found.GroupBy(tie => tie.School, tie => tie.Id, StringComparer.Ordinal))
            all[ties.Key] = [.. all.GetValueOrDefault(ties.Key) ?? [], .. ties];
        return all;
    }

    private IReadOnlyDictionary<string, ClassMembers> WithMembers()
    {
        if (classes.Count == 0 && members.Count == 0) return snapshot.MembersByClass;
        var all = new Dictionary<string, ClassMembers>(snapshot.MembersByClass, StringComparer.Ordinal);
        foreach (var id in classes.Keys) all.TryAdd(id, new ClassMembers([], []));
        foreach (var (id, lists) in members) all[id] = lists;
        return all;
    }
}
