using System.Globalization;
using System.IO.Compression;
using System.Xml.Linq;
using MiniExcelLibs;
using Skolsynk.Reports;
using Skolsynk.Suppliers;
using Skolsynk.Tests.Suppliers;

namespace Skolsynk.Tests.Reports;

public sealed class ScopeWorkbookTests
{
    private readonly Town town = new();

    [Fact]
    public void The_sheets_say_what_the_supplier_gets()
    {
        var school = town.School("Björkskolan", "01234567");
        var (pupil, teacher) = (town.Pupil("alva", school), town.Teacher("omar", school));
        town.Class("7A", school, [pupil], teacher);
        using var file = Workbook();

        Assert.Equal(["Sammanfattning", "Skolor", "Personer", "Grupper", "Medlemskap", "Skickas inte"], file.GetSheetNames());
        Assert.Contains(["Leverantör", "Läsklart"], Rows(file, "Sammanfattning"));
        Assert.Contains(["Skapad (svensk tid)", "2026-11-24 13:02"], Rows(file, "Sammanfattning"));
        Assert.Contains(Cells(file, "Sammanfattning"), cell => cell is ("1", true));
        Assert.Contains(Cells(file, "Skolor"), cell => cell is ("01234567", false));
        Assert.Equal([$"{school}", "Björkskolan", "01234567", "1", "1", "1"], Rows(file, "Skolor")[1]);
        Assert.Equal(["Id", "Inloggningsnamn", "Efternamn", "Förnamn", "E-postadress", "Roll", "Skola", "Skolenhetskod", "Årskurs"], Rows(file, "Personer")[0]);
        Assert.Equal([$"{pupil}", "alva@edu.norrboda.example", "Ek", "alva", "", "Elev", "Björkskolan", "01234567", ""], Rows(file, "Personer")[1]);
        Assert.Equal("7A", Rows(file, "Grupper")[1][1]);
        Assert.Equal(["Ek, alva", "Elev"], Rows(file, "Medlemskap")[1][3..]);
        Assert.Equal(["Ek, omar", "Lärare"], Rows(file, "Medlemskap")[2][3..]);
    }

    [Fact]
    public void What_is_not_sent_stands_with_its_reason_and_what_to_do()
    {
        var school = town.School("Ekskolan", code: null);
        town.Pupil("alva", school);
        using var file = Workbook();

        Assert.Equal(["Ekskolan", "Skola", "", "skolan saknar skolenhetskod", "Fyll i koden."], Rows(file, "Skickas inte")[1][1..]);
        Assert.Equal(["Ek, alva", "Person", "Ekskolan", "ingen av skolorna skickas till leverantören"], Rows(file, "Skickas inte")[2][1..5]);
    }

    [Fact]
    [Trait("Invariant", "4")]
    public void The_name_of_an_excluded_person_is_nowhere_in_the_file()
    {
        var school = town.School("Björkskolan");
        var hidden = town.Pupil("hemlighet", school);
        town.Class("7A", school, [hidden, town.Pupil("bo", school)]);
        town.Settings = town.Settings with { ExcludedPersons = [hidden] };
        using var file = Workbook();

        Assert.DoesNotContain("hemlighet", Text(file), StringComparison.Ordinal);
        Assert.Equal([$"{hidden}", "", "Person", "", "undantagen för leverantören"], Rows(file, "Skickas inte")[1][..5]);
    }

    [Fact]
    public void A_name_that_looks_like_a_formula_or_is_no_XML_is_text()
    {
        var school = town.School("=1+1");
        town.Change(town.Pupil("alva", school), person => person with { GivenName = "<a>&\u0001\ud800", FamilyName = "@SUM(A1)" });
        using var file = Workbook();

        Assert.Equal("=1+1", Rows(file, "Skolor")[1][1]);
        Assert.Equal("@SUM(A1)", Rows(file, "Personer")[1][2]);
        Assert.StartsWith("<a>&", Rows(file, "Personer")[1][3], StringComparison.Ordinal);
        Assert.DoesNotContain(Sheets(file), sheet => sheet.Descendants().Any(element => element.Name.LocalName == "f"));
    }

    [Fact]
    public void Every_sheet_has_its_headings_frozen_filtered_and_wide_enough()
    {
        town.Pupil("alva", town.School("Björkskolan"));
        using var file = Workbook();
        foreach (var sheet in Sheets(file).Where(one => one.Root!.Name.LocalName == "worksheet"))
        {
            var elements = sheet.Descendants().ToLookup(element => element.Name.LocalName);
            Assert.Equal("frozen", (string?)elements["pane"].Single().Attribute("state"));
            Assert.Single(elements["autoFilter"]);
            Assert.Contains(elements["col"], column => (double)column.Attribute("width")! > 20);
        }
    }

    [Fact]
    public void The_file_is_gone_when_it_is_closed_and_only_its_owner_may_read_it()
    {
        town.School("Björkskolan");
        string path;
        using (var file = Workbook())
        {
            path = file.Name;
            if (!OperatingSystem.IsWindows())
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(path));
        }

        Assert.False(File.Exists(path));
    }

    [Fact]
    public void Every_reason_has_a_text_and_a_remedy()
    {
        foreach (var reason in Enum.GetValues<NotSentReason>())
        {
            Assert.NotEmpty(NotSentTexts.Why(reason));
            Assert.NotEmpty(NotSentTexts.Remedy(reason));
        }
    }

    private FileStream Workbook() => ScopeWorkbook.Open(new ScopeReport(
        "Läsklart", "Test", new DateTimeOffset(2026, 11, 24, 12, 2, 0, TimeSpan.Zero), town.Select(), town.Roster));

    private static string[][] Rows(Stream file, string sheet) =>
        [.. file.Query(sheetName: sheet).Cast<IDictionary<string, object?>>().Select(row => row.Values.Select(Shown).ToArray())];

    private static string Shown(object? value) => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "";

    private static string Text(Stream file) => string.Concat(Sheets(file).Select(sheet => sheet.ToString()));

    /// <summary>Values of a sheet's cells as they are written, and whether they are numbers.</summary>
    private static IEnumerable<(string Value, bool IsNumber)> Cells(Stream file, string sheet) =>
        Sheets(file).Where(one => one.Root!.Name.LocalName == "worksheet").ElementAt(file.GetSheetNames().IndexOf(sheet))
            .Descendants().Where(element => element.Name.LocalName == "c")
            .Select(cell => (cell.Value, (string?)cell.Attribute("t") is null or "n"));

    private static List<XDocument> Sheets(Stream file)
    {
        file.Position = 0;
        using var archive = new ZipArchive(file, ZipArchiveMode.Read, leaveOpen: true);
        return [.. archive.Entries.Where(entry => entry.FullName.EndsWith(".xml", StringComparison.Ordinal)).Select(Load)];
    }

    private static XDocument Load(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        return XDocument.Load(stream);
    }
}
