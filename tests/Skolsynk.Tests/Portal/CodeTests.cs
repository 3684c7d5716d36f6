using Skolsynk.Portal.Schools;
using Skolsynk.Rosters;

namespace Skolsynk.Tests.Portal;

/// <summary>School unit codes as people type, paste and are offered them.</summary>
public sealed class CodeTests
{
    private static readonly School Oak = new() { Id = new Guid(1, 0, 0, new byte[8]), Name = "Ekskolan F-6", SuggestedCode = "95926265" };
    private static readonly School Birch = new() { Id = new Guid(2, 0, 0, new byte[8]), Name = "Björkskolan" };
    private static readonly School Twin = new() { Id = new Guid(3, 0, 0, new byte[8]), Name = "Björkskolan" };

    [Theory]
    [InlineData("95926265", "95926265", null)]
    [InlineData(" 9592 6265 ", "95926265", null)]
    [InlineData("9592-6265", "95926265", null)]
    [InlineData("", null, null)]
    [InlineData("123", null, "Skolenhetskoden ska ha åtta siffror. Du skrev 3.")]
    [InlineData("9592626A", null, "Skolenhetskoden ska ha åtta siffror. Du skrev 7.")]
    [InlineData("95926265 och mer", null, "Skolenhetskoden ska ha åtta siffror. Du skrev 8.")]
    [InlineData("20260814", null, "Koden finns inte i Skolenhetsregistret. Kontrollera siffrorna.")]
    public void A_typed_code_is_taken_or_told_what_is_wrong(string text, string? code, string? wrong) =>
        Assert.Equal(new TypedCode(code, wrong), TypedCode.Of(text));

    [Fact]
    public void Pasted_lines_are_matched_by_id_then_name_and_each_says_what_becomes_of_it()
    {
        var codes = new Dictionary<Guid, string> { [Birch.Id] = "98178555" };
        var text = $"Skola;Kod\r\n{Oak.Id:D};95926265\r\nekskolan f–6\t95926266\nBjörkskolan,98205016\nIngen\t98205016\n\"Ekskolan F-6\";abc\n\n";
        Assert.Equal(
            [PastedResult.New, PastedResult.New, PastedResult.ManySchools, PastedResult.NoSchool, PastedResult.Wrong],
            PastedCodes.Read(text, [Oak, Birch, Twin], codes).Select(row => row.Result));
        Assert.Equal([PastedResult.Changed], PastedCodes.Read("Björkskolan\t98205016", [Oak, Birch], codes).Select(row => row.Result));
        Assert.Equal([PastedResult.Same], PastedCodes.Read("Björkskolan\t98178555", [Oak, Birch], codes).Select(row => row.Result));
        Assert.Equal([PastedResult.Twice], PastedCodes.Read("Ekskolan F-6\t98178555", [Oak, Birch], codes).Select(row => row.Result));
    }

    [Fact]
    public void Fifty_thousand_pasted_lines_are_read()
    {
        var rows = PastedCodes.Read(string.Join('\n', Enumerable.Range(0, 50_000).Select(i => $"Skola {i}\t{95_900_000 + i}")), [Oak], new Dictionary<Guid, string>());
        Assert.Equal(50_000, rows.Count);
        Assert.DoesNotContain(rows, row => row.IsGood);
    }

    [Fact]
    public void A_code_that_another_school_has_is_refused_at_the_newcomer()
    {
        var names = new Dictionary<Guid, string> { [Oak.Id] = "Ekskolan", [Birch.Id] = "Björkskolan" };
        var before = new Dictionary<Guid, string> { [Birch.Id] = "95926265" };
        var wrong = CodeCheck.Twice(before, new Dictionary<Guid, string> { [Oak.Id] = "95926265", [Birch.Id] = "95926265" }, names);
        Assert.Equal("Koden används redan för Björkskolan.", Assert.Single(wrong).Value);
        Assert.Equal(Oak.Id, wrong.Keys.Single());
    }

    [Fact]
    public void A_code_is_suggested_from_the_source_by_name_and_by_likeness_and_only_the_first_two_are_safe()
    {
        RegisteredUnit[] units = [new("95926265", "Ekskolan", true), new("98178555", "Björkskolan", true), new("98205016", "Lindskolan 7-9", true), new("98205017", "Nedlagda skolan", false)];
        var lime = new School { Id = new Guid(4, 0, 0, new byte[8]), Name = "Lindskolans högstadium Lind" };
        var found = CodeSuggestions.For([Oak, Birch, lime], units, new HashSet<string>());
        Assert.Equal(("95926265", true), (found[Oak.Id].Code, found[Oak.Id].IsSafe));
        Assert.Equal(("98178555", true), (found[Birch.Id].Code, found[Birch.Id].IsSafe));
        Assert.Equal(("98205016", false), (found[lime.Id].Code, found[lime.Id].IsSafe));
        Assert.Empty(CodeSuggestions.For([Birch, Twin], units, new HashSet<string> { "98178555" }));
        Assert.Empty(CodeSuggestions.For([Oak], null, new HashSet<string>()));
    }
}
