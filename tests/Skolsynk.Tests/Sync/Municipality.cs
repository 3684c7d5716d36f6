using Skolsynk.Source;
using Skolsynk.Sync;
using Skolsynk.Tests.Rosters;

namespace Skolsynk.Tests.Sync;

/// <summary>A source in memory: what it has, what its lists show of that, and how it answers. Everything can be changed between runs.</summary>
internal sealed class Municipality
{
    /// <summary>What the source has; questions are answered from it.</summary>
    public required SourceSnapshot Truth { get; set; }

    /// <summary>What the next reads show, the last for good; empty: the truth.</summary>
    public Queue<SourceSnapshot> Reads { get; } = new();

    public ReadFailure? ReadFails { get; set; }

    public ReadFailure? AskFails { get; set; }

    /// <summary>Answers instead of the truth, for questions for which it returns one.</summary>
    public Func<Question, Answer?> Says { get; set; } = _ => null;

    public List<IReadOnlyList<Question>> Asked { get; } = [];

    public int TimesRead { get; private set; }

    /// <summary>Awaited in every read.</summary>
    public Func<Task> OnRead { get; set; } = () => Task.CompletedTask;

    public TenantSource Source => new(Read, Ask);

    public static Municipality WithPupils(int schools, int pupilsPerSchool)
    {
        var pupils = Enumerable.Range(1, schools * pupilsPerSchool).ToArray();
        int SchoolOf(int pupil) => 1 + ((pupil - 1) / pupilsPerSchool);
        return new Municipality
        {
            Truth = Snapshots.With(
                schools: [.. Enumerable.Range(1, schools).Select(n => new SourceSchool(Snapshots.School(n).ToString(), $"Skola {n}"))],
                users: [.. pupils.Select(Snapshots.Pupil)],
                classes: [.. Enumerable.Range(1, schools).Select(n => new SourceClass(Snapshots.Group(n).ToString(), $"{n}A"))],
                ties: [.. pupils.Select(n => (Snapshots.School(SchoolOf(n)), Snapshots.Person(n)))],
                classTies: [.. Enumerable.Range(1, schools).Select(n => (Snapshots.School(n), Snapshots.Group(n)))],
                members: [.. Enumerable.Range(1, schools).Select(n =>
                    (Snapshots.Group(n), pupils.Where(pupil => SchoolOf(pupil) == n).Select(Snapshots.Person).ToArray(), Array.Empty<Guid>()))]),
        };
    }

    /// <summary>A snapshot without some pupils, anywhere.</summary>
    public static SourceSnapshot Without(SourceSnapshot snapshot, params int[] pupils)
    {
        var gone = pupils.Select(n => Snapshots.Person(n).ToString()).ToHashSet();
        return snapshot with
        {
            Users = [.. snapshot.Users.Where(user => !gone.Contains(user.Id))],
            UsersBySchool = snapshot.UsersBySchool.ToDictionary(
                pair => pair.Key, pair => (IReadOnlyList<string>)[.. pair.Value.Where(id => !gone.Contains(id))]),
            MembersByClass = snapshot.MembersByClass.ToDictionary(
                pair => pair.Key, pair => pair.Value with { Members = [.. pair.Value.Members.Where(id => !gone.Contains(id))] }),
        };
    }

    private async Task<ReadOutcome> Read(IProgress<ReadProgress>? progress, CancellationToken cancellation)
    {
        TimesRead++;
        await OnRead().WaitAsync(cancellation);
        if (ReadFails is not null) return new ReadOutcome.Failed(ReadFails);
        var snapshot = Reads.Count == 0 ? Truth : Reads.Dequeue();
        return new ReadOutcome.Complete(snapshot, new ReadCost(10, 1_000, TimeSpan.FromSeconds(1)));
    }

    private Task<AskOutcome> Ask(IReadOnlyList<Question> questions, CancellationToken cancellation)
    {
        Asked.Add(questions);
        return Task.FromResult<AskOutcome>(AskFails is not null
            ? new AskOutcome.Failed(AskFails)
            : new AskOutcome.Answered(questions.ToDictionary(question => question, question => Says(question) ?? AnswerTo(question))));
    }

    private Answer AnswerTo(Question question)
    {
        Answer Ids(IReadOnlyDictionary<string, IReadOnlyList<string>> ties) =>
            new Answer.IdsAre([.. ties.Where(pair => pair.Value.Contains(question.Id)).Select(pair => pair.Key)]);
        return question.Kind switch
        {
            QuestionKind.School => Truth.Schools.FirstOrDefault(school => school.Id == question.Id) is { } school ? new Answer.SchoolIs(school) : new Answer.Gone(),
            QuestionKind.Person => Truth.Users.FirstOrDefault(user => user.Id == question.Id) is { } user ? new Answer.UserIs(user) : new Answer.Gone(),
            QuestionKind.Class => Truth.Classes.FirstOrDefault(item => item.Id == question.Id) is { } item ? new Answer.ClassIs(item) : new Answer.Gone(),
            QuestionKind.PersonSchools => Ids(Truth.UsersBySchool),
            QuestionKind.ClassSchools => Ids(Truth.ClassesBySchool),
            _ => Truth.MembersByClass.TryGetValue(question.Id, out var lists) ? new Answer.MembersAre(lists) : new Answer.Gone(),
        };
    }
}
