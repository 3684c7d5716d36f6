using System.Text;
using System.Text.Json;
using CsCheck;
using Skolsynk.Deliveries;

namespace Skolsynk.Tests.Deliveries;

[Trait("Invariant", "10")]
public sealed class ErrorMaskTests
{
    private const string Sent = """
        {"userName":"asa.ostlund@norrboda.example","name":{"givenName":"Åsa","familyName":"Östlund Ek"},"externalId":"0b0c7f60-4f5f-4d0c-9a0e-abcdefabcdef"}
        """;

    private static readonly Gen<string> Value = Gen.OneOf(
        Gen.String[Gen.Char["abcdefåäöÅÄÖéüABCDEF"], 2, 12], Gen.String[Gen.Char["abcåä -.'’_@0123456789"], 2, 20], Gen.String[2, 10]);

    [Theory]
    [InlineData("""{"scimType":"invalidValue","detail":"Användaren Åsa Östlund Ek finns redan"}""")]
    [InlineData("""{"message":"ÅSA ÖSTLUND EK (ASA.OSTLUND@NORRBODA.EXAMPLE) is taken"}""")]
    [InlineData("Could not store {\"givenName\":\"\\u00c5sa\",\"familyName\":\"\\u00D6stlund Ek\"}")]
    [InlineData("Fel för &Aring;sa &#214;stlund&nbsp;Ek")]
    [InlineData("Fel: ?name=%C3%85sa+%C3%96stlund%20Ek&user=asa.ostlund%40norrboda.example")]
    [InlineData("Fel: A\u030Asa O\u0308stlund Ek, född 20100412")]
    public void Names_and_addresses_are_masked_however_they_are_written(string answer)
    {
        var detail = ErrorMask.Of(Encoding.UTF8.GetBytes(answer), Encoding.UTF8.GetBytes(Sent)).Detail!;
        foreach (var word in new[] { "Åsa", "Östlund", "Ek", "ostlund", "norrboda", "@", "2010", "\\u00", "%C3", "&#" })
            Assert.DoesNotContain(word, detail, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_is_no_value_stays_readable()
    {
        var (code, detail) = ErrorMask.Of("""{"scimType":"invalidValue","detail":"givenName Åsa is too short, 2 of 3"}"""u8, Encoding.UTF8.GetBytes(Sent));
        Assert.Equal(("invalidValue", "givenName … is too short, 2 of 3"), (code, detail));
    }

    [Fact]
    public void A_type_that_is_a_value_that_was_sent_is_not_kept() =>
        Assert.Null(ErrorMask.Of("""{"scimType":"ostlund","detail":"x"}"""u8, Encoding.UTF8.GetBytes(Sent)).Code);

    [Fact]
    public void No_text_is_kept_of_an_error_to_a_delete()
    {
        var (code, detail) = ErrorMask.Of("""{"scimType":"mutability","detail":"Åsa Östlund har resultat"}"""u8, []);
        Assert.Equal(("mutability", null), (code, detail));
    }

    [Fact]
    public void Bytes_that_are_no_text_are_no_bug()
    {
        byte[] latin1 = [.. "{\"detail\":\"F\u00f6rnamn saknas\"}".Select(letter => (byte)letter)];
        Assert.NotNull(ErrorMask.Of(latin1, Encoding.UTF8.GetBytes(Sent)).Detail);
        ErrorMask.Of("""{"detail":"\ud800 half a pair"}"""u8, Encoding.UTF8.GetBytes(Sent));
        ErrorMask.Of("half \\ud800 a pair"u8, Encoding.UTF8.GetBytes(Sent));
        Gen.Byte.Array[0, 200].Sample(bytes => ErrorMask.Of(bytes, Encoding.UTF8.GetBytes(Sent)).Detail is not { Length: > 200 });
    }

    [Fact]
    public void A_name_at_the_end_of_what_is_looked_at_does_not_survive_in_half()
    {
        var answer = string.Concat(Enumerable.Repeat("Östlund ", 249)) + "12 Östlund";
        var detail = ErrorMask.Of(Encoding.UTF8.GetBytes(answer), Encoding.UTF8.GetBytes(Sent)).Detail!;
        Assert.DoesNotContain("Öst", detail, StringComparison.Ordinal);
    }

    [Fact]
    public void No_sent_value_of_two_letters_or_more_survives() =>
        Gen.Select(Value.Array[1, 6], Gen.String[0, 40].Array[7], Gen.Bool).Sample((values, between, json) =>
        {
            values = [.. values.Where(value => value.Trim().Length >= 2 && IsText(value)).Select(value => value.Normalize())];
            var text = string.Join("", values.Zip(between, (value, other) => (IsText(other) ? other : "") + " " + value + " "));
            var answer = json ? JsonSerializer.Serialize(new { detail = text }) : text;
            var sent = JsonSerializer.SerializeToUtf8Bytes(values);
            var detail = ErrorMask.Of(Encoding.UTF8.GetBytes(answer), sent).Detail ?? "";
            return detail.Length <= 200 && values.All(value => !detail.Contains(value, StringComparison.OrdinalIgnoreCase));
        });

    private static bool IsText(string text) => !text.Any(char.IsSurrogate) && !text.Any(char.IsControl) && !text.Contains('…', StringComparison.Ordinal);
}
