using Skolsynk.Data;
using Skolsynk.Portal.Schools;
using Skolsynk.Rosters;
using Skolsynk.Suppliers;

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

    [Fact]
    public void What_codes_do_at_a_started_supplier_is_said_school_by_school_and_its_key_stands_for_exactly_that()
    {
        var alfa = Alfa(new ScopeSettings { Schools = [Oak.Id, Birch.Id] });
        var view = new SchoolsView([Oak, Birch, Twin], new Dictionary<Guid, string> { [Birch.Id] = "98178555" }) { Started = [alfa] };
        var counts = new Dictionary<Guid, (int, int)> { [Oak.Id] = (412, 1), [Birch.Id] = (1, 38) };
        var wanted = new Dictionary<Guid, string?> { [Oak.Id] = "95926265", [Birch.Id] = null, [Twin.Id] = "98205016" };
        var effects = CodeEffects.Of(view, wanted, counts);
        Assert.Equal(2, effects.Lines.Count);
        Assert.StartsWith("Om du fortsätter tas 1\u00A0elev och 38\u00A0lärare på Björkskolan bort hos Alfa. Hos Alfa: ", effects.Lines[0], StringComparison.Ordinal);
        Assert.Equal("412\u00A0elever och 1\u00A0lärare på Ekskolan F-6 börjar skickas till Alfa.", effects.Lines[1]);
        Assert.Equal("Ta bort koden och skolan hos 1\u00A0leverantör", effects.Button);
        Assert.Equal(effects.Key, CodeEffects.Of(view, wanted, counts).Key);
        counts[Oak.Id] = (413, 1);
        Assert.NotEqual(effects.Key, CodeEffects.Of(view, wanted, counts).Key);
        wanted[Oak.Id] = "95926266";
        Assert.NotEqual(effects.Key, CodeEffects.Of(view, wanted, null).Key);
        Assert.StartsWith("Alla elever och lärare på Ekskolan F-6", CodeEffects.Of(view, wanted, null).Lines[1], StringComparison.Ordinal);
        Assert.Empty(CodeEffects.Of(view with { Started = [] }, wanted, counts).Lines);
        Assert.Equal("1\u00A0elev och 38\u00A0lärare på Björkskolan flyttas till den nya koden hos Alfa.",
            Assert.Single(CodeEffects.Of(view, new Dictionary<Guid, string?> { [Birch.Id] = "98205016" }, counts).Lines));
    }

    private static ConnectionDetails Alfa(ScopeSettings settings)
    {
        var supplier = new Supplier { Id = 1, Key = "alfa", Name = "Alfa", Profile = new CapabilityProfile() };
        var environment = new SupplierEnvironment { Id = 1, SupplierId = 1, Kind = EnvironmentKind.Production, BaseUrl = "https://alfa.example" };
        var scope = new ScopeInput
        {
            OrganisationId = Guid.Empty,
            OrganisationName = "Ekby",
            SchoolUnitCodes = new Dictionary<Guid, string>(),
            Settings = settings,
            Profile = supplier.Profile,
        };
        return new(new TenantId(1), 1, "ekby", Guid.Empty, environment, supplier, null, false, scope) { Chosen = settings };
    }
}
