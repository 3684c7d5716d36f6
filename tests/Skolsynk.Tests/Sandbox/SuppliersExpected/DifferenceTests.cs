using System.Text;
using System.Text.Json.Nodes;
using Skolsynk.Sandbox.Expected;
using Skolsynk.Sandbox.Suppliers;
using Skolsynk.Tests.Sandbox.Suppliers;

namespace Skolsynk.Tests.Sandbox.SuppliersExpected;

public sealed class DifferenceTests
{
    private static readonly ExpectedObject Group = Expected(ScimEndpoint.StudentGroups, Bodies.Group);
    private static readonly ExpectedObject Pupil = Expected(ScimEndpoint.Users, Bodies.Pupil);

    [Fact]
    public void What_is_the_same_but_for_order_does_not_differ()
    {
        var two = Bodies.With(Bodies.Activity, json => json["teachers"]!.AsArray().Add(Reference()));
        var turned = Bodies.With(Bodies.Activity, json => json["teachers"]!.AsArray().Insert(0, Reference()));
        Assert.Empty(Difference.Between([Expected(ScimEndpoint.Activities, two)], [Held(ScimEndpoint.Activities, turned)]));

        static JsonNode Reference() => JsonNode.Parse("""{"$ref":"Employments/0","value":"0"}""")!;
    }

    [Fact]
    public void Missing_surplus_and_different_objects_are_told_apart()
    {
        var found = Difference.Between(
            [Group, Pupil],
            [Held(ScimEndpoint.Users, Bodies.With(Bodies.Pupil, json => json["userName"] = "x@y")), Held(ScimEndpoint.Users, Bodies.Teacher)]);
        Assert.Equal(
            [DifferenceKind.Different, DifferenceKind.Surplus, DifferenceKind.Missing],
            found.Select(one => one.Kind));
        Assert.Equal("userName differs", found[0].Reason);
    }

    [Fact]
    public void Reasons_name_attributes_and_references_but_no_person()
    {
        var held = Held(ScimEndpoint.StudentGroups, Bodies.With(Bodies.Group, json => json["studentMemberships"] = new JsonArray()));
        Assert.Equal($"studentMemberships lacks Users/{Bodies.PupilId}", Assert.Single(Difference.Between([Group], [held])).Reason);
        var nameless = Held(ScimEndpoint.Users, Bodies.With(Bodies.Pupil, json =>
        {
            json["name"]!["givenName"] = "Elsa";
            json.Remove("emails");
            json["x"] = 1;
        }));
        Assert.Equal("name.givenName differs; emails is missing; x is not expected", Assert.Single(Difference.Between([Pupil], [nameless])).Reason);
    }

    private static ExpectedObject Expected(ScimEndpoint endpoint, string body) =>
        new(endpoint, Bodies.IdOf(body), JsonNode.Parse(body)!.AsObject());

    private static ScimObject Held(ScimEndpoint endpoint, string body) => new(endpoint, Bodies.IdOf(body), Encoding.UTF8.GetBytes(body));
}
