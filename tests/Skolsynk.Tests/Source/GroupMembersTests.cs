using Skolsynk.Source;

namespace Skolsynk.Tests.Source;

/// <summary>The group that names protected persons: only ids are asked for, and half a list is none.</summary>
public sealed class GroupMembersTests
{
    private const string Path = "/groups/g1/transitiveMembers";

    [Fact, Trait("Invariant", "10")]
    public async Task Only_ids_are_asked_for_to_the_last_page_and_what_is_no_user_is_left_out()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On(Path, Reply.Page($"{Path}?$skiptoken=2", Member("a"), Member("b"), """{"@odata.type":"#microsoft.graph.group","id":"g2"}"""));
        rig.Graph.On($"{Path}?$skiptoken=2", Reply.List(Member("b"), """{"id":"c"}""", """{"@odata.type":"#microsoft.graph.something","id":"d"}"""));
        Assert.Equal(["a", "b", "c", "d"], Assert.IsType<GroupOutcome.Whole>(await Members(rig)).Members.Order());
        Assert.Contains("$select=id&", rig.Graph.Seen.First(call => call.Target.Contains(Path, StringComparison.Ordinal)).Target, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, FailureKind.ConsentLost)]
    [InlineData(404, FailureKind.Malformed)]
    [InlineData(400, FailureKind.Malformed)]
    public async Task What_is_no_list_says_with_which_status(int status, FailureKind kind)
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On(Path, Reply.Error(status, "Request_ResourceNotFound"));
        var failure = Assert.IsType<GroupOutcome.Failed>(await Members(rig)).Failure;
        Assert.Equal((kind, status), (failure.Kind, failure.Status));
    }

    [Fact]
    public async Task Half_a_chain_or_a_member_without_an_id_is_no_list()
    {
        await using var rig = await ReaderRig.Start();
        rig.Graph.On(Path, Reply.Page($"{Path}?$skiptoken=2", Member("a")));
        Assert.IsType<GroupOutcome.Failed>(await Members(rig));
        await using var odd = await ReaderRig.Start();
        odd.Graph.On(Path, Reply.List(Member("a"), """{"displayName":"Nobody"}"""));
        Assert.IsType<GroupOutcome.Failed>(await Members(odd));
    }

    private static string Member(string id) => $$"""{"@odata.type":"#microsoft.graph.user","id":"{{id}}"}""";

    private static Task<GroupOutcome> Members(ReaderRig rig) =>
        rig.Reader.Members(new GraphTenant(ReaderRig.Tenant, rig.Budget), "g1", TestContext.Current.CancellationToken);
}
