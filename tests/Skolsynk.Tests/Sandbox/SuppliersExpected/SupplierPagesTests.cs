using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Expected;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Tests.Sandbox.Suppliers;

namespace Skolsynk.Tests.Sandbox.SuppliersExpected;

/// <summary>The pages and the comparison over HTTP, in the whole sandbox.</summary>
public sealed class SupplierPagesTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_comparison_is_clean_when_all_has_arrived_and_names_what_is_wrong_when_not()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: Cancel);
        using var http = new HttpClient { BaseAddress = sandbox.BaseUri };
        var held = Fill(sandbox, sandbox.Suppliers.Beta.Production);
        Assert.Empty((await JsonAsync(http, "/expected?supplier=beta"))["divergences"]!.AsArray());
        Assert.Contains("Allt stämmer", await TextAsync(http, "/suppliers/beta/production/comparison"));

        var pupil = held.All(ScimEndpoint.Users)[0];
        held.Delete(ScimEndpoint.Users, pupil.Id);
        var told = await JsonAsync(http, "/expected?supplier=beta&environment=production");
        Assert.Equal(1, (int)told["missing"]!);
        Assert.Equal(pupil.Id, (string)told["divergences"]![0]!["id"]!);
        Assert.Contains(pupil.Id, await TextAsync(http, "/suppliers/beta/production/comparison"));
    }

    [Fact]
    public async Task Connections_can_be_described_and_a_foreign_tenant_is_refused()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: Cancel);
        using var http = new HttpClient { BaseAddress = sandbox.BaseUri };
        using var none = await http.PostAsJsonAsync("/expected?supplier=alfa", Array.Empty<object>(), Cancel);
        Assert.Equal(0, (int)JsonNode.Parse(await none.Content.ReadAsStringAsync(Cancel))!["expected"]!);
        object Described(Guid tenant) => new { entraTenantId = tenant, organisationName = "X kommun", codes = new { }, groups = "classes" };
        using var one = await http.PostAsJsonAsync("/expected?supplier=alfa", new[] { Described(sandbox.Municipality.EntraTenantId) }, Cancel);
        Assert.Equal(1, (int)JsonNode.Parse(await one.Content.ReadAsStringAsync(Cancel))!["missing"]!);
        using var foreign = await http.PostAsJsonAsync("/expected?supplier=alfa", new[] { Described(Guid.Empty) }, Cancel);
        Assert.Equal(HttpStatusCode.BadRequest, foreign.StatusCode);
    }

    [Fact]
    public async Task Pages_show_objects_with_links_that_lead_somewhere()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: Cancel);
        using var http = new HttpClient { BaseAddress = sandbox.BaseUri };
        Assert.Contains("Tomt", await TextAsync(http, "/suppliers"));
        var held = Fill(sandbox, sandbox.Suppliers.Alfa.Production);
        Assert.Contains(sandbox.Municipality.Name, await TextAsync(http, "/suppliers"));
        foreach (var endpoint in ScimEndpoints.All)
        {
            var page = await TextAsync(http, $"/suppliers/alfa?endpoint={endpoint}");
            Assert.Contains("aria-current", page);
            Assert.DoesNotContain("saknas:", page);
            foreach (var one in held.All(endpoint).Take(2))
                Assert.Contains(one.Id, await TextAsync(http, $"/suppliers/alfa/production/{sandbox.Municipality.EntraTenantId}/{endpoint}/{one.Id}"));
        }

        using var missing = await http.GetAsync("/suppliers/gamma", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
        Assert.Contains("color-scheme", await TextAsync(http, "/sandbox.css"));
    }

    [Fact]
    public async Task A_name_with_markup_in_it_is_shown_as_text()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: Cancel);
        using var http = new HttpClient { BaseAddress = sandbox.BaseUri };
        var body = Bodies.With(Bodies.Organisation, json => json["displayName"] = "<script>alert(1)</script>");
        sandbox.Suppliers.Alfa.Production.HeldFor(sandbox.Municipality.EntraTenantId)
            .Create(BodyCheck.Read(ScimEndpoint.Organisations, Encoding.UTF8.GetBytes(body)).Object!);
        var page = await http.GetStringAsync("/suppliers/alfa?endpoint=Organisations", Cancel);
        Assert.Contains("&lt;script&gt;", page);
        Assert.DoesNotContain("<script", page);
    }

    [Fact]
    public async Task Faults_are_switched_on_and_off_and_the_receiver_emptied_by_the_pages_buttons()
    {
        await using var sandbox = await SandboxHost.StartAsync(cancel: Cancel);
        using var http = new HttpClient { BaseAddress = sandbox.BaseUri };
        var receiver = sandbox.Suppliers.Alfa.Test;
        Fill(sandbox, receiver);
        var page = await PressAsync(http, "on", ("kind", "ServerError"), ("requests", "3"), ("endpoint", "Users"), ("method", ""));
        Assert.Contains("3 anrop till", page);
        Assert.Equal(new Fault(FaultKind.ServerError) { Requests = 3, Endpoint = ScimEndpoint.Users }, Assert.Single(receiver.Faults.Current));
        await PressAsync(http, "off", ("kind", "ServerError"));
        Assert.Empty(receiver.Faults.Current);
        await PressAsync(http, "reset");
        Assert.Empty(receiver.Tenants);
    }

    [Fact]
    public async Task The_register_knows_the_codes_of_the_municipality_and_filters_by_huvudman()
    {
        await using var sandbox = await SandboxHost.StartAsync(new SandboxOptions { Tenants = 2 }, Cancel);
        using var http = new HttpClient { BaseAddress = sandbox.BaseUri };
        var organizer = (await JsonAsync(http, "/skolenhetsregistret/v2/organizers?organizer_type=KOMMUN"))["data"]!["attributes"]![1]!;
        Assert.Equal(sandbox.Municipalities[1].Name, (string)organizer["displayName"]!);
        var own = (await JsonAsync(http, $"/skolenhetsregistret/v2/school-units?organization_number={organizer["organizationNumber"]}&status=AKTIV"))
            ["data"]!["attributes"]!.AsArray().Select(unit => (string)unit!["schoolUnitCode"]!);
        Assert.Equal(sandbox.Municipalities[1].Schools.Select(school => school.SchoolUnitCode).OfType<string>().Order(StringComparer.Ordinal), own);
        var one = await JsonAsync(http, $"/skolenhetsregistret/v2/school-units/{own.First()}");
        Assert.Equal("AKTIV", (string)one["data"]!["attributes"]!["status"]!);
        Assert.Equal(4, ((string)one["data"]!["attributes"]!["municipalityCode"]!).Length);
        using var missing = await http.GetAsync("/skolenhetsregistret/v2/school-units/12345678", Cancel);
        Assert.Equal(HttpStatusCode.NotFound, missing.StatusCode);
    }

    /// <summary>Puts into the receiver what is expected of it.</summary>
    private static HeldObjects Fill(SandboxHost sandbox, ScimReceiver receiver)
    {
        var held = receiver.HeldFor(sandbox.Municipality.EntraTenantId);
        var connection = ConnectionDescription.Everything(sandbox.Municipality, receiver.Profile);
        foreach (var one in Expectation.Of(sandbox.Municipality.Snapshot(), connection).OrderBy(one => one.Endpoint))
            Assert.Null(held.Create(BodyCheck.Read(one.Endpoint, Encoding.UTF8.GetBytes(one.Content.ToJsonString())).Object!).Error);
        return held;
    }

    private static async Task<string> PressAsync(HttpClient http, string action, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(
            [new("action", action), new("environment", "test"), .. fields.Select(field => KeyValuePair.Create(field.Name, field.Value))]);
        using var answer = await http.PostAsync("/suppliers/alfa/switch", form, Cancel);
        return await answer.Content.ReadAsStringAsync(Cancel);
    }

    private static async Task<string> TextAsync(HttpClient http, string url) => WebUtility.HtmlDecode(await http.GetStringAsync(url, Cancel));

    private static async Task<JsonNode> JsonAsync(HttpClient http, string url) => JsonNode.Parse(await http.GetStringAsync(url, Cancel))!;
}
