using System.Text.Json;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;

namespace Skolsynk.Tests.Ss12000;

/// <summary>When an object as a receiver lists it is the one that was sent.</summary>
public sealed class LikenessTests
{
    private const string X = "urn:scim:schemas:extension:sis:school:1.0:User";

    private const string User = $$$"""
        {"schemas":["a"],"externalId":"64a8d5b2-e173-4f09-8c5b-0d92f7a1b36e","userName":"alva.ek@edu.norrboda.example","displayName":"Alva Ek",
         "name":{"familyName":"Ek","givenName":"Alva"},"emails":[{"value":"alva.ek@edu.norrboda.example"}],
         "{{{X}}}":{"enrolments":[{"value":"c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5","$ref":"SchoolUnits/c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5","schoolYear":7}]}}
        """;

    private const string Group = """
        {"displayName":"7A","studentGroupType":"Klass","owner":{"value":"c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5"},
         "studentMemberships":[{"value":"64a8d5b2-e173-4f09-8c5b-0d92f7a1b36e"},{"value":"f61d2c97-0b84-4a3e-b5d9-8e17c04a236b"}]}
        """;

    [Theory]
    [InlineData($$$"""{"id":"x","meta":{},"userName":"alva.ek@edu.norrboda.example","displayName":"Alva Ek","name":{"formatted":"Alva Ek","givenName":"Alva","familyName":"Ek"}}""")]
    [InlineData($$$"""{"{{{X}}}":{"enrolments":[{"schoolYear":7,"display":"Björkskolan","value":"C3B1A0D4-7F52-4E61-9D38-2B6F0A91E7C5"}],"securityMarking":false}}""")]
    [InlineData($$$"""{"{{{X}}}":{"enrolments":[{"value":"c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5"}]}}""")]
    [InlineData("""{"emails":[{"type":"work","value":"alva.ek@edu.norrboda.example","primary":true}],"active":true}""")]
    [InlineData("""{"userName":null,"name":"Alva Ek","emails":{}}""")]
    [InlineData("{}")]
    [InlineData("[]")]
    public void What_is_shown_otherwise_or_not_at_all_is_no_difference(string listed) => Assert.False(Differs(Endpoint.Users, User, listed));

    [Theory]
    [InlineData("""{"userName":"alva.ek@norrboda.example"}""")]
    [InlineData("""{"displayName":"Alva ek"}""")]
    [InlineData("""{"name":{"familyName":"Lind"}}""")]
    [InlineData("""{"emails":[]}""")]
    [InlineData($$$"""{"{{{X}}}":{"enrolments":[]}}""")]
    [InlineData($$$"""{"{{{X}}}":{"enrolments":[{"value":"c3b1a0d4-7f52-4e61-9d38-2b6f0a91e7c5","schoolYear":8}]}}""")]
    public void Another_value_is_a_difference(string listed) => Assert.True(Differs(Endpoint.Users, User, listed));

    [Theory]
    [InlineData("""["f61d2c97-0b84-4a3e-b5d9-8e17c04a236b","64a8d5b2-e173-4f09-8c5b-0d92f7a1b36e"]""", false)]
    [InlineData("""["f61d2c97-0b84-4a3e-b5d9-8e17c04a236b","f61d2c97-0b84-4a3e-b5d9-8e17c04a236b"]""", true)]
    [InlineData("""["64a8d5b2-e173-4f09-8c5b-0d92f7a1b36e"]""", true)]
    [InlineData("""["f61d2c97-0b84-4a3e-b5d9-8e17c04a236b","64a8d5b2-e173-4f09-8c5b-0d92f7a1b36e","b7d6b1d5-e91b-5948-85f2-29602796e0e3"]""", true)]
    public void Members_are_compared_as_a_set(string members, bool differs) =>
        Assert.Equal(differs, Differs(Endpoint.StudentGroups, Group, $$$"""{"studentMemberships":{{{members}}},"displayName":"7A"}"""));

    private static bool Differs(Endpoint endpoint, string ours, string listed) =>
        Likeness.Of(endpoint, JsonElement.Parse(ours)).Differs(Likeness.Of(endpoint, JsonElement.Parse(listed)));
}
