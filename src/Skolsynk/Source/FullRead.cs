using System.Collections.Concurrent;
using System.Text.Json;

namespace Skolsynk.Source;

/// <summary>
/// Reads a tenant whole. Schools first; then the users and the classes go side by side, each first by lists and then by batches: the users of
/// no school, and the members and teachers of all classes.
/// </summary>
internal sealed class FullRead(GraphSession session, ReadMeter meter)
{
    private readonly int top = session.Options.PageSize;
    private readonly ConcurrentDictionary<string, SourceSchool> schools = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SourceUser> users = new(concurrencyLevel: 32, capacity: 16_384, StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, SourceClass> classes = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> usersBySchool = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, IReadOnlyList<string>> classesBySchool = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, ClassMembers> membersByClass = new(StringComparer.Ordinal);

    public async Task<SourceSnapshot> Run()
    {
        await List(GraphCalls.Schools(top), SourceItems.School, school => schools[school.Id] = school);
        meter.Schools(schools.Count);
        await Task.WhenAll(ReadUsers(), ReadClasses());
        meter.Tell();
        return Snapshot();
    }

    /// <summary>The schools and nothing of anybody.</summary>
    public async Task<SourceSnapshot> RunSchools()
    {
        await List(GraphCalls.Schools(top), SourceItems.School, school => schools[school.Id] = school);
        return Snapshot();
    }

    private async Task ReadUsers()
    {
        var all = new List<string>();
        await session.All([() => List(GraphCalls.UserIds(top), SourceItems.Id, all.Add), .. schools.Keys.Select(UsersOf)]);
        var inNoSchool = IdList.Once(all, session.Findings, "users").Where(id => !users.ContainsKey(id));
        await session.All(inNoSchool.Chunk(GraphBatch.Size).Select(UsersByThemselves));
    }

    private async Task ReadClasses()
    {
        await session.All([() => List(GraphCalls.Classes(top), SourceItems.Class, Keep), .. schools.Keys.Select(ClassesOf)]);
        await session.All(classes.Keys.Chunk(GraphBatch.Size / 2).Select(MembersOf));
    }

    private Func<Task> UsersOf(string school) => async () =>
    {
        var call = GraphCalls.UsersOfSchool(school, top);
        var ids = new List<string>();
        await List(call, SourceItems.User, user =>
        {
            Keep(user, call.Where);
            ids.Add(user.Id);
        });
        usersBySchool[school] = IdList.Once(ids, session.Findings, "school.users");
    };

    private Func<Task> ClassesOf(string school) => async () =>
    {
        var ids = new List<string>();
        await List(GraphCalls.ClassesOfSchool(school, top), SourceItems.Class, found =>
        {
            Keep(found);
            ids.Add(found.Id);
        });
        classesBySchool[school] = IdList.Once(ids, session.Findings, "school.classes");
    };

    private Func<Task> UsersByThemselves(string[] ids) => () =>
    {
        var calls = ids.Select(GraphCalls.User).ToList();
        return new GraphBatch(session).Send(calls, (index, answer) =>
        {
            // Gone between the list and this call: then there is nobody to keep.
            if (GraphFailure.IsGone(answer.Status, answer.Body.Span))
                return;
            if (answer.Status != 200)
                throw session.Stop(calls[index].Where, answer.Status, answer.Body.Span);
            if (Single(calls[index].Where, answer.Body) is { } user && user.Id == ids[index])
                Keep(user, calls[index].Where);
        });
    };

    private Func<Task> MembersOf(string[] ids) => async () =>
    {
        List<GraphCall> calls = [.. ids.Select(id => GraphCalls.Members(id, top)), .. ids.Select(id => GraphCalls.Teachers(id, top))];
        var lists = calls.ConvertAll(call => new IdList(session, call));
        var gone = new HashSet<int>();
        await new GraphBatch(session).Send(calls, (index, answer) =>
        {
            if (GraphFailure.IsGone(answer.Status, answer.Body.Span))
                gone.Add(index % ids.Length);
            else if (answer.Status != 200)
                throw session.Stop(calls[index].Where, answer.Status, answer.Body.Span);
            else
                lists[index].BeginOrStop(answer.Body.Span);
        });
        for (var i = 0; i < ids.Length; i++)
        {
            if (gone.Contains(i))
                continue;
            var (members, teachers) = (lists[i], lists[i + ids.Length]);
            await members.ToEnd();
            await teachers.ToEnd();
            if (members.HasBare || teachers.HasBare)
                throw session.Stop(FailureKind.PermissionMissing, calls[i].Where, 200);
            membersByClass[ids[i]] = new ClassMembers(
                members.Ids(session.Findings, "class.members"), teachers.Ids(session.Findings, "class.teachers"));
        }
        meter.MembersDone(ids.Length);
    };

    private Task List<T>(GraphCall call, ItemReader<T> read, Action<T> take)
        where T : class => new GraphChain<T>(session, call, read, take).Read();

    private SourceUser? Single(string where, ReadOnlyMemory<byte> body)
    {
        try
        {
            return GraphJson.Single(body.Span, SourceItems.User, session.Texts);
        }
        catch (JsonException)
        {
            throw session.Stop(FailureKind.Malformed, where, 200);
        }
    }

    private void Keep(SourceUser user, string where)
    {
        if (SourceItems.IsBare(user))
            throw session.Stop(FailureKind.PermissionMissing, where, 200);
        if (users.TryAdd(user.Id, user))
            meter.User();
        else
            users[user.Id] = user;
    }

    private void Keep(SourceClass found)
    {
        if (classes.TryAdd(found.Id, found))
            meter.Class();
        else
            classes[found.Id] = found;
    }

    private SourceSnapshot Snapshot() => new()
    {
        Schools = OrdinalOrder.Of(schools.Values, school => school.Id),
        Users = OrdinalOrder.Of(users.Values, user => user.Id),
        Classes = OrdinalOrder.Of(classes.Values, found => found.Id),
        UsersBySchool = usersBySchool,
        ClassesBySchool = classesBySchool,
        MembersByClass = membersByClass,
        Findings = session.Findings.All(),
    };
}
