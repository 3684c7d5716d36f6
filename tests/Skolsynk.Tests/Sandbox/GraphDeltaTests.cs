using System.Net;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Time.Testing;
using Skolsynk.Sandbox;

namespace Skolsynk.Tests.Sandbox;

public sealed class GraphDeltaTests
{
    private static async Task<(List<JsonNode> Items, string DeltaLink)> Round(GraphCaller graph, string link)
    {
        var items = new List<JsonNode>();
        while (true)
        {
            var page = await graph.Get(link);
            items.AddRange(page["value"]!.AsArray()!);
            if ((string?)page["@odata.deltaLink"] is { } end)
                return (items, end);
            link = (string)page["@odata.nextLink"]!;
        }
    }

    [Theory]
    [InlineData("delta")]
    [InlineData("delta()")]
    public async Task A_first_round_tells_everything_and_the_next_one_nothing(string spelling)
    {
        await using var graph = await GraphCaller.Start();
        var (items, link) = await Round(graph, $"/v1.0/education/users/{spelling}?$select=id,displayName");
        Assert.Equal(graph.Municipality.Users.Count, items.Count);
        Assert.Empty((await Round(graph, link)).Items);
    }

    [Fact]
    public async Task Members_who_come_and_go_are_told_by_the_groups_delta()
    {
        await using var graph = await GraphCaller.Start();
        var (everything, link) = await Round(graph, "/v1.0/groups/delta?$select=id,displayName,members,owners");
        Assert.Equal(graph.Municipality.Classes.Count, GraphCaller.Ids(everything).Distinct().Count());
        var classes = graph.Municipality.Classes.Where(item => item.DisplayName is "7A" or "8A").OrderBy(item => item.DisplayName).ToList();
        var pupil = graph.Municipality.MembersOf(classes[0].Id).First(user => user.IsStudent);
        graph.Municipality.MoveToClass(pupil.Id, classes[0].Id, classes[1].Id);

        var (changes, _) = await Round(graph, link);
        var left = Assert.Single(changes, item => (string)item["id"]! == classes[0].Id)["members@delta"]![0]!;
        Assert.Equal(pupil.Id, (string)left["id"]!);
        Assert.NotNull(left["@removed"]);
        var joined = Assert.Single(changes, item => (string)item["id"]! == classes[1].Id)["members@delta"]![0]!;
        Assert.Equal(pupil.Id, (string)joined["id"]!);
        Assert.Null(joined["@removed"]);
    }

    [Fact]
    public async Task A_deleted_school_is_told_and_a_deleted_user_is_not()
    {
        await using var graph = await GraphCaller.Start();
        var (_, schools) = await Round(graph, "/v1.0/education/schools/delta");
        var (_, users) = await Round(graph, "/v1.0/education/users/delta");
        var alone = graph.Municipality.Users.First(user => graph.Municipality.SchoolsOfUser(user.Id).Count == 0);
        graph.Municipality.RemoveUser(alone.Id);
        Assert.Empty((await Round(graph, users)).Items);
        graph.Municipality.DeleteSchool(graph.Municipality.Schools[0].Id);
        Assert.NotNull(Assert.Single((await Round(graph, schools)).Items)["@removed"]);
    }

    [Fact]
    public async Task A_token_of_a_week_ago_answers_410_with_a_way_to_begin_anew()
    {
        var clock = new FakeTimeProvider(new DateTimeOffset(2026, 3, 1, 8, 0, 0, TimeSpan.Zero));
        await using var graph = await GraphCaller.Start(new SandboxOptions { Time = clock });
        var (_, link) = await Round(graph, "/v1.0/education/classes/delta");
        clock.Advance(TimeSpan.FromDays(8));
        Assert.Equal(HttpStatusCode.Unauthorized, (await graph.Ask(link)).StatusCode);
        await graph.SignIn(graph.Municipality);
        var answer = await graph.Ask(link);
        Assert.Equal(HttpStatusCode.Gone, answer.StatusCode);
        Assert.EndsWith("/v1.0/education/classes/delta?$deltatoken=", answer.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_token_older_than_the_history_is_not_found()
    {
        await using var graph = await GraphCaller.Start();
        var (_, link) = await Round(graph, "/v1.0/education/classes/delta");
        graph.Municipality.ForgetHistory();
        Assert.Equal("syncStateNotFound", await GraphCaller.Code(await graph.Ask(link)));
    }
}
