using System.Collections.Concurrent;
using System.Text.Json;

namespace Skolsynk.Source;

/// <summary>
/// Asks for ids one by one. An answer counts only when it is beyond doubt: an item with the very id, a list in which nothing had to be left
/// out, or a 404 in Graph's own words.
/// </summary>
internal sealed class Inquiry(GraphSession session)
{
    private readonly int top = session.Options.PageSize;
    private readonly ConcurrentDictionary<Question, Answer> answers = new();

    public async Task<IReadOnlyDictionary<Question, Answer>> Run(IReadOnlyCollection<Question> questions)
    {
        var askable = questions.Where(IsAskable).Distinct().ToLookup(question => question.Kind == QuestionKind.Members);
        foreach (var question in questions.Where(question => !IsAskable(question)))
            answers[question] = new Answer.NotProven(0);
        await session.All(
        [
            .. askable[true].Chunk(GraphBatch.Size / 2).Select<Question[], Func<Task>>(chunk => () => AskMembers(chunk)),
            .. askable[false].Chunk(GraphBatch.Size).Select<Question[], Func<Task>>(chunk => () => AskSingles(chunk)),
        ]);
        return answers;
    }

    private static bool IsAskable(Question question) => SourceTexts.IsUsable(question.Id);

    private async Task AskSingles(Question[] questions)
    {
        var calls = questions.Select(Call).ToList();
        var lists = new Dictionary<int, ListAnswer>();
        await new GraphBatch(session).Send(calls, (index, answer) =>
        {
            if (questions[index].Kind is QuestionKind.PersonSchools or QuestionKind.ClassSchools)
                (lists[index] = new ListAnswer(session, calls[index])).Begin(answer);
            else
                answers[questions[index]] = Judge(questions[index], answer);
        });
        foreach (var (index, list) in lists)
            answers[questions[index]] = await list.ToEnd() ?? new Answer.IdsAre(list.Ids);
    }

    private async Task AskMembers(Question[] questions)
    {
        List<GraphCall> calls =
        [
            .. questions.Select(question => GraphCalls.Members(question.Id, top)),
            .. questions.Select(question => GraphCalls.Teachers(question.Id, top)),
        ];
        var lists = calls.ConvertAll(call => new ListAnswer(session, call));
        await new GraphBatch(session).Send(calls, (index, answer) => lists[index].Begin(answer));
        for (var i = 0; i < questions.Length; i++)
        {
            var (members, teachers) = (lists[i], lists[i + questions.Length]);
            answers[questions[i]] = (await members.ToEnd(), await teachers.ToEnd()) switch
            {
                (null, null) when members.HasBare || teachers.HasBare => new Answer.NotProven(200),
                (null, null) => new Answer.MembersAre(new ClassMembers(members.Ids, teachers.Ids)),
                (Answer.Gone gone, Answer.Gone) => gone,
                (Answer.NotProven odd, _) => odd,
                (_, Answer.NotProven odd) => odd,
                // One list is there and the other is not: the class is on its way out or in.
                _ => new Answer.NotProven(404),
            };
        }
    }

    private static GraphCall Call(Question question) => question.Kind switch
    {
        QuestionKind.School => GraphCalls.School(question.Id),
        QuestionKind.Person => GraphCalls.User(question.Id),
        QuestionKind.PersonSchools => GraphCalls.SchoolsOfUser(question.Id),
        QuestionKind.Class => GraphCalls.Class(question.Id),
        QuestionKind.ClassSchools => GraphCalls.SchoolsOfClass(question.Id),
        _ => throw new ArgumentOutOfRangeException(nameof(question), question.Kind, "No single call answers this."),
    };

    private Answer Judge(Question question, InnerAnswer answer)
    {
        if (GraphFailure.IsGone(answer.Status, answer.Body.Span))
            return new Answer.Gone();
        if (answer.Status != 200)
            return new Answer.NotProven(answer.Status);
        try
        {
            return Item(question, answer.Body.Span) ?? new Answer.NotProven(200);
        }
        catch (JsonException)
        {
            return new Answer.NotProven(200);
        }
    }

    private Answer? Item(Question question, ReadOnlySpan<byte> body)
    {
        switch (question.Kind)
        {
            case QuestionKind.School:
                var school = GraphJson.Single(body, SourceItems.School, session.Texts);
                return school?.Id == question.Id ? new Answer.SchoolIs(school) : null;
            case QuestionKind.Person:
                var user = GraphJson.Single(body, SourceItems.User, session.Texts);
                return user?.Id == question.Id && !SourceItems.IsBare(user) ? new Answer.UserIs(user) : null;
            default:
                var found = GraphJson.Single(body, SourceItems.Class, session.Texts);
                return found?.Id == question.Id ? new Answer.ClassIs(found) : null;
        }
    }

    /// <summary>A list that is asked for as a proof.</summary>
    private sealed class ListAnswer(GraphSession session, GraphCall call)
    {
        private readonly IdList list = new(session, call);
        private Answer? verdict = new Answer.NotProven(0);

        public IReadOnlyList<string> Ids => list.Ids(session.Findings, "answer");

        public bool HasBare => list.HasBare;

        public void Begin(InnerAnswer answer)
        {
            verdict = GraphFailure.IsGone(answer.Status, answer.Body.Span) ? new Answer.Gone()
                : answer.Status != 200 ? new Answer.NotProven(answer.Status)
                : null;
            if (verdict is null && !Try(() => list.Begin(answer.Body.Span)))
                verdict = new Answer.NotProven(200);
        }

        /// <summary>Null when the list was read to its end and nothing in it was odd.</summary>
        public async Task<Answer?> ToEnd()
        {
            if (verdict is not null)
                return verdict;
            try
            {
                var status = await list.Follow();
                return status == 200 && list.IsWhole ? null : new Answer.NotProven(status);
            }
            catch (JsonException)
            {
                return new Answer.NotProven(200);
            }
        }

        private static bool Try(Action begin)
        {
            try
            {
                begin();
                return true;
            }
            catch (JsonException)
            {
                return false;
            }
        }
    }
}
