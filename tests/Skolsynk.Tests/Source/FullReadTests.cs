using Skolsynk.Source;

namespace Skolsynk.Tests.Source;

public sealed class FullReadTests
{
    [Fact]
    public async Task A_municipality_is_read_whole()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/schools/s1/users", Reply.List(ReaderRig.User("u1"), ReaderRig.User("u2", "teacher")))
            .On("/education/schools/s1/classes", Reply.List(ReaderRig.Class("c1")))
            .On("/education/users", Reply.List(ReaderRig.Id("u1"), ReaderRig.Id("u2"), ReaderRig.Id("u3")))
            .On("/education/users/u3", Reply.Ok(ReaderRig.User("u3", "none")))
            .On("/education/classes", Reply.List(ReaderRig.Class("c1"), ReaderRig.Class("c2")))
            .On("/education/classes/c1/members", Reply.List(ReaderRig.Member("u1"), ReaderRig.Member("u2")))
            .On("/education/classes/c1/teachers", Reply.List(ReaderRig.Member("u2")))
            .On("/education/classes/c2/members", Reply.List())
            .On("/education/classes/c2/teachers", Reply.List());

        var read = await rig.Snapshot();

        Assert.Equal(new SourceSchool("s1", "Björkskolan", "12345678"), Assert.Single(read.Schools));
        Assert.Equal(["u1", "u2", "u3"], read.Users.Select(user => user.Id));
        Assert.Equal(["c1", "c2"], read.Classes.Select(found => found.Id));
        Assert.Equal(["u1", "u2"], read.UsersBySchool["s1"]);
        Assert.Equal(["c1"], read.ClassesBySchool["s1"]);
        Assert.Equal(["u1", "u2"], read.MembersByClass["c1"].Members);
        Assert.Equal(["u2"], read.MembersByClass["c1"].Teachers);
        Assert.Empty(read.MembersByClass["c2"].Members);
        Assert.Empty(read.Findings);
        Assert.Equal(0, rig.Graph.Calls("/education/users/u1", inBatch: true));
    }

    [Fact]
    public async Task Empty_pages_repeated_pages_and_ids_that_come_twice_are_normal()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/schools/s1/users", Reply.Page("/education/schools/s1/users?p=2"))
            .On("/education/schools/s1/users?p=2", Reply.Page("/education/schools/s1/users?p=3", ReaderRig.User("u1"), ReaderRig.User("u1")))
            .On("/education/schools/s1/users?p=3", Reply.Page("/education/schools/s1/users?p=4", ReaderRig.User("u1")))
            .On("/education/schools/s1/users?p=4", Reply.List(ReaderRig.User("u1", "teacher"), ReaderRig.User("u2")));

        var read = await rig.Snapshot();

        Assert.Equal(["u1", "u2"], read.UsersBySchool["s1"]);
        Assert.Equal("teacher", read.Users[0].PrimaryRole);
        Assert.Equal([new SourceFinding(SourceFindingKind.Repeated, "school.users", 3)], read.Findings);
    }

    [Fact]
    public async Task A_group_of_5000_is_read_to_its_last_page()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/classes", Reply.List(ReaderRig.Class("c1")))
            .On("/education/classes/c1/teachers", Reply.List());
        for (var page = 0; page < 6; page++)
        {
            var ids = Enumerable.Range(page * 999, Math.Min(999, 5000 - page * 999)).Select(n => ReaderRig.Member($"u{n}")).ToArray();
            rig.Graph.On("/education/classes/c1/members" + (page == 0 ? "" : $"?$skiptoken={page}"),
                page == 5 ? Reply.List(ids) : Reply.Page($"/education/classes/c1/members?$skiptoken={page + 1}", ids));
        }

        var members = (await rig.Snapshot()).MembersByClass["c1"].Members;

        Assert.Equal(Enumerable.Range(0, 5000).Select(n => $"u{n}"), members);
    }

    [Fact]
    public async Task Lists_share_the_text_of_an_id()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/schools/s1/users", Reply.List(ReaderRig.User("u1")))
            .On("/education/classes", Reply.List(ReaderRig.Class("c1")))
            .On("/education/classes/c1/members", Reply.List(ReaderRig.Member("u1")))
            .On("/education/classes/c1/teachers", Reply.List());

        var read = await rig.Snapshot();

        Assert.Same(read.Users[0].Id, read.MembersByClass["c1"].Members[0]);
    }

    [Fact]
    public async Task What_vanishes_while_the_read_runs_is_left_out()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/users", Reply.List(ReaderRig.Id("u1")))
            .On("/education/classes", Reply.List(ReaderRig.Class("c1"), ReaderRig.Class("c2")))
            .On("/education/classes/c2/members", Reply.List())
            .On("/education/classes/c2/teachers", Reply.List());

        var read = await rig.Snapshot();

        Assert.Empty(read.Users);
        Assert.Equal(["c1", "c2"], read.Classes.Select(found => found.Id));
        Assert.Equal(["c2"], read.MembersByClass.Keys);
    }

    [Fact]
    public async Task Bulk_reads_ask_for_compressed_big_pages_of_few_fields_at_low_priority()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.Gzip = true;

        await rig.Snapshot();

        var call = rig.Graph.Seen.Single(call => call.Target.StartsWith("/education/schools/s1/users", StringComparison.Ordinal));
        Assert.Equal("/education/schools/s1/users?$select=" + SourceItems.UserFields + "&$top=999", call.Target);
        Assert.Equal("low", call.Headers["x-ms-throttle-priority"]);
        Assert.Contains("gzip", call.Headers["Accept-Encoding"], StringComparison.Ordinal);
        Assert.Equal("Bearer token-0", call.Headers["Authorization"]);
    }

    [Fact]
    public async Task Ids_are_opaque_and_cannot_walk_up_a_path()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/schools", Reply.List("""{"id":"a/b ?å"}""", """{"id":".."}""", """{"id":" "}""", """{"id":7}""", "{}", "null"))
            .On("/education/schools/a%2Fb%20%3F%C3%A5/users", Reply.List(ReaderRig.User("String (identifier)")))
            .On("/education/schools/a%2Fb%20%3F%C3%A5/classes", Reply.List());

        var read = await rig.Snapshot();

        Assert.DoesNotContain(rig.Graph.Seen, call => call.Target.Contains("..", StringComparison.Ordinal));
        Assert.Equal("a/b ?å", Assert.Single(read.Schools).Id);
        Assert.Equal("String (identifier)", Assert.Single(read.Users).Id);
        Assert.Contains(new SourceFinding(SourceFindingKind.IdMissing, "school", 5), read.Findings);
    }

    [Fact]
    public async Task Progress_ends_with_all_that_was_read()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On("/education/schools/s1/users", Reply.List(ReaderRig.User("u1"), ReaderRig.User("u2")))
            .On("/education/classes", Reply.List(ReaderRig.Class("c1")))
            .On("/education/classes/c1/members", Reply.List())
            .On("/education/classes/c1/teachers", Reply.List());
        var told = new Told();

        var complete = Assert.IsType<ReadOutcome.Complete>(await rig.Read(told));

        Assert.Equal(new ReadProgress(1, 2, 1, 1), told.Last);
        Assert.Equal(6, complete.Cost.Calls);
        Assert.True(complete.Cost.Bytes > 0);
    }

    [Fact]
    public async Task A_cancelled_read_throws()
    {
        await using var rig = await ReaderRig.Start();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(
            () => rig.Reader.Read(new GraphTenant(ReaderRig.Tenant, rig.Budget), null, cancelled.Token));
    }

    private sealed class Told : IProgress<ReadProgress>
    {
        public ReadProgress? Last { get; private set; }

        public void Report(ReadProgress value) => Last = value;
    }
}
