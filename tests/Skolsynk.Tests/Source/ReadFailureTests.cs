using Skolsynk.Source;

namespace Skolsynk.Tests.Source;

[Trait("Invariant", "1")]
public sealed class ReadFailureTests
{
    [Theory]
    [InlineData(401, "InvalidAuthenticationToken", FailureKind.ConsentLost)]
    [InlineData(403, "Authorization_RequestDenied", FailureKind.ConsentLost)]
    [InlineData(400, "Request_UnsupportedQuery", FailureKind.NotEducationTenant)]
    [InlineData(400, "BadRequest", FailureKind.Malformed)]
    [InlineData(410, "Gone", FailureKind.Malformed)]
    [InlineData(404, "Request_ResourceNotFound", FailureKind.Malformed)]
    [InlineData(204, "", FailureKind.Malformed)]
    [InlineData(302, "Moved", FailureKind.Malformed)]
    public async Task What_another_attempt_would_not_change_is_not_tried_again(int status, string code, FailureKind kind)
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/schools", status == 204 ? new Reply(204, "") : Reply.Error(status, code));

        var failure = await rig.Failure();

        Assert.Equal((kind, "GET /education/schools", status), (failure.Kind, failure.Where, failure.Status));
        Assert.Equal(status == 401 ? 2 : 1, rig.Graph.Seen.Count);
    }

    [Theory]
    [InlineData(429, FailureKind.Throttled)]
    [InlineData(503, FailureKind.Throttled)]
    [InlineData(500, FailureKind.Unreachable)]
    [InlineData(502, FailureKind.Unreachable)]
    [InlineData(504, FailureKind.Unreachable)]
    public async Task Passing_trouble_is_tried_again_until_patience_is_spent(int status, FailureKind kind)
    {
        await using var rig = await ReaderRig.Start();
        rig.Patience = rig.Patience with { MaxAttempts = 4 };
        rig.Graph.On("/education/classes", new Reply(status, "<html>Bad gateway</html>"));

        var failure = await rig.Failure();

        Assert.Equal(new ReadFailure(kind, "GET /education/classes", status), failure);
        Assert.Equal(4, rig.Graph.Calls("/education/classes"));
        Assert.Equal(3, rig.Clock.Waits.Count);
    }

    [Fact]
    public async Task A_right_that_is_missing_for_one_kind_of_call_is_told_from_lost_consent()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/classes", Reply.List(ReaderRig.Class("c1")))
            .On("/education/classes/c1/members", Reply.Error(403, "Authorization_RequestDenied"))
            .On("/education/classes/c1/teachers", Reply.List());

        Assert.Equal(
            new ReadFailure(FailureKind.PermissionMissing, "GET /education/classes/{id}/members", 403, "Authorization_RequestDenied"),
            await rig.Failure());
    }

    [Fact]
    public async Task Users_that_hold_nothing_but_an_id_are_a_missing_right_and_not_empty_persons()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/schools/s1/users", Reply.List(
            """{"@odata.type":"#microsoft.graph.educationUser","id":"u1","givenName":null,"primaryRole":null,"student":null}"""));

        Assert.Equal(FailureKind.PermissionMissing, (await rig.Failure()).Kind);
    }

    [Fact]
    public async Task Members_that_hold_nothing_but_an_id_are_a_missing_right()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/classes", Reply.List(ReaderRig.Class("c1")))
            .On("/education/classes/c1/members", Reply.List(ReaderRig.Member("u1"), """{"@odata.type":"x","id":"u2","accountEnabled":null}"""))
            .On("/education/classes/c1/teachers", Reply.List());

        Assert.Equal(new ReadFailure(FailureKind.PermissionMissing, "GET /education/classes/{id}/members", 200), await rig.Failure());
        Assert.Equal(new Answer.NotProven(200), await rig.Ask(QuestionKind.Members, "c1"));
    }

    [Theory]
    [InlineData("""{"value":[{"id":"c1"}""")]
    [InlineData("<html>All is well</html>")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"value":null}""")]
    [InlineData("""{"value":{"id":"c1"}}""")]
    [InlineData("""{"error":{"code":"UnknownError"}}""")]
    [InlineData("""{"value":[],"@odata.nextLink":7}""")]
    [InlineData("""{"value":[],"@odata.nextLink":""}""")]
    [InlineData("""{"value":[]}{"value":[]}""")]
    public async Task A_body_that_is_no_list_is_not_an_empty_list(string body)
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/classes", Reply.Ok(body));

        Assert.Equal(new ReadFailure(FailureKind.Malformed, "GET /education/classes", 200), await rig.Failure());
    }

    [Theory]
    [InlineData("http://localhost:{port}/v1.0/education/classes?p=2")]
    [InlineData("https://127.0.0.1:{port}/v1.0/education/classes?p=2")]
    [InlineData("http://127.0.0.1:{otherport}/v1.0/education/classes?p=2")]
    [InlineData("http://127.0.0.1:{port}@graph.example/v1.0/education/classes?p=2")]
    [InlineData("http://user@127.0.0.1:{port}/v1.0/education/classes?p=2")]
    [InlineData("http://graph.example/v1.0/education/classes?p=2")]
    [InlineData("/v1.0/education/classes?p=2")]
    [InlineData("//graph.example/education/classes?p=2")]
    [InlineData("no link")]
    public async Task A_next_link_that_leads_elsewhere_gets_no_token(string link)
    {
        await using var rig = await ReaderRig.Start();
        await using var elsewhere = await ScriptedGraph.Start();
        link = link.Replace("{port}", $"{rig.Graph.Root.Port}", StringComparison.Ordinal)
            .Replace("{otherport}", $"{elsewhere.Root.Port}", StringComparison.Ordinal);
        rig.Graph.On("/education/classes", Reply.Ok($$"""{"value":[],"@odata.nextLink":"{{link}}"}"""))
            .On("/education/classes?p=2", Reply.List());

        Assert.Equal(FailureKind.Malformed, (await rig.Failure()).Kind);
        Assert.Equal(1, rig.Graph.Calls("/education/classes"));
        Assert.Empty(elsewhere.Seen);
    }

    [Fact]
    public async Task Next_links_that_lead_back_end_the_read()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/classes", Reply.Page("/education/classes?p=2"))
            .On("/education/classes?p=2", Reply.Page("/education/classes?p=3"))
            .On("/education/classes?p=3", Reply.Page("/education/classes?p=2"));

        Assert.Equal(FailureKind.Malformed, (await rig.Failure()).Kind);
    }

    [Fact]
    public async Task A_next_link_is_followed_exactly_as_it_is()
    {
        await using var rig = await ReaderRig.Start();
        const string Link = "/education/classes?$skiptoken=a%41%2F~%7E+x/../y%20'(1)*";
        rig.Graph.On("/education/classes", Reply.Page(Link)).On(Link, Reply.List());

        await rig.Snapshot();

        Assert.Contains(rig.Graph.Seen, call => call.Target == Link);
    }

    [Fact]
    public async Task A_chain_that_breaks_on_its_second_page_fails_the_read()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/users", Reply.Page("/education/users?p=2"))
            .On("/education/users?p=2", Reply.Error(400, "Directory_ExpiredPageToken"));

        Assert.Equal(new ReadFailure(FailureKind.Malformed, "GET /education/users", 400, "Directory_ExpiredPageToken"), await rig.Failure());
    }

    [Theory]
    [InlineData(404, "<html>Not here</html>")]
    [InlineData(404, """{"error":{"message":"no code"}}""")]
    [InlineData(404, """{"error":{"code":"UnknownError"}}""")]
    public async Task A_404_that_is_not_in_Graphs_words_leaves_nobody_out(int status, string body)
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/users", Reply.List(ReaderRig.Id("u1"))).On("/education/users/u1", new Reply(status, body));

        Assert.Equal((FailureKind.Malformed, "GET /education/users/{id}"), await rig.Failure() is var f ? (f.Kind, f.Where) : default);
    }

    [Fact]
    public async Task An_unreachable_server_fails_the_read()
    {
        await using var rig = await ReaderRig.Start();
        rig.Patience = rig.Patience with { MaxAttempts = 2 };
        await rig.Graph.Stop();

        Assert.Equal(new ReadFailure(FailureKind.Unreachable, "GET /education/schools"), await rig.Failure());
    }

    [Theory]
    [InlineData("calls")]
    [InlineData("pages")]
    [InlineData("bytes")]
    [InlineData("items")]
    [InlineData("time")]
    public async Task A_read_beyond_its_budget_is_too_large(string what)
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/users", Reply.Error(429, "TooManyRequests", "10"))
            .On("/education/schools/s1/users", Reply.List([.. Enumerable.Range(0, 40).Select(n => ReaderRig.User($"u{n}"))]));
        rig.Budget = what switch
        {
            "calls" => rig.Budget with { Calls = 3 },
            "pages" => rig.Budget with { Pages = 2 },
            "bytes" => rig.Budget with { Bytes = 2000 },
            "items" => rig.Budget with { Items = 39 },
            _ => rig.Budget with { Time = TimeSpan.FromSeconds(1) },
        };

        Assert.Equal(FailureKind.TooLarge, (await rig.Failure()).Kind);
    }

    [Theory]
    [InlineData(FailureKind.ConsentLost)]
    [InlineData(FailureKind.OwnCredentialWrong)]
    public async Task A_token_that_is_refused_fails_the_read_before_the_first_call(FailureKind kind)
    {
        await using var rig = await ReaderRig.Start();
        rig.Token = new TokenOutcome.Refused(new ReadFailure(kind, "token"));

        Assert.Equal(kind, (await rig.Failure()).Kind);
        Assert.Empty(rig.Graph.Seen);
    }
}
