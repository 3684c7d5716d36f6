using System.Text;
using Skolsynk.Hosting.Applying;
using Skolsynk.Hosting.Settings;
using Skolsynk.Rosters;
using Skolsynk.Suppliers;

namespace Skolsynk.Tests.Hosting;

public sealed class ApplyTests
{
    private const string Entra = "0b1c2d3e-0000-4000-8000-000000000001";
    private const string School = "0b1c2d3e-0000-4000-8000-0000000000a1";

    private const string Whole = $$"""
        {
          // Comments and a last comma are allowed.
          "suppliers": [
            { "key": "alfa", "name": "Alfa Läromedel", "profile": { "http2": true, "ratePerSecond": 20 },
              "environments": [ { "kind": "production", "address": "https://alfa.example/scim/" } ] },
          ],
          "tenants": [
            { "key": "ekhult", "name": "Ekhults kommun", "entraTenantId": "{{Entra}}",
              "codes": [ { "school": "{{School}}", "code": "91234567" } ],
              "connections": [ { "supplier": "alfa", "environment": "production", "keyEnv": "ALFA",
                "scope": { "schools": "all", "roles": ["students"], "attributes": ["email"] } } ] }
          ]
        }
        """;

    [Fact]
    public void A_file_is_laid_over_what_is_set_and_only_what_it_names_changes()
    {
        var first = Applied(ApplyState.Empty, Whole);
        var connection = first.Tenants["ekhult"].Connections[new("alfa", EnvironmentKind.Production)];
        Assert.Equal("hemlig", connection.Key?.Value);
        Assert.Equal((true, true, false, true), (connection.Scope.AllSchools, connection.Scope.Students, connection.Scope.Teachers, connection.Scope.Email));
        Assert.Equal("https://alfa.example/scim", first.Suppliers["alfa"].Environments[EnvironmentKind.Production].Address);
        Assert.Equal((20.0, 32), (first.Suppliers["alfa"].Profile.RatePerSecond, first.Suppliers["alfa"].Profile.Parallelism));

        var second = Applied(first, """{ "suppliers": [ { "key": "alfa", "profile": { "ratePerSecond": null } } ] }""");
        var difference = Assert.Single(ApplyPlan.Between(first, second).Differences);
        Assert.Equal(("leverantör alfa", "profile.ratePerSecond", "20", 0), (difference.Thing, difference.Name, difference.Old[0], difference.New.Count));
        Assert.True(second.Suppliers["alfa"].Profile.Http2);
    }

    [Fact]
    public void The_same_file_again_makes_no_difference()
    {
        var first = Applied(ApplyState.Empty, Whole);
        Assert.NotEmpty(ApplyPlan.Between(ApplyState.Empty, first).Differences);
        Assert.Empty(ApplyPlan.Between(first, Applied(first, Whole)).Differences);
    }

    [Fact]
    public void Differences_never_show_a_key()
    {
        var first = Applied(ApplyState.Empty, Whole);
        var second = Applied(first, Whole.Replace("ALFA", "ANNAN", StringComparison.Ordinal));
        var shown = ApplyPlan.Between(first, second).Differences.Concat(ApplyPlan.Between(ApplyState.Empty, first).Differences).ToList();
        Assert.Contains(shown, d => d.Name == "key");
        Assert.DoesNotContain(shown, d => d.Old.Concat(d.New).Any(v => v.Contains("hemlig", StringComparison.Ordinal)));
    }

    [Fact]
    public void What_is_marked_with_remove_goes_and_what_is_not_listed_stays()
    {
        var first = Applied(ApplyState.Empty, Whole);
        var second = Applied(first, $$"""{ "tenants": [ { "key": "ekhult", "codes": [ { "school": "{{School}}", "remove": true } ] } ] }""");
        Assert.Empty(second.Tenants["ekhult"].Codes);
        Assert.Single(second.Tenants["ekhult"].Connections);
    }

