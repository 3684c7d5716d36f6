using System.Net;
using System.Text.Json.Nodes;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Tenants;

namespace Skolsynk.Tests.Sandbox;

public sealed class GraphListTests
{
    [Fact]
    public async Task A_list_is_followed_over_its_pages_to_every_user_once()
    {
        await using var graph = await GraphCaller.Start();
        var ids = GraphCaller.Ids(await graph.All("/v1.0/education/users?$top=100&$select=id"));
        Assert.Equal(graph.Municipality.Users.Select(user => user.Id), ids);
        var page = await graph.Get("/beta/education/users");
        Assert.Equal(100, page["value"]!.AsArray().Count);
        Assert.StartsWith($"{graph.Host.BaseUri}beta/education/users?$skiptoken=", (string)page["@odata.nextLink"]!, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_after_a_full_last_page_is_empty()
    {
        await using var graph = await GraphCaller.Start();
        var page = await graph.Get($"/v1.0/education/schools?$top={graph.Municipality.Schools.Count}");
        var last = await graph.Get((string)page["@odata.nextLink"]!);
        Assert.Empty(last["value"]!.AsArray());
        Assert.Null(last["@odata.nextLink"]);
    }

    [Fact]
    public async Task Only_what_is_selected_comes_and_too_large_pages_are_refused()
    {
        await using var graph = await GraphCaller.Start();
        var user = (await graph.Get("/v1.0/education/users?$top=1&$select=id,mail"))["value"]![0]!.AsObject();
        Assert.Equal(["id", "mail"], user.Select(member => member.Key));
        var answer = await graph.Ask("/v1.0/education/users?$top=1000");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Ties_and_members_are_found_where_Graph_has_them()
    {
        await using var graph = await GraphCaller.Start();
        var school = graph.Municipality.Schools[0];
        var item = graph.Municipality.ClassesOfSchool(school.Id).First(one => graph.Municipality.MembersOf(one.Id).Count > 0);
        Assert.Equal(
            graph.Municipality.UsersOfSchool(school.Id).Select(user => user.Id),
            GraphCaller.Ids(await graph.All($"/v1.0/education/schools/{school.Id}/users?$top=999")));
        Assert.Contains(item.Id, GraphCaller.Ids(await graph.All($"/v1.0/education/schools/{school.Id}/classes?$top=999")));
        var members = await graph.All($"/v1.0/education/classes/{item.Id}/members?$top=999");
        var teachers = await graph.All($"/v1.0/education/classes/{item.Id}/teachers");
        Assert.Contains(members, member => (string?)member["primaryRole"] == "student");
        Assert.Subset(GraphCaller.Ids(members).ToHashSet(), GraphCaller.Ids(teachers).ToHashSet());
        Assert.Equal(school.Id, (string)(await graph.All($"/v1.0/education/classes/{item.Id}/schools"))[0]["id"]!);
        var teacher = GraphCaller.Ids(teachers)[0];
        Assert.Contains(item.Id, GraphCaller.Ids(await graph.All($"/v1.0/education/users/{teacher}/taughtClasses")));
        Assert.NotEmpty(await graph.All($"/v1.0/education/users/{teacher}/schools"));
    }

    [Fact]
    public async Task What_is_not_there_answers_404_with_Graphs_own_code()
    {
        await using var graph = await GraphCaller.Start();
        var answer = await graph.Ask("/v1.0/education/users/2b6c0e6a-0000-4000-8000-000000000000");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("Request_ResourceNotFound", await GraphCaller.Code(answer));
    }

    [Fact]
    public async Task An_id_that_holds_a_slash_is_found()
    {
        await using var graph = await GraphCaller.Start();
        graph.Municipality.Put(new SandboxUser("a/b c", "odd@x.example"));
        Assert.Equal("odd@x.example", (string?)(await graph.Get("/v1.0/education/users/a%2Fb%20c"))["userPrincipalName"]);
    }

    [Fact]
    public async Task The_tokens_tenant_decides_whose_data_comes_and_without_token_nothing_does()
    {
        await using var graph = await GraphCaller.Start(new SandboxOptions { Tenants = 2 });
        await graph.SignIn(graph.Host.Municipalities[1]);
        var ids = GraphCaller.Ids(await graph.All("/v1.0/education/schools"));
        Assert.Equal(graph.Host.Municipalities[1].Schools.Select(school => school.Id), ids);
        graph.Http.DefaultRequestHeaders.Authorization = null;
        Assert.Equal(HttpStatusCode.Unauthorized, (await graph.Ask("/v1.0/education/schools")).StatusCode);
        graph.Http.DefaultRequestHeaders.Authorization = new("Bearer", "a.b.c");
        Assert.Equal(HttpStatusCode.Unauthorized, (await graph.Ask("/v1.0/education/schools")).StatusCode);
    }

    [Fact]
    public async Task Members_without_the_right_to_read_them_hold_nothing_but_an_id()
    {
        await using var graph = await GraphCaller.Start();
        graph.Host.Tenants.Find(graph.Municipality.EntraTenantId)!.Roles = [Tenant.ReadRoster];
        await graph.SignIn(graph.Municipality);
        var item = graph.Municipality.Classes.First(one => graph.Municipality.MembersOf(one.Id).Count > 0);
        var member = (await graph.All($"/v1.0/education/classes/{item.Id}/members"))[0];
        Assert.NotNull(member["id"]);
        Assert.Null(member["givenName"]);
        Assert.Equal(HttpStatusCode.Forbidden, (await graph.Ask("/v1.0/groups/delta")).StatusCode);
    }

    [Fact]
    public async Task A_batch_answers_each_of_its_calls_in_an_order_of_its_own()
    {
        await using var graph = await GraphCaller.Start();
        var urls = graph.Municipality.Classes.Take(20).Select(item => $"/education/classes/{item.Id}/members?$select=id&$top=999").ToArray();
        var responses = (await GraphCaller.Json(await graph.Batch(urls)))["responses"]!.AsArray();
        Assert.NotEqual(Enumerable.Range(0, 20).Select(number => $"{number}"), responses.Select(one => (string)one!["id"]!));
        foreach (var response in responses)
        {
            var item = graph.Municipality.Classes[int.Parse((string)response!["id"]!, System.Globalization.CultureInfo.InvariantCulture)];
            Assert.Equal(200, (int)response["status"]!);
            Assert.Equal(
                graph.Municipality.MembersOf(item.Id).Select(user => user.Id), GraphCaller.Ids(response["body"]!["value"]!.AsArray()!));
        }
    }

    [Fact]
    public async Task A_batch_of_twenty_one_is_refused_and_a_missing_object_is_a_404_of_its_own()
    {
        await using var graph = await GraphCaller.Start();
        Assert.Equal(HttpStatusCode.BadRequest, (await graph.Batch([.. Enumerable.Repeat("/education/schools", 21)])).StatusCode);
        var response = (await GraphCaller.Json(await graph.Batch("/education/classes/none")))["responses"]![0]!;
        Assert.Equal(404, (int)response["status"]!);
        Assert.Equal("Request_ResourceNotFound", (string)response["body"]!["error"]!["code"]!);
    }

    [Fact]
    public async Task HTTP2_without_TLS_and_gzip_are_spoken()
    {
        var cancel = TestContext.Current.CancellationToken;
        await using var graph = await GraphCaller.Start();
        using var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.GZip };
        using var http = new HttpClient(handler)
        {
            BaseAddress = graph.Host.Http2BaseUri,
            DefaultRequestVersion = HttpVersion.Version20,
            DefaultVersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        http.DefaultRequestHeaders.Authorization = graph.Http.DefaultRequestHeaders.Authorization;
        var answer = await http.GetAsync(new Uri("/v1.0/education/users?$top=999", UriKind.Relative), cancel);
        Assert.Equal(HttpVersion.Version20, answer.Version);
        var page = JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancel))!;
        Assert.Equal(graph.Municipality.Users.Count, page["value"]!.AsArray().Count);
    }
}
