using System.Text;
using System.Text.Json.Nodes;
using Skolsynk.Sandbox.Suppliers;

namespace Skolsynk.Tests.Sandbox.Suppliers;

public sealed class BodyCheckTests
{
    private const string Extension = "urn:scim:schemas:extension:sis:school:1.0:User";

    /// <summary>A change that makes a valid body wrong, and the attribute that the refusal must name.</summary>
    private static readonly Dictionary<string, (string Body, string Named, Action<JsonObject> Change)> Wrong = new()
    {
        ["id is never sent"] = (Bodies.Organisation, "id", json => json["id"] = Bodies.PupilId),
        ["null is never sent"] = (Bodies.Pupil, "displayName", json => json["displayName"] = null),
        ["empty name"] = (Bodies.Organisation, "displayName", json => json["displayName"] = " "),
        ["upper case id"] = (Bodies.Organisation, "externalId", json => json["externalId"] = Bodies.PupilId.ToUpperInvariant()),
        ["id in braces"] = (Bodies.Organisation, "externalId", json => json["externalId"] = "{" + Bodies.PupilId + "}"),
        ["no schemas"] = (Bodies.Group, "schemas", json => json.Remove("schemas")),
        ["one schema of a user"] = (Bodies.Pupil, "schemas", json => json["schemas"]!.AsArray().RemoveAt(0)),
        ["a schema too many"] = (Bodies.Group, "schemas", json => json["schemas"]!.AsArray().Add(Extension)),
        ["seven digits"] = (Bodies.SchoolUnit, "schoolUnitCode", json => json["schoolUnitCode"] = "9999990"),
        ["code as number"] = (Bodies.SchoolUnit, "schoolUnitCode", json => json["schoolUnitCode"] = 99999901),
        ["unknown school type"] = (Bodies.SchoolUnit, "schoolTypes", json => json["schoolTypes"]!.AsArray().Add("FKLASS")),
        ["no family name"] = (Bodies.Pupil, "name.familyName", json => json["name"]!.AsObject().Remove("familyName")),
        ["user name without scope"] = (Bodies.Pupil, "userName", json => json["userName"] = "alva.ek"),
        ["empty extension"] = (Bodies.Teacher, Extension, json => json[Extension] = new JsonObject()),
        ["civicNo"] = (Bodies.Pupil, "civicNo", json => json[Extension]!["civicNo"] = "199901012384"),
        ["school year as text"] = (Bodies.Pupil, "schoolYear", json => json[Extension]!["enrolments"]![0]!["schoolYear"] = "7"),
        ["school year 11"] = (Bodies.Pupil, "schoolYear", json => json[Extension]!["enrolments"]![0]!["schoolYear"] = 11),
        ["reference without $ref"] = (Bodies.Group, "owner.$ref", json => json["owner"]!.AsObject().Remove("$ref")),
        ["$ref to another"] = (Bodies.Group, "owner.$ref", json => json["owner"]!["$ref"] = "Users/" + Bodies.PupilId),
        ["absolute $ref"] = (Bodies.Group, "owner.$ref", json => json["owner"]!["$ref"] = "/SchoolUnits/c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5"),
        ["teacher is a user"] = (Bodies.Activity, "teachers.$ref", json => json["teachers"]![0]!["$ref"] = "Users/b7d6b1d5-e91b-5948-85f2-29602796e0e3"),
        ["group for groups"] = (Bodies.Activity, "group ", json => json["group"] = json["groups"]![0]!.DeepClone()),
        ["member twice"] = (Bodies.Group, "studentMemberships", json => json["studentMemberships"]!.AsArray().Add(json["studentMemberships"]![0]!.DeepClone())),
        ["no memberships"] = (Bodies.Group, "studentMemberships", json => json.Remove("studentMemberships")),
        ["owner as text"] = (Bodies.Group, "owner", json => json["owner"] = "c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5"),
        ["unknown role"] = (Bodies.Employment, "employmentRole", json => json["employmentRole"] = "teacher"),
        ["display in a reference"] = (Bodies.Employment, "user.display", json => json["user"]!["display"] = "x"),
    };

    private static readonly Dictionary<string, ScimEndpoint> Endpoints =
        Bodies.All.ToDictionary(example => example.Body, example => ScimEndpoints.Find(example.Endpoint)!.Value);

    public static TheoryData<string> Cases => [.. Wrong.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_body_with_one_thing_wrong_is_refused_by_the_name_of_the_attribute(string what)
    {
        var (body, named, change) = Wrong[what];
        var (made, error) = BodyCheck.Read(Endpoints[body], Encoding.UTF8.GetBytes(Bodies.With(body, change)));
        Assert.Null(made);
        Assert.Contains(named, error);
    }

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{")]
    [InlineData("{\"schemas\":{}}")]
    [InlineData("{\"externalId\":\"\\ud800\"}")]
    [InlineData("{\"displayName\":\"a\",\"displayName\":\"b\"}")]
    public void What_is_no_resource_at_all_is_refused_without_an_exception(string body) =>
        Assert.NotNull(BodyCheck.Read(ScimEndpoint.Organisations, Encoding.UTF8.GetBytes(body)).Error);

    [Fact]
    public void No_refusal_repeats_a_value()
    {
        var body = Bodies.With(Bodies.Pupil, json => json["Alva Ek"] = "Alva Ek");
        Assert.DoesNotContain("Alva", BodyCheck.Read(ScimEndpoint.Users, Encoding.UTF8.GetBytes(body)).Error);
    }

    [Fact]
    public void A_group_takes_only_pupils_and_only_what_is_there()
    {
        var held = new HeldObjects(SupplierProfile.Alfa);
        Assert.Equal(400, Create(held, "StudentGroups", Bodies.Group).Status);
        foreach (var (endpoint, body) in Bodies.All.Where(example => example.Body != Bodies.Pupil && example.Body != Bodies.Group && example.Body != Bodies.Activity))
            Assert.Null(Create(held, endpoint, body).Error);
        Assert.Contains("not here", Create(held, "StudentGroups", Bodies.Group).Error);
        Create(held, "Users", Bodies.With(Bodies.Pupil, json => json.Remove(Extension)));
        Assert.Contains("no enrolment", Create(held, "StudentGroups", Bodies.Group).Error);
    }

    [Fact]
    public void A_reference_that_points_at_nothing_is_found()
    {
        var held = new HeldObjects(SupplierProfile.Alfa);
        foreach (var (endpoint, body) in Bodies.All)
            Create(held, endpoint, body);
        Assert.Empty(held.Dangling());
        held.Delete(ScimEndpoint.Users, Bodies.PupilId);
        Assert.Equal("studentMemberships", Assert.Single(held.Dangling()).Reference.Attribute);
    }

    private static Written Create(HeldObjects held, string endpoint, string body) =>
        held.Create(BodyCheck.Read(ScimEndpoints.Find(endpoint)!.Value, Encoding.UTF8.GetBytes(body)).Object!);
}
