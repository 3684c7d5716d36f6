using Skolsynk.Sandbox.Expected;

namespace Skolsynk.Tests.Sandbox.SuppliersExpected;

public sealed class PlainWordsTests
{
    [Theory]
    [InlineData("  Alva \t Maria ", "Alva Maria")]
    [InlineData("A\u030Asa", "Åsa")]
    [InlineData(" \u00A0 ", null)]
    [InlineData(null, null)]
    [InlineData("Al\u00ADva", "Alva")]
    [InlineData("Alva 20140203-9810", null)]
    [InlineData("Alva 20140203-9811", "Alva 20140203-9811")]
    public void Texts_are_trimmed_composed_and_freed_of_identity_numbers(string? raw, string? plain) =>
        Assert.Equal(plain, PlainWords.Of(raw));

    [Theory]
    [InlineData("1402039810", true)]
    [InlineData("140203+9810", true)]
    [InlineData("201402039810", true)]
    [InlineData("(140203-9810)", true)]
    [InlineData("0701740605", true)]
    [InlineData("1413039810", false)]
    [InlineData("91402039810", false)]
    [InlineData("20140203-TF12", true)]
    [InlineData("20140203T123", true)]
    public void An_identity_number_is_a_date_and_a_check_digit(string text, bool found)
    {
        // A co-ordination number has 60 added to its day; its check digit is computed here so that the example stays readable.
        var shown = text == "0701740605" ? WithCheckDigit("070174060") : text;
        Assert.Equal(found, PlainWords.HasIdentityNumber(shown));
    }

    [Theory]
    [InlineData("7A", true)]
    [InlineData("klass 7a", true)]
    [InlineData("F", true)]
    [InlineData("Förskoleklass", true)]
    [InlineData("F-klass", true)]
    [InlineData("3", true)]
    [InlineData("7Ö2", true)]
    [InlineData("NA22C", true)]
    [InlineData("SAM23", true)]
    [InlineData("10A", false)]
    [InlineData("Ma 7A", false)]
    [InlineData("N22", false)]
    [InlineData("klass", false)]
    [InlineData("7A22", false)]
    public void Class_names_are_told_from_teaching_groups_as_the_service_tells_them(string name, bool isClass)
    {
        Assert.Equal(isClass, PlainWords.IsClassName(name));
        Assert.Equal(isClass, Skolsynk.Rosters.GroupKindRule.Default.KindOf(name) == Skolsynk.Rosters.GroupKind.Class);
    }

    private static string WithCheckDigit(string nine) =>
        nine + Enumerable.Range(0, 10).Single(digit =>
            nine.Append((char)('0' + digit)).Select((sign, at) => (sign - '0') * (at % 2 == 0 ? 2 : 1)).Sum(product => (product / 10) + (product % 10)) % 10 == 0);
}
