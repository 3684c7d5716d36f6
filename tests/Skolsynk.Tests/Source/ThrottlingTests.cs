using Skolsynk.Source;

namespace Skolsynk.Tests.Source;

public sealed class ThrottlingTests
{
    [Theory]
    [InlineData("7", 7)]
    [InlineData("2.5", 2.5)]
    [InlineData("Mon, 05 Jan 2026 08:00:20 GMT", 20)]
    public async Task A_throttled_call_waits_as_long_as_it_is_told(string retryAfter, double seconds)
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/schools", Reply.Error(429, "TooManyRequests", retryAfter), Reply.List());

        Assert.Empty((await rig.Snapshot()).Schools);
        Assert.Equal([TimeSpan.FromSeconds(seconds)], rig.Clock.Waits);
    }

    [Fact]
    public async Task A_wait_beyond_patience_ends_the_read_at_once()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/schools", Reply.Error(429, "TooManyRequests", "3000"));

        Assert.Equal(new ReadFailure(FailureKind.Throttled, "GET /education/schools", 429, "TooManyRequests"), await rig.Failure());
        Assert.Empty(rig.Clock.Waits);
    }

    [Fact]
    public async Task A_call_throttled_inside_a_batch_is_sent_again_by_itself()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/classes", Reply.List(ReaderRig.Class("c1"), ReaderRig.Class("c2")))
            .On("/education/classes/c1/members", Reply.Error(429, "TooManyRequests", "4.5"), Reply.List(ReaderRig.Member("u1")))
            .On("/education/classes/c1/teachers", Reply.List())
            .On("/education/classes/c2/members", Reply.List(ReaderRig.Member("u2")))
            .On("/education/classes/c2/teachers", new Reply(502, "<html/>"), Reply.List());

        var members = (await rig.Snapshot()).MembersByClass;

        Assert.Equal(["u1"], members["c1"].Members);
        Assert.Equal(["u2"], members["c2"].Members);
        Assert.Equal(2, rig.Graph.Calls("/$batch"));
        Assert.Equal(2, rig.Graph.Calls("/education/classes/c1/members", inBatch: true));
        Assert.Equal(1, rig.Graph.Calls("/education/classes/c1/teachers", inBatch: true));
        Assert.Equal(TimeSpan.FromSeconds(4.5), rig.Clock.Waits.First());
    }

    [Fact]
    public async Task A_call_throttled_inside_a_batch_without_end_fails_the_read()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/users", Reply.List(ReaderRig.Id("u1")))
            .On("/education/users/u1", Reply.Error(429, "TooManyRequests"));

        Assert.Equal(new ReadFailure(FailureKind.Throttled, "GET /education/users/{id}", 429, "TooManyRequests"), await rig.Failure());
    }

    [Fact]
    public async Task A_call_that_a_batch_forgets_is_asked_again()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/users", Reply.List(ReaderRig.Id("u1"), ReaderRig.Id("u2")))
            .On("/education/users/u1", Reply.Ok(ReaderRig.User("u1")))
            .On("/education/users/u2", Reply.Ok(ReaderRig.User("u2")));
        rig.Graph.Swallow.Add("one");

        Assert.Equal(["u1", "u2"], (await rig.Snapshot()).Users.Select(user => user.Id));
    }

    [Fact]
    public async Task A_refused_token_is_renewed_once()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/schools", Reply.Error(401, "InvalidAuthenticationToken"), Reply.List());

        await rig.Snapshot();

        Assert.Equal(1, rig.Renewals);
        Assert.Equal(["Bearer token-0", "Bearer token-1"],
            rig.Graph.Seen.Where(call => call.Target.StartsWith("/education/schools?", StringComparison.Ordinal))
                .Select(call => call.Headers["Authorization"]));
    }

    [Fact]
    public async Task A_token_endpoint_that_is_down_is_asked_again()
    {
        await using var rig = await ReaderRig.Start();
        rig.Patience = rig.Patience with { MaxAttempts = 3 };
        rig.Token = new TokenOutcome.Refused(new ReadFailure(FailureKind.Unreachable, "token", 503));

        Assert.Equal(new ReadFailure(FailureKind.Unreachable, "token", 503), await rig.Failure());
        Assert.Equal(2, rig.Clock.Waits.Count);
    }
}
