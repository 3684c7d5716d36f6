using System.Text.Json.Nodes;
using Skolsynk.Sandbox.Suppliers;

namespace Skolsynk.Sandbox.Expected;

/// <summary>An object that a supplier must hold, with exactly this content; the order in arrays does not count.</summary>
internal sealed record ExpectedObject(ScimEndpoint Endpoint, string Id, JsonObject Content);

/// <summary>The objects written down, one function a resource type.</summary>
internal static class ExpectedContent
{
    public static ExpectedObject Organisation(string id, string name) => Made(ScimEndpoint.Organisations, id, new()
    {
        ["displayName"] = name,
    });

    public static ExpectedObject SchoolUnit(ExpectedSchool school, string organisation, string? municipalityCode)
    {
        var content = new JsonObject
        {
            ["displayName"] = school.Name,
            ["schoolUnitCode"] = school.Code,
            ["organisation"] = Reference(ScimEndpoint.Organisations, organisation),
        };
        if (municipalityCode is not null)
            content["municipalityCode"] = municipalityCode;
        return Made(ScimEndpoint.SchoolUnits, school.Id, content);
    }

    public static ExpectedObject User(ExpectedPerson person)
    {
        var content = new JsonObject
        {
            ["userName"] = person.UserName,
            ["displayName"] = $"{person.GivenName} {person.FamilyName}",
            ["name"] = new JsonObject { ["familyName"] = person.FamilyName, ["givenName"] = person.GivenName },
        };
        if (person.Email is not null)
            content["emails"] = new JsonArray(new JsonObject { ["value"] = person.Email });
        if (person.Enrolments.Count > 0)
        {
            content[ScimSchema.Prefix + "User"] = new JsonObject
            {
                ["enrolments"] = Array(person.Enrolments.Select(school => Enrolment(school, person.SchoolYear))),
            };
        }

        return Made(ScimEndpoint.Users, person.Id, content);
    }

    public static ExpectedObject Employment(string id, string person, string school) => Made(ScimEndpoint.Employments, id, new()
    {
        ["employedAt"] = Reference(ScimEndpoint.SchoolUnits, school),
        ["user"] = Reference(ScimEndpoint.Users, person),
        ["employmentRole"] = "Lärare",
    });

    public static ExpectedObject StudentGroup(ExpectedGroup group, IEnumerable<string> students) =>
        Made(ScimEndpoint.StudentGroups, group.Id, new()
        {
            ["displayName"] = group.Name,
            ["owner"] = Reference(ScimEndpoint.SchoolUnits, group.Owner),
            ["studentMemberships"] = Array(students.Select(id => Reference(ScimEndpoint.Users, id))),
            ["studentGroupType"] = group.IsClass ? "Klass" : "Undervisning",
        });

    public static ExpectedObject Activity(ExpectedGroup group, IEnumerable<string> employments) =>
        Made(ScimEndpoint.Activities, WireIds.OfActivity(group.Id, group.Owner), new()
        {
            ["displayName"] = group.Name + "-Activity",
            ["owner"] = Reference(ScimEndpoint.SchoolUnits, group.Owner),
            ["groups"] = Array([Reference(ScimEndpoint.StudentGroups, group.Id)]),
            ["teachers"] = Array(employments.Select(id => Reference(ScimEndpoint.Employments, id))),
        });

    private static JsonObject Enrolment(string school, int? schoolYear)
    {
        var enrolment = Reference(ScimEndpoint.SchoolUnits, school);
        if (schoolYear is not null)
            enrolment["schoolYear"] = schoolYear;
        return enrolment;
    }

    private static JsonObject Reference(ScimEndpoint endpoint, string id) =>
        new() { ["value"] = id, ["$ref"] = $"{endpoint}/{id}" };

    private static JsonArray Array(IEnumerable<JsonNode> items) => [.. items];

    private static ExpectedObject Made(ScimEndpoint endpoint, string id, JsonObject content)
    {
        content["schemas"] = Array(ScimSchema.SchemasOf(endpoint).Select(urn => (JsonNode)urn));
        content["externalId"] = id;
        return new(endpoint, id, content);
    }
}
