using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Skolsynk.Sandbox;
using Skolsynk.Sandbox.Faults;
using Skolsynk.Sandbox.Tenants;

namespace Skolsynk.Tests.Sandbox;

public sealed class SandboxPageTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private static Task<HttpResponseMessage> PostForm(GraphCaller graph, string path, params (string Name, string Value)[] fields) =>
        graph.Http.PostAsync(
            new Uri(path, UriKind.Relative),
            new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value))),
            Cancel);

    private static string Path(GraphCaller graph, string action) => $"/sandbox/tenants/{graph.Municipality.EntraTenantId:D}/{action}";

    [Fact]
    public async Task The_page_shows_the_municipality_and_finds_a_class_and_a_person()
    {
        await using var graph = await GraphCaller.Start();
        var pupil = graph.Municipality.Users.First(user => user.IsStudent && user.Surname is { } name && name.Trim().Length > 3);
        var answer = await graph.Ask($"/?q={Uri.EscapeDataString(pupil.UserPrincipalName!)}");
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Cancel));
        Assert.Contains(graph.Municipality.Name, page, StringComparison.Ordinal);
        Assert.Contains($"person={pupil.Id}", page, StringComparison.Ordinal);
        Assert.Contains("style-src 'self'", answer.Headers.GetValues("Content-Security-Policy").Single(), StringComparison.Ordinal);
        Assert.Contains("7A", await graph.Http.GetStringAsync(new Uri("/?q=7A", UriKind.Relative), Cancel), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.OK, (await graph.Ask("/sandbox.css")).StatusCode);
    }

    [Fact]
    public async Task A_name_with_markup_in_it_is_shown_as_a_name()
    {
        await using var graph = await GraphCaller.Start();
        var item = graph.Municipality.Classes[0];
        graph.Municipality.RenameClass(item.Id, "<script>alert(1)</script>");
        var page = await graph.Http.GetStringAsync(new Uri($"/?class={item.Id}", UriKind.Relative), Cancel);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_carries_its_action_out_and_leads_back_to_the_page()
    {
        await using var graph = await GraphCaller.Start();
        var item = graph.Municipality.Classes.First(one => one.DisplayName == "7A");
        var answer = await PostForm(graph, Path(graph, "rename-class"), ("classId", item.Id), ("name", "7A Musik"));
        Assert.Equal("7A Musik", graph.Municipality.FindClass(item.Id)!.DisplayName);
        Assert.Contains($"class={item.Id}", answer.RequestMessage!.RequestUri!.Query, StringComparison.Ordinal);
        Assert.Contains("Klassen bytte namn.", await answer.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
        var empty = await PostForm(graph, Path(graph, "rename-class"), ("classId", item.Id), ("name", " "));
        Assert.Contains("Inget gjordes", await empty.Content.ReadAsStringAsync(Cancel), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_action_is_done_over_JSON_too()
    {
        await using var graph = await GraphCaller.Start();
        var (one, school) = (graph.Municipality, graph.Municipality.Schools[0]);
        async Task<JsonNode> Act(string action, object fields)
        {
            var answer = await graph.Http.PostAsJsonAsync(Path(graph, action), fields, Cancel);
            Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Cancel));
            return await GraphCaller.Json(answer);
        }

        var classes = one.ClassesOfSchool(school.Id);
        var userId = (string)(await Act("add-pupil", new { givenName = "Alva", surname = "Ek", schoolId = school.Id, classId = classes[0].Id }))["id"]!;
        Assert.Contains(one.FindUser(userId)!, one.MembersOf(classes[0].Id));
        await Act("move-to-class", new { userId, classId = classes[0].Id, toClassId = classes[1].Id });
        Assert.Contains(one.FindUser(userId)!, one.MembersOf(classes[1].Id));
        await Act("leave-class", new { userId, classId = classes[1].Id });
        await Act("join-class", new { userId, classId = classes[0].Id });
        await Act("move-to-school", new { userId, schoolId = school.Id, toSchoolId = one.Schools[1].Id });
        Assert.Equal([one.Schools[1].Id], one.SchoolsOfUser(userId).Select(at => at.Id));
        var again = (string)(await Act("recreate-account", new { userId }))["id"]!;
        Assert.Null(one.FindUser(userId));
        await Act("remove-person", new { userId = again });
        Assert.Null(one.FindUser(again));
        await Act("expire-class", new { classId = classes[0].Id });
        await Act("remove-class", new { classId = classes[0].Id });
        await Act("delete-school", new { schoolId = school.Id });
        await Act("end-school-year", new { });
        await Act("add-teacher", new { givenName = "Bo", surname = "Al", schoolId = one.Schools[0].Id });
        await Act("forget-history", new { });
    }

    [Theory]
    [InlineData("fly", "{}", HttpStatusCode.BadRequest)]
    [InlineData("rename-class", "{}", HttpStatusCode.BadRequest)]
    [InlineData("rename-class", "nonsense", HttpStatusCode.BadRequest)]
    [InlineData("rename-class", """{"classId":"none","name":"x"}""", HttpStatusCode.NotFound)]
    public async Task What_cannot_be_done_is_said(string action, string body, HttpStatusCode status)
    {
        await using var graph = await GraphCaller.Start();
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var answer = await graph.Http.PostAsync(new Uri(Path(graph, action), UriKind.Relative), content, Cancel);
        Assert.Equal(status, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task Faults_are_switched_over_HTTP_and_by_form()
    {
        await using var graph = await GraphCaller.Start();
        var on = await graph.Http.PostAsJsonAsync(
            "/sandbox/faults", new { kind = "throttled", path = "v1.0/education/users", count = 2, retryAfter = "1.5", place = "outsideBatch" }, Cancel);
        var id = (int)(await GraphCaller.Json(on))["id"]!;
        Assert.Equal(HttpStatusCode.TooManyRequests, (await graph.Ask("/v1.0/education/users")).StatusCode);
        Assert.Equal("throttled", (string)(await graph.Get("/sandbox/faults"))[0]!["fault"]!["kind"]!);
        await graph.Http.DeleteAsync(new Uri($"/sandbox/faults/{id}", UriKind.Relative), Cancel);
        Assert.Equal(HttpStatusCode.OK, (await graph.Ask("/v1.0/education/users")).StatusCode);

        var page = await PostForm(graph, "/sandbox/faults", ("kind", "Latency"), ("path", "v1.0"), ("count", ""), ("delaySeconds", "0,01"));
        Assert.Contains("Felet är på.", WebUtility.HtmlDecode(await page.Content.ReadAsStringAsync(Cancel)), StringComparison.Ordinal);
        Assert.Equal(TimeSpan.FromMilliseconds(10), Assert.Single(graph.Host.Faults.On).Fault.Delay);
        await PostForm(graph, "/sandbox/faults/off");
        Assert.Empty(graph.Host.Faults.On);
        Assert.Equal(HttpStatusCode.BadRequest, (await graph.Http.PostAsJsonAsync("/sandbox/faults", new { kind = "rain" }, Cancel)).StatusCode);
    }

    [Fact]
    public async Task The_tenants_their_codes_and_their_consent_are_told_and_set()
    {
        await using var graph = await GraphCaller.Start(new SandboxOptions { Tenants = 2 });
        Assert.Equal(2, (await graph.Get("/sandbox/tenants")).AsArray().Count);
        var schools = (await graph.Get(Path(graph, "schools"))).AsArray();
        Assert.Equal(graph.Municipality.Schools.Select(school => school.SchoolUnitCode), schools.Select(school => (string?)school!["schoolUnitCode"]));
        await graph.Http.PutAsJsonAsync(Path(graph, "entra"), new { error = "consentMissing", roles = new[] { Tenant.ReadRoster } }, Cancel);
        var tenant = graph.Host.Tenants.Find(graph.Municipality.EntraTenantId)!;
        Assert.Equal(EntraError.ConsentMissing, tenant.Error);
        Assert.Equal([Tenant.ReadRoster], tenant.Roles);
        await PostForm(graph, "/sandbox/entra", ("tenant", tenant.Id.ToString()), ("error", "None"));
        Assert.Equal(EntraError.None, tenant.Error);
    }

    [Fact]
    public async Task Another_web_page_cannot_make_a_browser_change_anything()
    {
        await using var graph = await GraphCaller.Start();
        graph.Http.DefaultRequestHeaders.Add("Sec-Fetch-Site", "cross-site");
        Assert.Equal(HttpStatusCode.Forbidden, (await PostForm(graph, Path(graph, "end-school-year"))).StatusCode);
        graph.Http.DefaultRequestHeaders.Remove("Sec-Fetch-Site");
        graph.Http.DefaultRequestHeaders.Host = "rebound.example";
        Assert.Equal(HttpStatusCode.Forbidden, (await graph.Ask("/")).StatusCode);
    }

    [Fact]
    public async Task A_fault_on_Graph_leaves_the_page_alone()
    {
        await using var graph = await GraphCaller.Start();
        graph.Host.Faults.SwitchOn(new Fault(FaultKind.HtmlGateway) { Path = "" });
        Assert.Equal(HttpStatusCode.BadGateway, (await graph.Ask("/v1.0/education/users")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await graph.Ask("/")).StatusCode);
    }
}
