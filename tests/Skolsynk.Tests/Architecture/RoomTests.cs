using System.Text.RegularExpressions;

namespace Skolsynk.Tests.Architecture;

/// <summary>The rooms of the house and who may mention whom. A room enters the table when it has code.</summary>
public sealed partial class RoomTests
{
    private static readonly Dictionary<string, string[]> MayMention = new()
    {
        ["Source"] = [],
        ["Rosters"] = ["Source"],
        ["Data"] = [],
        ["Access"] = ["Data"],
        ["Tenants"] = ["Rosters", "Data"],
        ["Stores"] = ["Rosters", "Tenants", "Data"],
        ["Sync"] = ["Source", "Rosters", "Tenants", "Stores", "Data"],
        ["Suppliers"] = ["Rosters", "Tenants", "Data"],
        ["Ss12000"] = ["Rosters", "Suppliers"],
        ["Deliveries"] = ["Rosters", "Suppliers", "Tenants", "Ss12000", "Stores", "Data"],
        ["Retention"] = ["Rosters", "Access", "Tenants", "Suppliers", "Ss12000", "Stores", "Deliveries", "Data"],
        ["Reports"] = ["Source", "Rosters", "Data", "Tenants", "Stores", "Sync", "Suppliers", "Ss12000", "Deliveries"],
        ["Portal"] =
            ["Source", "Rosters", "Data", "Access", "Tenants", "Stores", "Sync", "Suppliers", "Ss12000", "Deliveries", "Retention", "Reports"],
        ["Hosting"] =
            ["Source", "Rosters", "Data", "Access", "Tenants", "Stores", "Sync", "Suppliers", "Ss12000", "Deliveries", "Retention", "Reports", "Portal"],
    };

    private static readonly string Rooms = Repository.Path("src", "Skolsynk");

    [Fact]
    public void No_room_mentions_a_room_that_it_may_not()
    {
        var types = MayMention.Keys.ToDictionary(room => room, TypesOf);
        var wrong = MayMention.Keys.SelectMany(room => FilesOf(room).SelectMany(file =>
            Mentions(File.ReadAllText(file), types)
                .Where(other => other != room && !MayMention[room].Contains(other))
                .Select(other => $"{room} mentions {other}: {Path.GetRelativePath(Rooms, file)}")));
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_folder_is_a_room_of_the_table() =>
        Assert.Empty(Directory.GetDirectories(Rooms)
            .Where(folder => Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Any())
            .Select(folder => Path.GetFileName(folder)).Except(MayMention.Keys));

    [Fact]
    public void No_hand_written_file_is_longer_than_400_lines() =>
        Assert.Empty(HandWritten(Repository.Path("src"))
            .Select(file => (Lines: File.ReadLines(file).Count(), Name: Path.GetRelativePath(Repository.Root, file)))
            .Where(file => file.Lines > 400)
            .Select(file => $"{file.Name}: {file.Lines} lines"));

    [Theory]
    [InlineData("using Skolsynk.Data;", "Data")]
    [InlineData("var a = Skolsynk.Data.Lease.None;", "Data")]
    [InlineData("var a = Data.Lease.None;", "Data")]
    [InlineData("var a = row.Data.Lease;", null)]
    [InlineData("var a = Data.Length;", null)]
    [InlineData("/// see Skolsynk.Data", null)]
    [InlineData("namespace Skolsynk.DataQuality;", null)]
    public void A_mention_is_found_in_code_and_only_there(string line, string? room)
    {
        var types = new Dictionary<string, HashSet<string>> { ["Data"] = ["Lease"] };
        Assert.Equal(room is null ? [] : [room], Mentions(line, types));
    }

    /// <summary>Rooms named in full, and types of a room named by its last word, as a name clash makes one write.</summary>
    private static IEnumerable<string> Mentions(string code, Dictionary<string, HashSet<string>> types)
    {
        var bare = Comment().Replace(code, "");
        return types.Keys.Where(room =>
            Regex.IsMatch(bare, $@"\bSkolsynk\.{room}\b")
            || Regex.Matches(bare, $@"(?<![\w.]){room}\.(\w+)").Any(match => types[room].Contains(match.Groups[1].Value)));
    }

    private static HashSet<string> TypesOf(string room) =>
        [.. FilesOf(room).SelectMany(file => Declaration().Matches(File.ReadAllText(file))).Select(match => match.Groups[1].Value)];

    private static string[] FilesOf(string room)
    {
        var folder = Path.Combine(Rooms, room);
        return Directory.Exists(folder) ? HandWritten(folder) : [];
    }

    /// <summary>Migrations are generated: they name every entity of every room.</summary>
    private static string[] HandWritten(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{Path.DirectorySeparatorChar}Migrations{Path.DirectorySeparatorChar}", StringComparison.Ordinal))];

    [GeneratedRegex(@"^\s*//.*$", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex(@"\b(?:class|struct|enum|interface|record(?:\s+struct)?)\s+(\w+)")]
    private static partial Regex Declaration();
}