    [Fact]
    public void A_connection_through_which_something_was_sent_cannot_simply_be_forgotten()
    {
        var first = Applied(ApplyState.Empty, Whole);
        var name = new ConnectionName("alfa", EnvironmentKind.Production);
        var tenant = first.Tenants["ekhult"];
        var sent = first with
        {
            Tenants = new Dictionary<string, TenantState>
            {
                ["ekhult"] = tenant with { Connections = new Dictionary<ConnectionName, ConnectionState> { [name] = tenant.Connections[name] with { HasReceipts = true } } },
            },
        };
        var problem = Assert.Single(Problems(sent, """{ "tenants": [ { "key": "ekhult", "connections": [ { "supplier": "alfa", "environment": "production", "remove": true } ] } ] }"""));
        Assert.Contains("scope.schools", problem.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{ "supplers": [] }""", 1, 3, "$.supplers", "Okänt namn")]
    [InlineData("""{ "tenants": {} }""", 1, 14, "$.tenants", "lista")]
    [InlineData("{ \"tenants\": [\n  { \"key\": \"Ekhult!\" } ] }", 2, 12, "$.tenants[0].key", "Små bokstäver")]
    [InlineData("{ \"tenants\": [\n ] ] }", 2, 4, "$", "inte giltig JSON")]
    [InlineData("""{ "suppliers": [ { "key": "b", "name": "B", "profile": { "groups": "some" } } ] }""", 1, 68, "$.suppliers[0].profile.groups", "none, classes, all")]
    [InlineData("""{ "suppliers": [ { "key": "b", "key": "c", "name": "B" } ] }""", 1, 32, "$.suppliers[0].key", "två gånger")]
    [InlineData("""{ "suppliers": [ { "key": "b", "name": "B", "environments": [ { "kind": "test", "address": "http://b.example" } ] } ] }""", 1, 92, "$.suppliers[0].environments[0].address", "okrypterad")]
    public void A_fault_is_named_with_line_column_and_path(string json, int line, int column, string path, string text)
    {
        var problem = Assert.Single(Problems(ApplyState.Empty, json));
        Assert.Equal((line, column, path), (problem.Place.Line, problem.Place.Column, problem.Path));
        Assert.Contains(text, problem.Text, StringComparison.Ordinal);
    }

    [Theory, InlineData("01234567"), InlineData("20120315"), InlineData("1234567"), InlineData("1234567a")]
    public void What_is_no_school_unit_code_is_refused(string code) => Assert.Contains(
        "skolenhetskod", Assert.Single(Problems(ApplyState.Empty, Whole.Replace("91234567", code, StringComparison.Ordinal))).Text, StringComparison.Ordinal);

    [Fact]
    public void A_key_in_the_file_and_made_up_codes_are_for_development_only()
    {
        var json = Whole.Replace("\"keyEnv\": \"ALFA\"", "\"key\": \"abc\"", StringComparison.Ordinal)
            .Replace("\"name\": \"Ekhults kommun\"", "\"name\": \"Ekhult\", \"madeUpCodes\": true", StringComparison.Ordinal);
        Assert.Equal(2, Problems(ApplyState.Empty, json).Count);
        Assert.Equal("abc", Applied(ApplyState.Empty, json, development: true).Tenants["ekhult"].Connections.Values.Single().Key?.Value);
    }

    [Fact]
    public void A_school_is_found_by_its_name_when_that_is_unique()
    {
        var first = Applied(ApplyState.Empty, Whole);
        Guid a = Guid.Parse(School), b = Ids.Of(Guid.Parse(Entra), EntityKind.School, "skola-b");
        var read = first with
        {
            Tenants = new Dictionary<string, TenantState>
            {
                ["ekhult"] = first.Tenants["ekhult"] with { Schools = new Dictionary<Guid, string> { [a] = "Almskolan", [b] = "Björkskolan" } },
            },
        };
        static string Code(string school) => $$"""{ "tenants": [ { "key": "ekhult", "codes": [ { "school": "{{school}}", "code": "98765432" } ] } ] }""";
        Assert.Equal("98765432", Applied(read, Code("Björkskolan")).Tenants["ekhult"].Codes[b]);
        Assert.Equal("98765432", Applied(read, Code("skola-b")).Tenants["ekhult"].Codes[b]);
        Assert.Contains("Ingen läst skola", Assert.Single(Problems(read, Code("Cederskolan"))).Text, StringComparison.Ordinal);
    }

    private static ApplyState Applied(ApplyState current, string json, bool development = false)
    {
        var (wanted, problems) = Read(current, json, development);
        Assert.Empty(problems);
        return wanted!;
    }

    private static List<InputProblem> Problems(ApplyState current, string json) => Read(current, json, development: false).Problems;

    private static (ApplyState? Wanted, List<InputProblem> Problems) Read(ApplyState current, string json, bool development)
    {
        var problems = new List<InputProblem>();
        var rules = new ApplyRules(development, name => name == "ALFA" ? "hemlig" : name == "ANNAN" ? "hemlig-2" : null, _ => null);
        var root = PlacedJson.Parse(Encoding.UTF8.GetBytes(json), problems);
        return (root is null ? null : new ApplyReader(current, rules, problems).Read(root), problems);
    }
}
