using System.Net;

namespace Skolsynk.Tests.Portal;

/// <summary>
/// What the portal is to say when a function is there that is not there yet: until then it must not promise it. Whoever builds a function takes
/// its line away here and puts its texts in.
/// </summary>
public sealed class WaitingTextsTests
{
    /// <summary>Function → parts of its texts, by which they would be found.</summary>
    private static readonly Dictionary<string, string[]> Waiting = new()
    {
        ["mail: when the first reading, a consent or the total transfer is done, when a review waits, before a role ends"] =
            ["Du får mejl", "Du får påminnelse efter", "Påminnelse: granskning väntar", "Aviseringar", "Incidentkontakt", "Funktionsbrevlåda"],
        ["the light look each minute"] = ["inom någon minut", "Ändringskontroll", "upptäcks inom"],
        ["data quality"] = ["Datakvalitet", "stoppar sändning."],
        ["school administrators"] = ["Skoladministratör", "Ser bara valda skolor"],
        ["support access"] = ["Supportåtkomst", "tillfällig läsbehörighet"],
        ["the turn of the school year"] = ["Så blir läsårsskiftet", "Läsårsskifte steg för steg", "Bara nya till"],
        ["pages of operators and suppliers"] = ["Leverantörsportal", "Påminn leverantören", "Påminn"],
    };

    [Fact]
    public void No_page_promises_what_is_not_there_yet()
    {
        foreach (var file in Directory.EnumerateFiles(Repository.Path("src", "Skolsynk", "Portal"), "*.cs*", SearchOption.AllDirectories))
        {
            var text = WebUtility.HtmlDecode(File.ReadAllText(file));
            foreach (var (function, parts) in Waiting)
                Assert.True(parts.FirstOrDefault(part => text.Contains(part, StringComparison.OrdinalIgnoreCase)) is not { } found, $"{Path.GetFileName(file)} speaks of {function}.");
        }
    }
}
