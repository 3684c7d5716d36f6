using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Sandbox.Register;

/// <summary>
/// Stands in for Skolverket's school unit register, API v2 as far as a service needs it: lists without paging that hold code, name
/// and status only, and one unit or huvudman by its number.
/// </summary>
internal static class RegisterRoutes
{
    private const string Modified = "2024-02-14";

    public static void MapRegister(this WebApplication app)
    {
        var units = new SchoolUnits(app.Services.GetService<IReadOnlyList<Municipality>>() ?? []);
        var group = app.MapGroup("/skolenhetsregistret/v2");
        group.MapGet("/school-units", (HttpRequest request) => List(units, request.Query));
        group.MapGet("/school-units/{code}", (string code) => Unit(units, code));
        group.MapGet("/organizers", (HttpRequest request) => Organizers(units, request.Query));
        group.MapGet("/organizers/{number}", (string number) => Organizer(units, number));
        group.MapGet("/api-info", () => TypedResults.Ok(new { apiPublisher = "Skolsynk", apiName = "Skolenhetsregistret (sandlåda)", apiVersion = "2.0.0" }));
    }

    /// <summary>Filters may be repeated; each is an “or” of its values.</summary>
    private static IResult List(SchoolUnits units, IQueryCollection query)
    {
        if (Unreadable(query) is { } problem)
            return problem;
        var hits = units.All.Where(unit =>
            Has(query, "organization_number", unit.Organizer.OrganizationNumber)
            && Has(query, "municipality_code", unit.Organizer.MunicipalityCode)
            && Has(query, "status", "AKTIV")
            && Has(query, "school_unit_type", "SKOLENHET")
            && unit.SchoolTypes.DefaultIfEmpty("").Any(type => Has(query, "school_type", type))
            && IsNewEnough(query));
        return Answer("schoolunit", hits.Select(unit => new { schoolUnitCode = unit.Code, name = unit.Name, status = "AKTIV" }));
    }

    private static IResult Unit(SchoolUnits units, string code)
    {
        if (units.All.FirstOrDefault(unit => unit.Code == code) is not { } unit)
            return Problem(404, "School unit not found");
        return TypedResults.Ok(new
        {
            meta = new { extractDate = Modified, created = Modified, modified = Modified },
            data = new { type = "schoolunit", schoolUnitCode = unit.Code, attributes = Attributes(unit) },
            included = new
            {
                type = "organization",
                organizationNumber = unit.Organizer.OrganizationNumber,
                attributes = new { displayName = unit.Organizer.Name, organizerType = "KOMMUN" },
            },
        });
    }

    private static object Attributes(SchoolUnit unit) => new
    {
        displayName = unit.Name,
        status = "AKTIV",
        orientationType = "ALLMAN",
        schoolUnitType = "SKOLENHET",
        schoolName = (string?)null,
        municipalityCode = unit.Organizer.MunicipalityCode,
        schoolTypes = unit.SchoolTypes,
        schoolTypeProperties = new { gr = new { grades = unit.Grades } },
        startdate = "2013-11-01",
        endDate = (string?)null,
    };

    private static IResult Organizers(SchoolUnits units, IQueryCollection query)
    {
        if (Unreadable(query) is { } problem)
            return problem;
        var hits = units.Organizers.Where(_ => Has(query, "organizer_type", "KOMMUN") && IsNewEnough(query));
        return Answer("organizer", hits.Select(one => new { organizationNumber = one.OrganizationNumber, displayName = one.Name, organizerType = "KOMMUN" }));
    }

    private static IResult Organizer(SchoolUnits units, string number)
    {
        if (units.Organizers.FirstOrDefault(one => one.OrganizationNumber == number) is not { } organizer)
            return Problem(404, "Organizer not found");
        var own = units.All.Where(unit => unit.Organizer == organizer);
        return TypedResults.Ok(new
        {
            meta = new { extractDate = Modified, created = Modified, modified = Modified },
            data = new
            {
                type = "organizer",
                organizationNumber = number,
                attributes = new
                {
                    displayName = organizer.Name,
                    organizerType = "KOMMUN",
                    municipalities = new[] { new { municipalityCode = organizer.MunicipalityCode, displayName = organizer.Name } },
                },
                relationships = new { schoolunit = new { data = own.Select(unit => new { type = "schoolunit", schoolUnitCode = unit.Code }) } },
            },
        });
    }

    private static bool Has(IQueryCollection query, string name, string value) =>
        query[name] is { Count: 0 } || query[name].Contains(value);

    private static bool IsNewEnough(IQueryCollection query) =>
        query["meta_modified_after"] is { Count: 0 } || string.CompareOrdinal(query["meta_modified_after"], Modified) <= 0;

    private static JsonHttpResult<Fault>? Unreadable(IQueryCollection query) =>
        query["meta_modified_after"] is { Count: > 0 } date && !DateOnly.TryParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out _)
            ? Problem(400, "meta_modified_after must be a date")
            : null;

    private static Ok<Listed<T>> Answer<T>(string type, IEnumerable<T> attributes) =>
        TypedResults.Ok(new Listed<T>(new { extractDate = Modified }, new { type, attributes }));

    /// <summary>The register writes the status as a string.</summary>
    private static JsonHttpResult<Fault> Problem(int status, string title) => TypedResults.Json(
        new Fault("about:blank", title, status.ToString(CultureInfo.InvariantCulture), title), statusCode: status);

    private sealed record Listed<T>(object Meta, object Data);

    private sealed record Fault(string Type, string Title, string Status, string Detail);
}
