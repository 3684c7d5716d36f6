using System.Text;
using System.Text.Json;
using Skolsynk.Source;

namespace Skolsynk.Tests.Source;

/// <summary>Bodies with the oddities of Graph's reference: placeholders, trailing commas, capital letters, time stamps for dates, unknown members.</summary>
public sealed class SourceItemsTests
{
    private readonly FindingCounts findings = new();

    [Fact]
    public void A_user_is_read_whatever_its_fields_hold()
    {
        var user = One("""
            {"value":[{
              "@odata.type": "#microsoft.graph.educationUser",
              "id": "String (identifier)",
              "primaryRole": "Teacher",
              "accountEnabled": "Boolean",
              "displayName": 5,
              "givenName": {"first": ["Vera",]},
              "surname": "Lind",
              "mail": null,
              "unheardOf": [[{"a": 1,},],],
              "refreshTokensValidFromDateTime": "String (timestamp)",
              "student": {"birthDate": "2014-01-01T00:00:00Z", "grade": "4", "gender": "unknownFutureValue",},
            },],}
            """, SourceItems.User);

        Assert.Equal(new SourceUser("String (identifier)", PrimaryRole: "Teacher", Surname: "Lind", StudentGrade: "4"), user);
        Assert.Equal(
            [new SourceFinding(SourceFindingKind.WrongType, "user.accountEnabled", 1), new SourceFinding(SourceFindingKind.WrongType, "user.givenName", 1)],
            findings.All());
    }

    [Fact]
    public void A_class_is_read_with_its_course_alone()
    {
        var found = One("""
            {"value":[{"id":"11","displayName":"Idrott 1","classCode":"IDR 1","course":{"courseNumber":"IDRIDR01","subject":"x"},
              "term":"String","createdBy":{"user":{"id":"14",}},"externalSource":"sis"}]}
            """, SourceItems.Class);

        Assert.Equal(new SourceClass("11", "Idrott 1", ExternalSource: "sis", ClassCode: "IDR 1", CourseNumber: "IDRIDR01"), found);
    }

    [Theory]
    [InlineData("\"Boolean\"")]
    [InlineData("1")]
    [InlineData("[true]")]
    [InlineData("{}")]
    public void A_switch_that_is_no_boolean_is_unknown(string value) =>
        Assert.Null(One($$"""{"value":[{"id":"1","accountEnabled":{{value}}}]}""", SourceItems.User)!.AccountEnabled);

    [Fact]
    public void A_name_of_a_million_characters_is_no_name()
    {
        var user = One($$"""{"value":[{"id":"1","givenName":"{{new string('x', 1_000_000)}}","surname":"{{new string('å', 256)}}"}]}""", SourceItems.User);

        Assert.Null(user!.GivenName);
        Assert.Equal(256, user.Surname!.Length);
        Assert.Equal([new SourceFinding(SourceFindingKind.TooLong, "user.givenName", 1)], findings.All());
    }

    [Fact]
    public void A_text_that_is_no_Unicode_is_null()
    {
        var user = One("""{"value":[{"id":"1","givenName":"\ud800","surname":"\u00c5ngstr\u00f6m"}]}""", SourceItems.User);

        Assert.Null(user!.GivenName);
        Assert.Equal("Ångström", user.Surname);
        Assert.Equal([new SourceFinding(SourceFindingKind.Unreadable, "user.givenName", 1)], findings.All());
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("""{"id":null}""")]
    [InlineData("""{"id":12}""")]
    [InlineData("""{"id":{"id":"1"}}""")]
    [InlineData("""{"id":""}""")]
    [InlineData("""{"id":"\ud800"}""")]
    [InlineData("null")]
    [InlineData("[\"1\"]")]
    public void An_item_without_an_id_is_left_out(string item)
    {
        Assert.Null(One($$"""{"value":[{{item}}]}""", SourceItems.User));
        Assert.Equal([new SourceFinding(SourceFindingKind.IdMissing, "user", 1)], findings.All());
    }

    [Fact]
    public void An_item_marked_as_removed_is_left_out()
    {
        Assert.Null(One("""{"value":[{"id":"1","@removed":{"reason":"deleted"},"displayName":"x"}]}""", SourceItems.School));
        Assert.Equal([new SourceFinding(SourceFindingKind.MarkedRemoved, "school", 1)], findings.All());
    }

    [Theory]
    [InlineData("""{"id":"1","displayName":"Björkskolan"}""")]
    [InlineData("""{"@odata.context":"x","value":{"id":"1","displayName":"Björkskolan",},}""")]
    public void A_single_item_is_bare_or_wrapped(string body) =>
        Assert.Equal(new SourceSchool("1", "Björkskolan"), GraphJson.Single(Bytes(body), SourceItems.School, new SourceTexts(findings)));

    [Fact]
    public void A_byte_order_mark_is_let_pass()
    {
        var answers = GraphJson.Batch(Bytes("\uFEFF{\"responses\":[{\"id\":1,\"status\":\"200\",\"body\":{\"id\":\"x\"}}]}"));

        Assert.Equal(("1", 200, "{\"id\":\"x\"}"), (answers[0].Id, answers[0].Status, Encoding.UTF8.GetString(answers[0].Body.Span)));
    }

    [Theory]
    [InlineData("Request_ResourceNotFound", "Request_ResourceNotFound")]
    [InlineData("Vera Lind", null)]
    [InlineData("", null)]
    public void An_error_code_is_a_word_or_nothing(string code, string? kept) =>
        Assert.Equal(kept, GraphJson.ErrorCode(Bytes("{\"error\":{\"code\":" + JsonSerializer.Serialize(code) + "}}")));

    private T? One<T>(string body, ItemReader<T> read)
        where T : class
    {
        var items = new List<T?>();
        Assert.Null(GraphJson.Page(Bytes(body), read, new SourceTexts(findings), items.Add));
        return Assert.Single(items);
    }

    private static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text);
}
