using System.Net;
using System.Text.Json;
using Skolsynk.Sandbox.Faults;

namespace Skolsynk.Tests.Sandbox;

public sealed class FaultBoardTests
{
    private const string Users = "/v1.0/education/users?$top=999";

    [Fact]
    public void A_fault_meets_its_path_its_count_and_nothing_else()
    {
        var board = new FaultBoard();
        var id = board.SwitchOn(new Fault(FaultKind.Throttled) { Path = "v1.0/education/classes/*/members", Skip = 1, Count = 2 });
        Assert.Empty(board.Meet("v1.0/education/classes/x/teachers", null));
        var met = Enumerable.Range(0, 5).Select(_ => board.Meet("v1.0/education/classes/x/members", null).Count);
        Assert.Equal([0, 1, 1, 0, 0], met);
        Assert.Empty(board.On);
        Assert.Equal(2, board.Met(id));
    }

    [Theory]
    [InlineData(FaultKind.Throttled, HttpStatusCode.TooManyRequests, "2.5")]
    [InlineData(FaultKind.Throttled, HttpStatusCode.TooManyRequests, null)]
    [InlineData(FaultKind.Unavailable, HttpStatusCode.ServiceUnavailable, "Wed, 21 Oct 2026 07:28:00 GMT")]
    [InlineData(FaultKind.ServerError, HttpStatusCode.InternalServerError, null)]
    [InlineData(FaultKind.HtmlGateway, HttpStatusCode.BadGateway, null)]
    [InlineData(FaultKind.Forbidden, HttpStatusCode.Forbidden, null)]
    [InlineData(FaultKind.NotEducationTenant, HttpStatusCode.BadRequest, null)]
    public async Task A_status_fault_answers_with_its_status_and_header(FaultKind kind, HttpStatusCode status, string? retryAfter)
    {
        await using var graph = await GraphCaller.Start();
        graph.Host.Faults.SwitchOn(new Fault(kind) { RetryAfter = retryAfter, Count = 1 });
        var answer = await graph.Ask(Users);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal(retryAfter, answer.Headers.NonValidated.TryGetValues("Retry-After", out var values) ? values.ToString() : null);
        Assert.Equal(HttpStatusCode.OK, (await graph.Ask(Users)).StatusCode);
    }

    [Fact]
    public async Task An_inner_call_of_a_batch_is_throttled_by_itself()
    {
        await using var graph = await GraphCaller.Start();
        graph.Host.Faults.SwitchOn(new Fault(FaultKind.Throttled) { Place = FaultPlace.InsideBatch, Count = 1, RetryAfter = "1" });
        var answer = await graph.Batch("/education/schools", "/education/schools");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var responses = (await GraphCaller.Json(answer))["responses"]!.AsArray();
        Assert.Equal([200, 429], responses.Select(one => (int)one!["status"]!).Order());
        Assert.Equal("1", (string?)responses.Single(one => (int)one!["status"]! == 429)!["headers"]!["Retry-After"]);
    }

    [Fact]
    public async Task Broken_half_and_dripping_bodies_are_what_they_say()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var graph = await GraphCaller.Start();
        graph.Host.Faults.SwitchOn(new Fault(FaultKind.BrokenConnection) { Count = 1 });
        await Assert.ThrowsAnyAsync<HttpRequestException>(() => graph.Ask(Users));
        graph.Host.Faults.SwitchOn(new Fault(FaultKind.BadJson) { Count = 1 });
        await Assert.ThrowsAnyAsync<JsonException>(() => graph.Get(Users));
        graph.Host.Faults.SwitchOn(new Fault(FaultKind.Drip) { Count = 1, Delay = TimeSpan.FromMinutes(1) });
        using var answer = await graph.Http.GetAsync(new Uri(Users, UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, cancel);
        await using var body = await answer.Content.ReadAsStreamAsync(cancel);
        Assert.Equal(1, await body.ReadAsync(new byte[100], cancel));
    }

    [Fact]
    public async Task No_answer_comes_until_the_caller_gives_up()
    {
        await using var graph = await GraphCaller.Start();
        graph.Host.Faults.SwitchOn(new Fault(FaultKind.NoAnswer) { Count = 1 });
        using var patience = new CancellationTokenSource(TimeSpan.FromMilliseconds(300));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => graph.Http.GetAsync(new Uri(Users, UriKind.Relative), patience.Token));
    }

    [Fact]
    public async Task Pages_come_empty_repeated_or_half_when_told_to()
    {
        await using var graph = await GraphCaller.Start();
        var ids = graph.Municipality.Users.Select(user => user.Id).ToList();
        var empty = graph.Host.Faults.SwitchOn(new Fault(FaultKind.EmptyPages));
        Assert.Empty((await graph.Get(Users))["value"]!.AsArray());
        Assert.Equal(ids, GraphCaller.Ids(await graph.All("/v1.0/education/users?$top=200")));
        graph.Host.Faults.SwitchOff(empty);
        var repeated = graph.Host.Faults.SwitchOn(new Fault(FaultKind.RepeatedPages));
        var twice = GraphCaller.Ids(await graph.All("/v1.0/education/users?$top=200"));
        Assert.Equal(ids.Count * 2, twice.Count);
        Assert.Equal(ids, twice.Distinct());
        graph.Host.Faults.SwitchOff(repeated);
        graph.Host.Faults.SwitchOn(new Fault(FaultKind.HalfPageChain));
        var first = await graph.Get("/v1.0/education/users?$top=200");
        Assert.Equal(HttpStatusCode.InternalServerError, (await graph.Ask((string)first["@odata.nextLink"]!)).StatusCode);
    }

    [Fact]
    public async Task Strange_content_is_served_when_told_to()
    {
        await using var graph = await GraphCaller.Start();
        foreach (var kind in (FaultKind[])[FaultKind.MillionCharacterName, FaultKind.UnknownValues, FaultKind.DuplicateIds, FaultKind.ForeignNextLink])
            graph.Host.Faults.SwitchOn(new Fault(kind) { Count = 1 });
        var page = await graph.Get(Users);
        var users = page["value"]!.AsArray();
        Assert.Equal(1_000_000, ((string)users[0]!["givenName"]!).Length);
        Assert.Equal((string)users[0]!["id"]!, (string)users[1]!["id"]!);
        Assert.Equal("apprentice", (string)users[0]!["primaryRole"]!);
        Assert.DoesNotContain("127.0.0.1", (string)page["@odata.nextLink"]!, StringComparison.Ordinal);
        graph.Host.Faults.SwitchOn(new Fault(FaultKind.EmptySource) { Count = 1 });
        Assert.Empty((await graph.Get(Users))["value"]!.AsArray());
    }
}
