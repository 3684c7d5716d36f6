using System.Text.Json.Nodes;
using Skolsynk.Sandbox.Suppliers;

namespace Skolsynk.Tests.Sandbox.Suppliers;

public sealed class ReceiverTests
{
    [Fact]
    public async Task Every_example_of_the_fact_sheet_is_taken_created_replaced_and_deleted()
    {
        await using var host = await SupplierHost.StartAsync();
        foreach (var receiver in new[] { host.Suppliers.Alfa.Production, host.Suppliers.Beta.Test })
        {
            var client = host.For(receiver);
            await Bodies.SendAllAsync(client);
            foreach (var (endpoint, body) in Bodies.All)
                Assert.Equal(200, await StatusAsync(client.PutAsync(endpoint, body, Bodies.IdOf(body))));
            Assert.Equal(7, receiver.Journal.Counts.IdenticalPuts);
            Assert.Empty(receiver.HeldFor(SupplierHost.Tenant).Dangling());
            foreach (var (endpoint, body) in Bodies.All.Reverse())
                Assert.Equal(204, await StatusAsync(client.DeleteAsync(endpoint, Bodies.IdOf(body))));
            Assert.Equal(404, await StatusAsync(client.DeleteAsync("Users", Bodies.PupilId)));
        }
    }

    [Fact]
    public async Task Answers_follow_the_sheet_for_wrong_key_path_method_and_media_type()
    {
        await using var host = await SupplierHost.StartAsync();
        var client = host.For(host.Suppliers.Beta.Production);
        Assert.Equal(403, await StatusAsync(host.For(host.Suppliers.Beta.Production, key: "wrong").PostAsync("Users", Bodies.Pupil)));
        Assert.Equal(403, await StatusAsync(host.For(host.Suppliers.Beta.Production, key: host.Suppliers.Beta.Test.Keys.KeyFor(SupplierHost.Tenant))
            .GetAsync("Users")));
        Assert.Equal(404, await StatusAsync(client.PostAsync("users", Bodies.Pupil)));
        Assert.Equal(404, await StatusAsync(client.GetAsync("Schemas")));
        Assert.Equal(404, await StatusAsync(client.SendAsync(HttpMethod.Delete, "Users")));
        Assert.Equal(301, await StatusAsync(client.PostAsync("Users/", Bodies.Pupil)));
        Assert.Equal(301, await StatusAsync(client.PostAsync("/scim/beta/v2//Users", Bodies.Pupil)));
        Assert.Equal(501, await StatusAsync(client.SendAsync(HttpMethod.Patch, "Users/" + Bodies.PupilId, "{}", "application/json")));
        Assert.Equal(415, await StatusAsync(client.PostAsync("Organisations", Bodies.Organisation, "application/scim+json; charset=utf-8")));
        Assert.Equal(415, await StatusAsync(client.PostAsync("Organisations", Bodies.Organisation, "text/plain")));
        Assert.Equal(201, await StatusAsync(client.PostAsync("Organisations", Bodies.Organisation, "application/json")));
        Assert.Equal(404, await StatusAsync(client.PutAsync("Organisations", Bodies.With(Bodies.Organisation, json => json["externalId"] = Bodies.PupilId), Bodies.PupilId)));
        Assert.Equal(400, await StatusAsync(client.PutAsync("Organisations", Bodies.Organisation, Bodies.PupilId)));
        Assert.Equal(409, await StatusAsync(client.PostAsync("Organisations", Bodies.Organisation)));
    }

    [Fact]
    public async Task A_user_name_of_another_user_is_a_conflict_until_that_one_is_gone()
    {
        await using var host = await SupplierHost.StartAsync();
        var client = host.For(host.Suppliers.Alfa.Production);
        await Bodies.SendAllAsync(client);
        var again = Bodies.With(Bodies.Teacher, json => json["externalId"] = "00000000-0000-4000-8000-000000000001");
        Assert.Equal(409, await StatusAsync(client.PostAsync("Users", again)));
        Assert.Equal(409, await StatusAsync(client.PutAsync("Users", Bodies.With(Bodies.Pupil, json => json["userName"] = "OMAR.lind@norrboda.example"), Bodies.PupilId)));
        Assert.Equal(204, await StatusAsync(client.DeleteAsync("Users", Bodies.IdOf(Bodies.Teacher))));
        Assert.Equal(201, await StatusAsync(client.PostAsync("Users", again)));
    }

