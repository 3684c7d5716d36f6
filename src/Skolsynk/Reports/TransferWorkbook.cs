using System.Globalization;
using MiniExcelLibs;
using MiniExcelLibs.Attributes;
using MiniExcelLibs.OpenXml;
using Skolsynk.Deliveries;
using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;

namespace Skolsynk.Reports;

/// <summary>The Excel file of what was sent to a supplier, line by line. Names come from the roster as it is kept now.</summary>
/// <param name="Bodies">Schools, persons and groups that the lines are about; one that is purged has no name any more.</param>
public sealed record TransferReport(IReadOnlyList<Transfer> Transfers, Roster Bodies, TimeZoneInfo Zone);

/// <inheritdoc cref="TransferReport"/>
public static class TransferWorkbook
{
    /// <summary>A sheet of Excel has 1,048,576 rows.</summary>
    private const int MostRows = 1_000_000;

    private static readonly OpenXmlConfiguration Configuration = new() { FastMode = true, AutoFilter = true, FreezeRowCount = 1 };

    /// <summary>Writes the file to a stream that takes synchronous writes and can seek; the stream stays open.</summary>
    public static void Write(Stream to, TransferReport report)
    {
        var names = NamesOf(report.Bodies);
        var sheets = new Dictionary<string, object>();
        foreach (var (i, chunk) in report.Transfers.Chunk(MostRows).DefaultIfEmpty([]).Index())
            sheets[i == 0 ? "Överföringar" : $"Överföringar {i + 1}"] = chunk.Select(one => Row.Of(one, names, report.Zone));
        to.SaveAs(sheets, configuration: Configuration);
    }

    private static Dictionary<Guid, string?> NamesOf(Roster roster)
    {
        var names = new Dictionary<Guid, string?>();
        foreach (var school in roster.Schools)
            names[school.Id] = school.Name;
        foreach (var person in roster.Persons)
            names[person.Id] = $"{person.GivenName} {person.FamilyName}".Trim();
        foreach (var group in roster.Groups)
            names[group.Id] = group.Name;
        return names;
    }

    private sealed record Row
    {
        [ExcelColumn(Name = "Tid", Width = 20)]
        public required string At { get; init; }

        [ExcelColumn(Name = "Slag", Width = 16)]
        public required string Endpoint { get; init; }

        [ExcelColumn(Name = "Namn", Width = 30)]
        public string? Name { get; init; }

        [ExcelColumn(Name = "Åtgärd", Width = 12)]
        public required string Action { get; init; }

        [ExcelColumn(Name = "Utfall", Width = 14)]
        public required string Outcome { get; init; }

        [ExcelColumn(Name = "HTTP", Width = 8)]
        public required string Http { get; init; }

        [ExcelColumn(Name = "Uppgifter", Width = 50)]
        public required string Fields { get; init; }

        [ExcelColumn(Name = "Id", Width = 38)]
        public required string Id { get; init; }

        public static Row Of(Transfer one, Dictionary<Guid, string?> names, TimeZoneInfo zone) => new()
        {
            At = TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(one.At), zone).ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture),
            Endpoint = KindOf(one.Endpoint),
            Name = names.GetValueOrDefault(one.Id),
            Action = one.Action switch { DeliveryAction.Create => "skapad", DeliveryAction.Replace => "ersatt", _ => "borttagen" },
            Outcome = one.Outcome switch { Deliveries.Outcome.Confirmed => "bekräftad", Deliveries.Outcome.Refused => "avvisad", _ => "osäker" },
            Http = one.Http == 0 ? "inget svar" : one.Http.ToString(CultureInfo.InvariantCulture),
            Fields = string.Join(", ", FieldMask.NamesIn((Fields)one.Fields)),
            Id = $"{one.Id}",
        };

        private static string KindOf(Endpoint endpoint) => endpoint switch
        {
            Ss12000.Endpoint.Organisations => "huvudman",
            Ss12000.Endpoint.SchoolUnitGroups => "skolenhetsgrupp",
            Ss12000.Endpoint.SchoolUnits => "skola",
            Ss12000.Endpoint.Users => "person",
            Ss12000.Endpoint.Employments => "anställning",
            Ss12000.Endpoint.StudentGroups => "grupp",
            _ => "aktivitet",
        };
    }
}
