using System.Globalization;
using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Sandbox.Register;

/// <summary>A school unit as the register knows it: the invented codes of the sandbox's municipalities.</summary>
internal sealed record SchoolUnit(string Code, string Name, Organizer Organizer)
{
    /// <summary>FKLASS and GR, after the grades of the school.</summary>
    public required IReadOnlyList<string> SchoolTypes { get; init; }

    /// <summary>Grades of the grundskola, 1 to 9.</summary>
    public required IReadOnlyList<string> Grades { get; init; }
}

/// <summary>A huvudman: one of the sandbox's municipalities.</summary>
internal sealed record Organizer(string OrganizationNumber, string Name, string MunicipalityCode);

/// <summary>What the register holds now; it follows the municipalities as they change.</summary>
internal sealed class SchoolUnits(IReadOnlyList<Municipality> municipalities)
{
    /// <summary>Municipality codes and organisation numbers that nobody has, in the order of the municipalities.</summary>
    public IReadOnlyList<Organizer> Organizers =>
    [
        .. municipalities.Select((municipality, index) => new Organizer(
            string.Create(CultureInfo.InvariantCulture, $"99999{99000 + index}"), municipality.Name,
            string.Create(CultureInfo.InvariantCulture, $"{9901 + index}"))),
    ];

    /// <summary>By code; a code that two schools of Microsoft 365 share is one unit.</summary>
    public IReadOnlyList<SchoolUnit> All =>
    [
        .. municipalities.Zip(Organizers)
            .SelectMany(pair => pair.First.Schools, (pair, school) => (school, organizer: pair.Second))
            .Where(pair => pair.school.SchoolUnitCode is not null)
            .Select(pair => Unit(pair.school, pair.organizer))
            .DistinctBy(unit => unit.Code)
            .OrderBy(unit => unit.Code, StringComparer.Ordinal),
    ];

    private static SchoolUnit Unit(SandboxSchool school, Organizer organizer)
    {
        var (low, high) = (Grade(school.LowestGrade, 1), Grade(school.HighestGrade, 9));
        string[] types = [.. low == 0 ? new[] { "FKLASS" } : [], .. high > 0 ? new[] { "GR" } : []];
        return new(school.SchoolUnitCode!, school.DisplayName ?? "Namnlös enhet", organizer)
        {
            SchoolTypes = types,
            Grades = [.. Enumerable.Range(Math.Max(1, low), Math.Max(0, high - Math.Max(1, low) + 1)).Select(grade => grade.ToString(CultureInfo.InvariantCulture))],
        };
    }

    private static int Grade(string? text, int otherwise) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var grade) && grade <= 9 ? grade : otherwise;
}
