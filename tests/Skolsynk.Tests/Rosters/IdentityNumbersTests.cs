using Skolsynk.Rosters;

namespace Skolsynk.Tests.Rosters;

[Trait("Invariant", "8")]
public sealed class IdentityNumbersTests
{
    [Theory]
    [InlineData("20100102-2381")]
    [InlineData("201001022381")]
    [InlineData("100102-2381")]
    [InlineData("1001022381")]
    [InlineData("100102+2381")]
    [InlineData("elev201001022381@skola.example")]
    [InlineData("Alva 20100102-2381 Ek")]
    [InlineData("20100102–2381")]
    [InlineData("20100162-2388")]
    [InlineData("２０１００１０２２３８１")]
    [InlineData("20100102TF12")]
    [InlineData("100102-TF12")]
    [InlineData("100102-T123")]
    [InlineData("20100102R123")]
    [InlineData("TF20100102")]
    [InlineData("tf-100102")]
    [InlineData("TF1001021234")]
    public void A_number_is_found_wherever_it_stands(string text) => Assert.True(IdentityNumbers.Contains(text));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("201001022382")]
    [InlineData("20101302-2381")]
    [InlineData("20100230-2381")]
    [InlineData("0701234567")]
    [InlineData("12345678")]
    [InlineData("20100102")]
    [InlineData("20100102 23")]
    [InlineData("5566778899")]
    [InlineData("2010010223811")]
    [InlineData("NA22C")]
    [InlineData("7A 2024")]
    [InlineData("elev1234@skola.example")]
    [InlineData("STF12345678")]
    [InlineData("240815-TE23A")]
    [InlineData("17100102-2381")]
    public void What_is_no_number_is_left_alone(string? text) => Assert.False(IdentityNumbers.Contains(text));
}
