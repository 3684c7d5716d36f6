using System.Globalization;
using Skolsynk.Data;

namespace Skolsynk.Deliveries.Reasons;

/// <summary>What a reason is called: its name, the words after “Skickas inte:”, and what to do about it (“Gör så här”).</summary>
public static class ReasonTexts
{
    /// <summary>The name under which it stands in addresses and files.</summary>
    public static string CodeOf(ReasonCode code) => string.Concat(code.ToString().Select((letter, i) =>
        char.IsUpper(letter) ? (i > 0 ? "-" : "") + char.ToLowerInvariant(letter) : letter.ToString()));

    /// <param name="operatorName">Who runs the service.</param>
    public static string Why(Reason reason, string operatorName) => reason.Code switch
    {
        ReasonCode.Excluded => "undantagen för leverantören",
        ReasonCode.NoRole => "personen är varken elev eller lärare i School Data Sync",
        ReasonCode.RoleNotSelected => "rollen är inte vald för leverantören",
        ReasonCode.NoSchool => "personen hör inte till någon skola",
        ReasonCode.SchoolNotSelected => "skolan är inte vald för leverantören",
        ReasonCode.SchoolNoCode => "skolan saknar skolenhetskod",
        ReasonCode.SchoolNoName => "skolan saknar namn",
        ReasonCode.NoName => "namn saknas",
        ReasonCode.NoUserName => "inloggningsnamn saknas",
        ReasonCode.NoEmail => "e-postadress saknas och leverantören kräver den",
        ReasonCode.GroupType => "leverantören tar inte emot den typen av grupp",
        ReasonCode.GroupTypeNotSelected => "grupptypen är inte vald för leverantören",
        ReasonCode.GroupNoSchool => "gruppen hör inte till någon skola",
        ReasonCode.GroupNoName => "gruppen saknar namn",
        ReasonCode.GroupEmpty => "ingen elev eller lärare i gruppen skickas",
        ReasonCode.Held => "hålls kvar för granskning",
        ReasonCode.Rejected => $"leverantören avvisade: {Small(RefusalCauses.Text(reason.Cause ?? RefusalCause.Other))}",
        ReasonCode.Waiting => reason.At is { } at ? $"väntar på nytt försök {Time(at)}" : "väntar på nytt försök",
        _ => WhyOfConnection(reason, operatorName),
    };

    /// <param name="supplier">The supplier's name.</param>
    public static string Remedy(Reason reason, string supplier) => reason.Code switch
    {
        ReasonCode.Excluded => "Ta bort undantaget.",
        ReasonCode.NoRole => "Rätta rollen i källsystemet.",
        ReasonCode.RoleNotSelected or ReasonCode.SchoolNotSelected or ReasonCode.GroupTypeNotSelected => "Ändra urvalet.",
        ReasonCode.NoSchool => "Lägg till skolan i källsystemet.",
        ReasonCode.SchoolNoCode => "Fyll i koden.",
        ReasonCode.SchoolNoName or ReasonCode.NoName or ReasonCode.GroupNoName => "Fyll i namnet i källsystemet.",
        ReasonCode.NoUserName => "Fyll i det i Microsoft 365.",
        ReasonCode.NoEmail => "Fyll i adressen i Microsoft 365.",
        ReasonCode.GroupNoSchool => "Rätta i School Data Sync.",
        ReasonCode.GroupEmpty => "Kontrollera gruppens medlemmar och urvalet.",
        ReasonCode.Held => "Granska.",
        ReasonCode.NoAgreement => "Ange avtalet.",
        ReasonCode.ProtectedUnanswered => "Svara på frågan.",
        ReasonCode.NoKey or ReasonCode.Unauthorized => "Ange nyckeln.",
        ReasonCode.Rejected => RemedyOf(reason.Cause ?? RefusalCause.Other, supplier),
        _ => "",
    };

    private static string WhyOfConnection(Reason reason, string operatorName) => reason.Code switch
    {
        ReasonCode.Draft => "anslutningen är inte startad",
        ReasonCode.AwaitingSupplier => "leverantören har inte bekräftat er",
        ReasonCode.NoAgreement => "avtal med leverantören saknas",
        ReasonCode.ProtectedUnanswered => "frågan om skyddade personuppgifter är inte besvarad",
        ReasonCode.Paused => reason.At is { } until ? $"anslutningen är pausad till {Day(until)}" : "anslutningen är pausad",
        ReasonCode.Stopped => $"anslutningen är stoppad av {operatorName}",
        ReasonCode.NoKey => "nyckel till leverantören saknas",
        ReasonCode.Unauthorized => "leverantören godtar inte nyckeln",
        ReasonCode.Misconfigured => "fel inställning hos leverantören",
        ReasonCode.Ending => "anslutningen avslutas",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason.Code, "The reason has no text."),
    };

    private static string RemedyOf(RefusalCause cause, string supplier) => cause switch
    {
        RefusalCause.EmailTaken => $"Rätta adressen i Microsoft 365, eller be {supplier} ta bort det konto som har den.",
        RefusalCause.UserNameTaken => $"Be {supplier} koppla eller ta bort det konto som redan har inloggningsnamnet.",
        RefusalCause.LicencesUsedUp => $"Kontakta {supplier} om fler licenser.",
        RefusalCause.SchoolUnknown => $"Kontrollera skolenhetskoden. Kontakta annars {supplier}.",
        _ => $"Kontakta {supplier}. Kopiera felinformation.",
    };

    private static string Day(DateTimeOffset at) => SwedishTime.Of(at).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string Time(DateTimeOffset at) => SwedishTime.Of(at).ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    private static string Small(string text) => char.ToLowerInvariant(text[0]) + text[1..];
}