    [Fact]
    public async Task Municipalities_and_environments_are_apart_where_keys_are_and_together_where_the_key_is_shared()
    {
        await using var host = await SupplierHost.StartAsync();
        var other = new Guid("00000000-0000-4000-8000-000000000002");
        await Bodies.SendAllAsync(host.For(host.Suppliers.Alfa.Production));
        await Bodies.SendAllAsync(host.For(host.Suppliers.Alfa.Production, other));
        await Bodies.SendAllAsync(host.For(host.Suppliers.Alfa.Test));
        await Bodies.SendAllAsync(host.For(host.Suppliers.Beta.Production));
        Assert.Equal(host.Suppliers.Beta.Production.Keys.KeyFor(SupplierHost.Tenant), host.Suppliers.Beta.Production.Keys.KeyFor(other));
        Assert.Equal(409, await StatusAsync(host.For(host.Suppliers.Beta.Production, other).PostAsync("Organisations", Bodies.Organisation)));
        Assert.Equal(2, host.Suppliers.Beta.Production.HeldFor(other).Count(ScimEndpoint.Users));
    }

    [Fact]
    public async Task A_supplier_of_classes_and_one_school_refuses_teaching_groups_and_second_schools()
    {
        await using var host = await SupplierHost.StartAsync();
        var client = host.For(host.Suppliers.Beta.Production);
        await Bodies.SendAllAsync(client);
        const string second = "00000000-0000-4000-8000-000000000003";
        await client.PostAsync("SchoolUnits", Bodies.With(Bodies.SchoolUnit, json => json["externalId"] = second));
        Assert.Equal(400, await StatusAsync(client.PutAsync("StudentGroups", Bodies.With(Bodies.Group, json => json["studentGroupType"] = "Undervisning"), Bodies.IdOf(Bodies.Group))));
        Assert.Equal(400, await StatusAsync(client.PutAsync("Users", Bodies.With(Bodies.Pupil, AddEnrolment), Bodies.PupilId)));
        Assert.Equal(400, await StatusAsync(client.PostAsync("Employments", Bodies.With(Bodies.Employment, json =>
        {
            json["externalId"] = "00000000-0000-4000-8000-000000000004";
            json["employedAt"] = JsonNode.Parse($$"""{"value":"{{second}}","$ref":"SchoolUnits/{{second}}"}""");
        }))));
        Assert.Equal(204, await StatusAsync(client.DeleteAsync("Employments", Bodies.IdOf(Bodies.Employment))));

        static void AddEnrolment(JsonObject json) => json["urn:scim:schemas:extension:sis:school:1.0:User"]!["enrolments"]!.AsArray()
            .Add(JsonNode.Parse($$"""{"value":"{{second}}","$ref":"SchoolUnits/{{second}}"}"""));
    }

    [Fact]
    public async Task A_rate_that_is_passed_is_answered_429()
    {
        await using var host = await SupplierHost.StartAsync();
        var receiver = host.Suppliers.Beta.Production;
        receiver.RatePerSecond = 5;
        var client = host.For(receiver);
        var statuses = new List<int>();
        for (var i = 0; i < 20; i++)
            statuses.Add(await StatusAsync(client.GetAsync("Users")));
        Assert.Contains(429, statuses);
        Assert.Equal(200, statuses[0]);
    }

    [Fact]
    public async Task Lists_come_in_pages_at_one_supplier_and_whole_at_the_other()
    {
        await using var host = await SupplierHost.StartAsync(SupplierProfile.Alfa with { PageSize = 1 }, SupplierProfile.Beta);
        foreach (var supplier in host.Suppliers.All)
            await Bodies.SendAllAsync(host.For(supplier.Production));
        var page = await JsonAsync(host.For(host.Suppliers.Alfa.Production).GetAsync("Users?startIndex=2"));
        Assert.Equal(2, (int)page["totalResults"]!);
        Assert.Equal(Bodies.IdOf(Bodies.Teacher), (string)Assert.Single(page["Resources"]!.AsArray())!["id"]!);
        Assert.Null((await JsonAsync(host.For(host.Suppliers.Alfa.Production).GetAsync("SchoolUnitGroups")))["Resources"]);
        Assert.Equal(2, (await JsonAsync(host.For(host.Suppliers.Beta.Production).GetAsync("Users?startIndex=2")))["Resources"]!.AsArray().Count);
        Assert.Equal(0, (int)(await JsonAsync(host.For(host.Suppliers.Beta.Production).GetAsync("Users/" + Bodies.PupilId)))["totalResults"]!);
    }

    [Fact]
    public async Task The_receiver_counts_requests_in_progress_and_open_connections()
    {
        await using var host = await SupplierHost.StartAsync();
        var receiver = host.Suppliers.Alfa.Production;
        receiver.Faults.On(new(FaultKind.Slow) { Milliseconds = 300 });
        var client = host.For(receiver);
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => client.GetAsync("Users")));
        Assert.Equal(8, receiver.Journal.Counts.MaxConcurrent);
        Assert.Equal(1, receiver.Journal.Counts.Connections);
        Assert.Equal(8, receiver.Journal.Last(100).Count);
    }

    private static async Task<int> StatusAsync(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        return (int)answer.StatusCode;
    }

    private static async Task<JsonNode> JsonAsync(Task<HttpResponseMessage> sending)
    {
        using var answer = await sending;
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken))!;
    }
}
