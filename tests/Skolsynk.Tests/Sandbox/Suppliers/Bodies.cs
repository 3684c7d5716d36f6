using System.Text.Json.Nodes;

namespace Skolsynk.Tests.Sandbox.Suppliers;

/// <summary>The fact sheet's examples: one small school with everything in it, in the order of creation.</summary>
internal static class Bodies
{
    public const string Organisation = """{"schemas":["urn:scim:schemas:extension:sis:school:1.0:Organisation"],"externalId":"2f4d8e16-90ab-4c37-a5e2-71d3b8c06f94","displayName":"Norrboda kommun"}""";

    public const string SchoolUnit = """{"schemas":["urn:scim:schemas:extension:sis:school:1.0:SchoolUnit"],"externalId":"c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5","displayName":"Björkskolan 7-9","schoolUnitCode":"99999901","organisation":{"value":"2f4d8e16-90ab-4c37-a5e2-71d3b8c06f94","$ref":"Organisations/2f4d8e16-90ab-4c37-a5e2-71d3b8c06f94"},"schoolTypes":["GR"],"municipalityCode":"9999"}""";

    public const string Pupil = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:scim:schemas:extension:sis:school:1.0:User"],"externalId":"64a8d5b2-e173-4f09-8c5b-0d92f7a1b36e","userName":"alva.ek@edu.norrboda.example","displayName":"Alva Ek","name":{"familyName":"Ek","givenName":"Alva"},"emails":[{"value":"alva.ek@edu.norrboda.example"}],"urn:scim:schemas:extension:sis:school:1.0:User":{"enrolments":[{"value":"c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5","$ref":"SchoolUnits/c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5","schoolYear":7,"schoolType":"GR"}]}}""";

    public const string Teacher = """{"schemas":["urn:ietf:params:scim:schemas:core:2.0:User","urn:scim:schemas:extension:sis:school:1.0:User"],"externalId":"f61d2c97-0b84-4a3e-b5d9-8e17c04a236b","userName":"omar.lind@norrboda.example","displayName":"Omar Lind","name":{"familyName":"Lind","givenName":"Omar"}}""";

    public const string Employment = """{"schemas":["urn:scim:schemas:extension:sis:school:1.0:Employment"],"externalId":"b7d6b1d5-e91b-5948-85f2-29602796e0e3","employmentRole":"Lärare","employedAt":{"value":"c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5","$ref":"SchoolUnits/c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5"},"user":{"value":"f61d2c97-0b84-4a3e-b5d9-8e17c04a236b","$ref":"Users/f61d2c97-0b84-4a3e-b5d9-8e17c04a236b"}}""";

    public const string Group = """{"schemas":["urn:scim:schemas:extension:sis:school:1.0:StudentGroup"],"externalId":"1a7e90b3-5c26-4df8-8431-d90fb6e275ac","displayName":"7A","studentGroupType":"Klass","owner":{"value":"c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5","$ref":"SchoolUnits/c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5"},"studentMemberships":[{"value":"64a8d5b2-e173-4f09-8c5b-0d92f7a1b36e","$ref":"Users/64a8d5b2-e173-4f09-8c5b-0d92f7a1b36e"}]}""";

    public const string Activity = """{"schemas":["urn:scim:schemas:extension:sis:school:1.0:Activity"],"externalId":"831e5926-085d-52c5-b3ae-a5aefaea7fb3","displayName":"7A-Activity","owner":{"value":"c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5","$ref":"SchoolUnits/c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5"},"groups":[{"value":"1a7e90b3-5c26-4df8-8431-d90fb6e275ac","$ref":"StudentGroups/1a7e90b3-5c26-4df8-8431-d90fb6e275ac"}],"teachers":[{"value":"b7d6b1d5-e91b-5948-85f2-29602796e0e3","$ref":"Employments/b7d6b1d5-e91b-5948-85f2-29602796e0e3"}]}""";

    public const string PupilId = "64a8d5b2-e173-4f09-8c5b-0d92f7a1b36e";

    public static readonly (string Endpoint, string Body)[] All =
    [
        ("Organisations", Organisation), ("SchoolUnits", SchoolUnit), ("Users", Pupil), ("Users", Teacher),
        ("Employments", Employment), ("StudentGroups", Group), ("Activities", Activity),
    ];

    public static string IdOf(string body) => (string)JsonNode.Parse(body)!["externalId"]!;

    /// <summary>The body after a change to it.</summary>
    public static string With(string body, Action<JsonObject> change)
    {
        var json = JsonNode.Parse(body)!.AsObject();
        change(json);
        return json.ToJsonString();
    }

    public static async Task SendAllAsync(ScimClient client)
    {
        foreach (var (endpoint, body) in All)
        {
            using var answer = await client.PostAsync(endpoint, body);
            Assert.Equal(201, (int)answer.StatusCode);
        }
    }
}
