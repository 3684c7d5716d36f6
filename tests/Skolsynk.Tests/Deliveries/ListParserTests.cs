using System.Text;
using System.Text.Json;
using Skolsynk.Deliveries;

namespace Skolsynk.Tests.Deliveries;

public sealed class ListParserTests
{
    private const string List = """
        { "schemas": ["urn:ietf:params:scim:api:messages:2.0:ListResponse"], "meta": {"Resources": [{"id":"no"}], "totalResults": 9}, "totalResults": 3,
          "Resources": [ {"id":"1","name":{"familyName":"Åström \" ] }"}}, {"id":"2","list":[1,[2],{}]}, {"id":"3"} ], "startIndex": 1 }
        """;

    [Theory, InlineData(1), InlineData(2), InlineData(7), InlineData(64), InlineData(4_096)]
    public void A_list_that_comes_in_pieces_is_the_same_list(int piece)
    {
        var (parser, ids) = Parse(Encoding.UTF8.GetBytes(List), piece);
        Assert.Equal(["1", "2", "3"], ids);
        Assert.Equal((3L, 3L, true), (parser.Total, parser.Received, parser.IsWhole));
    }

    [Theory]
    [InlineData("{\"totalResults\":0}", true, 0L)]
    [InlineData("{\"Resources\":[]}", true, null)]
    [InlineData("{\"totalResults\":\"3\",\"Resources\":[]}", true, null)]
    [InlineData("{\"totalResults\":1,\"Resources\":[{\"id\":\"1\"}", false, 1L)]
    [InlineData("", false, null)]
    [InlineData("   ", false, null)]
    public void What_is_missing_is_not_made_up(string text, bool whole, long? total)
    {
        var (parser, _) = Parse(Encoding.UTF8.GetBytes(text), 3);
        Assert.Equal((whole, total), (parser.IsWhole, parser.Total));
    }

    [Theory, InlineData("<html>"), InlineData("[]"), InlineData("3"), InlineData("{\"Resources\":[{]}"), InlineData("{\"Resources\":[{\"id\":\"\\ud83d\"}]}")]
    public void What_is_no_list_is_said_to_be_none(string text) => Assert.ThrowsAny<JsonException>(() => Parse(Encoding.UTF8.GetBytes(text + " "), 100));

    private static (ListParser Parser, List<string?> Ids) Parse(byte[] bytes, int piece)
    {
        var ids = new List<string?>();
        var parser = new ListParser(resource => ids.Add(resource.GetProperty("id").GetString()));
        var (start, end) = (0, 0);
        while (end < bytes.Length && !parser.IsWhole)
        {
            end = Math.Min(bytes.Length, end + piece);
            start += parser.Parse(bytes.AsSpan(start, end - start));
        }
        return (parser, ids);
    }
}
