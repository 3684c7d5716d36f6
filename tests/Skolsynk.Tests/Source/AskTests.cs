using Skolsynk.Source;

namespace Skolsynk.Tests.Source;

/// <summary>Only a 404 in Graph's own words proves that somebody is gone.</summary>
[Trait("Invariant", "1")]
public sealed class AskTests
{
    [Fact]
    public async Task Each_kind_of_question_has_its_answer()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/schools/s1", Reply.Ok("""{"value":{"id":"s1","displayName":"Björkskolan"}}"""))
            .On("/education/users/u1", Reply.Ok(ReaderRig.User("u1")))
            .On("/education/users/u1/schools", Reply.Page("/education/users/u1/schools?p=2", ReaderRig.Id("s1")))
            .On("/education/users/u1/schools?p=2", Reply.List(ReaderRig.Id("s2")))
            .On("/education/classes/c1", Reply.Ok(ReaderRig.Class("c1")))
            .On("/education/classes/c1/schools", Reply.List())
            .On("/education/classes/c1/members", Reply.Page("/education/classes/c1/members?p=2", ReaderRig.Member("u1")))
            .On("/education/classes/c1/members?p=2", Reply.List(ReaderRig.Member("u2")))
            .On("/education/classes/c1/teachers", Reply.List(ReaderRig.Member("u2")));

        Assert.Equal(new Answer.SchoolIs(new SourceSchool("s1", "Björkskolan")), await rig.Ask(QuestionKind.School, "s1"));
        Assert.Equal("u1", Assert.IsType<Answer.UserIs>(await rig.Ask(QuestionKind.Person, "u1")).User.Id);
        Assert.Equal(["s1", "s2"], Assert.IsType<Answer.IdsAre>(await rig.Ask(QuestionKind.PersonSchools, "u1")).Ids);
        Assert.Equal(new Answer.ClassIs(new SourceClass("c1", "c1 klass")), await rig.Ask(QuestionKind.Class, "c1"));
        Assert.Empty(Assert.IsType<Answer.IdsAre>(await rig.Ask(QuestionKind.ClassSchools, "c1")).Ids);
        var members = Assert.IsType<Answer.MembersAre>(await rig.Ask(QuestionKind.Members, "c1")).Members;
        Assert.Equal(["u1", "u2"], members.Members);
        Assert.Equal(["u2"], members.Teachers);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_404_in_Graphs_words_is_gone(QuestionKind kind)
    {
        await using var rig = await ReaderRig.Start();

        Assert.Equal(new Answer.Gone(), await rig.Ask(kind, "x"));
    }

    [Theory]
    [InlineData(404, "<html>Not found</html>")]
    [InlineData(404, "")]
    [InlineData(404, "{}")]
    [InlineData(404, """{"error":{"code":""}}""")]
    [InlineData(404, """{"error":{"code":"UnknownError"}}""")]
    [InlineData(404, """{"error":"Request_ResourceNotFound"}""")]
    [InlineData(403, """{"error":{"code":"Authorization_RequestDenied"}}""")]
    [InlineData(410, """{"error":{"code":"Gone"}}""")]
    [InlineData(429, """{"error":{"code":"TooManyRequests"}}""")]
    [InlineData(500, """{"error":{"code":"Request_ResourceNotFound"}}""")]
    [InlineData(200, "{}")]
    [InlineData(200, "no object")]
    [InlineData(200, """{"value":[{}]}""")]
    [InlineData(200, """{"id":"another","givenName":"Vera"}""")]
    [InlineData(200, """{"id":"x"}""")]
    public async Task Anything_else_proves_nothing(int status, string body)
    {
        await using var rig = await ReaderRig.Start();
        rig.Patience = rig.Patience with { MaxAttempts = 2 };
        rig.Graph.On("/education/users/x", new Reply(status, body)).On("/education/users/x/schools", new Reply(status, body))
            .On("/education/classes/x/members", Reply.List()).On("/education/classes/x/teachers", new Reply(status, body));

        Assert.Equal(new Answer.NotProven(status), await rig.Ask(QuestionKind.Person, "x"));
        Assert.Equal(new Answer.NotProven(status), await rig.Ask(QuestionKind.PersonSchools, "x"));
        Assert.Equal(new Answer.NotProven(status), await rig.Ask(QuestionKind.Members, "x"));
    }

    [Fact]
    public async Task A_class_with_members_but_without_a_list_of_teachers_is_not_proven()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/classes/x/members", Reply.List());

        Assert.Equal(new Answer.NotProven(404), await rig.Ask(QuestionKind.Members, "x"));
    }

    [Theory]
    [InlineData(404)]
    [InlineData(403)]
    public async Task A_list_that_breaks_on_its_second_page_proves_nothing(int status)
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/classes/x/members", Reply.Page("/education/classes/x/members?p=2", ReaderRig.Member("u1")))
            .On("/education/classes/x/members?p=2", Reply.Error(status, "Request_ResourceNotFound"))
            .On("/education/classes/x/teachers", Reply.List());

        Assert.Equal(new Answer.NotProven(status), await rig.Ask(QuestionKind.Members, "x"));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("")]
    public async Task An_id_that_cannot_stand_in_a_path_is_not_asked_for(string id)
    {
        await using var rig = await ReaderRig.Start();

        Assert.Equal(new Answer.NotProven(0), await rig.Ask(QuestionKind.Person, id));
        Assert.Empty(rig.Graph.Seen);
    }

    [Fact]
    public async Task A_wrong_base_URL_proves_nothing()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/$batch", Reply.NotFound);

        var outcome = await rig.Reader.Ask(new GraphTenant(ReaderRig.Tenant, rig.Budget), [new Question(QuestionKind.Person, "x")],
            TestContext.Current.CancellationToken);

        Assert.Equal(FailureKind.Malformed, Assert.IsType<AskOutcome.Failed>(outcome).Failure.Kind);
    }

    [Fact]
    public async Task Many_questions_go_twenty_at_a_time()
    {
        await using var rig = await ReaderRig.Start();
        var questions = Enumerable.Range(0, 45).Select(n => new Question(QuestionKind.Person, $"u{n}"))
            .Concat(Enumerable.Range(0, 11).Select(n => new Question(QuestionKind.Members, $"c{n}"))).ToList();

        var outcome = await rig.Reader.Ask(new GraphTenant(ReaderRig.Tenant, rig.Budget), [.. questions, questions[0]],
            TestContext.Current.CancellationToken);

        var answers = Assert.IsType<AskOutcome.Answered>(outcome).Answers;
        Assert.Equal(questions.ToHashSet(), answers.Keys.ToHashSet());
        Assert.All(answers.Values, answer => Assert.IsType<Answer.Gone>(answer));
        Assert.Equal(5, rig.Graph.Calls("/$batch"));
    }

    public static TheoryData<QuestionKind> Kinds => [.. Enum.GetValues<QuestionKind>()];
}
