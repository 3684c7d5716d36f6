using MiniExcelLibs.Attributes;

namespace Skolsynk.Reports;

internal sealed record SchoolRow(
    [property: ExcelColumn(Name = "Id", Width = 38)] string Id,
    [property: ExcelColumn(Name = "Skola", Width = 32)] string Name,
    [property: ExcelColumn(Name = "Skolenhetskod", Width = 16)] string Code,
    [property: ExcelColumn(Name = "Elever", Width = 10)] int Students,
    [property: ExcelColumn(Name = "Lärare", Width = 10)] int Teachers,
    [property: ExcelColumn(Name = "Grupper", Width = 10)] int Groups);

internal sealed record PersonRow(
    [property: ExcelColumn(Name = "Id", Width = 38)] string Id,
    [property: ExcelColumn(Name = "Inloggningsnamn", Width = 34)] string UserName,
    [property: ExcelColumn(Name = "Efternamn", Width = 20)] string FamilyName,
    [property: ExcelColumn(Name = "Förnamn", Width = 20)] string GivenName,
    [property: ExcelColumn(Name = "E-postadress", Width = 34)] string? Email,
    [property: ExcelColumn(Name = "Roll", Width = 16)] string Role,
    [property: ExcelColumn(Name = "Skola", Width = 32)] string Schools,
    [property: ExcelColumn(Name = "Skolenhetskod", Width = 16)] string Codes,
    [property: ExcelColumn(Name = "Årskurs", Width = 10)] int? SchoolYear);

internal sealed record GroupRow(
    [property: ExcelColumn(Name = "Id", Width = 38)] string Id,
    [property: ExcelColumn(Name = "Grupp", Width = 28)] string Name,
    [property: ExcelColumn(Name = "Typ", Width = 14)] string Kind,
    [property: ExcelColumn(Name = "Skola", Width = 32)] string School,
    [property: ExcelColumn(Name = "Skolenhetskod", Width = 16)] string Code,
    [property: ExcelColumn(Name = "Antal elever", Width = 14)] int Students,
    [property: ExcelColumn(Name = "Antal lärare", Width = 14)] int Teachers);

internal sealed record MembershipRow(
    [property: ExcelColumn(Name = "Grupp-id", Width = 38)] string GroupId,
    [property: ExcelColumn(Name = "Grupp", Width = 28)] string Group,
    [property: ExcelColumn(Name = "Person-id", Width = 38)] string PersonId,
    [property: ExcelColumn(Name = "Namn", Width = 32)] string Name,
    [property: ExcelColumn(Name = "Roll i gruppen", Width = 16)] string Role);

internal sealed record NotSentRow(
    [property: ExcelColumn(Name = "Id", Width = 38)] string Id,
    [property: ExcelColumn(Name = "Namn", Width = 32)] string? Name,
    [property: ExcelColumn(Name = "Typ", Width = 10)] string Kind,
    [property: ExcelColumn(Name = "Skola", Width = 32)] string? School,
    [property: ExcelColumn(Name = "Skäl", Width = 60)] string Why,
    [property: ExcelColumn(Name = "Gör så här", Width = 44)] string Remedy);
