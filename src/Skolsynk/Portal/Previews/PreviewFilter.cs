using System.Globalization;
using Skolsynk.Deliveries;
using Skolsynk.Rosters;

namespace Skolsynk.Portal.Previews;

/// <summary>What of a preview is listed, as the address says it.</summary>
/// <param name="Change">Null: all.</param>
/// <param name="Kind">Null: all. Memberships are a list of their own.</param>
/// <param name="School">As addresses name it; empty: all.</param>
internal sealed record PreviewFilter(PreviewChange? Change, PreviewKind? Kind, bool Members, string School)
{
    public const int PageSize = 50;

    public static PreviewFilter Of(string? show, string? type, string? school) => new(
        show switch { "new" => PreviewChange.Created, "changed" => PreviewChange.Changed, "removed" => PreviewChange.Removed, _ => null },
        type switch { "schools" => PreviewKind.Schools, "students" => PreviewKind.Students, "teachers" => PreviewKind.Teachers, "groups" => PreviewKind.Groups, _ => null },
        type == "members", school ?? "");

    public string Show => Change switch { PreviewChange.Created => "new", PreviewChange.Changed => "changed", PreviewChange.Removed => "removed", _ => "" };

    public string Type => Members ? "members" : Kind switch
    {
        PreviewKind.Schools => "schools",
        PreviewKind.Students => "students",
        PreviewKind.Teachers => "teachers",
        PreviewKind.Groups => "groups",
        _ => "",
    };

    /// <summary>Ids of the source stand in no address: a school is named by a number that only this preview knows it by.</summary>
    public static string SchoolKey(Guid preview, Guid school) => Ids.NameBased(preview, school.ToString("N")).ToString("N")[..12];

    /// <summary>The part of an address that leads to a page of the list.</summary>
    public string Query(int page) => string.Join('&', new[] { ("show", Show), ("type", Type), ("school", School), ("p", page > 1 ? page.ToString(CultureInfo.InvariantCulture) : "") }
        .Where(one => one.Item2.Length > 0).Select(one => $"{one.Item1}={one.Item2}"));

    /// <summary>The rows that it lets through; of memberships see <see cref="PreviewMembers"/>.</summary>
    public List<ListedRow> Of(MadePreview made, Guid preview)
    {
        var school = SchoolOf(made, preview);
        return [.. made.Rows.Where(row => (Change is null || row.Row.Change == Change) && (Kind is null || row.Row.Kind == Kind) && (School.Length == 0 || (school is { } id && row.Schools.Contains(id))))];
    }

    /// <summary>Null: all, or none that is here.</summary>
    public Guid? SchoolOf(MadePreview made, Guid preview) =>
        School.Length == 0 ? null : made.Schools.Keys.Cast<Guid?>().FirstOrDefault(id => SchoolKey(preview, id!.Value) == School);
}
