namespace Skolsynk.Suppliers;

/// <summary>What a reason is called where people read it: after “Skickas inte:”, and what they can do about it.</summary>
public static class NotSentTexts
{
    public static string Why(NotSentReason reason) => reason switch
    {
        NotSentReason.SchoolWithoutCode => "skolan saknar skolenhetskod",
        NotSentReason.SchoolNotChosen => "skolan är inte vald för leverantören",
        NotSentReason.SchoolWithoutName => "skolan saknar namn",
        NotSentReason.NoRole => "personen är varken elev eller lärare i School Data Sync",
        NotSentReason.RoleNotChosen => "rollen är inte vald för leverantören",
        NotSentReason.NameMissing => "namn saknas",
        NotSentReason.UserNameMissing => "inloggningsnamn saknas",
        NotSentReason.EmailMissing => "e-postadress saknas och leverantören kräver den",
        NotSentReason.Excluded => "undantagen för leverantören",
        NotSentReason.NoSchool => "hör inte till någon skola",
        NotSentReason.NoSchoolInScope => "ingen av skolorna skickas till leverantören",
        NotSentReason.GroupEmpty => "ingen elev eller lärare i gruppen skickas",
        NotSentReason.GroupKindNotTaken => "leverantören tar inte emot den typen av grupp, eller så är den inte vald",
        NotSentReason.GroupWithoutName => "gruppen saknar namn",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "The reason has no text."),
    };

    public static string Remedy(NotSentReason reason) => reason switch
    {
        NotSentReason.SchoolWithoutCode => "Fyll i koden.",
        NotSentReason.SchoolNotChosen or NotSentReason.RoleNotChosen or NotSentReason.GroupKindNotTaken => "Ändra urvalet.",
        NotSentReason.SchoolWithoutName or NotSentReason.NameMissing or NotSentReason.GroupWithoutName => "Fyll i namnet i källsystemet.",
        NotSentReason.NoRole => "Rätta rollen i källsystemet.",
        NotSentReason.UserNameMissing => "Fyll i det i Microsoft 365.",
        NotSentReason.EmailMissing => "Fyll i adressen i Microsoft 365.",
        NotSentReason.Excluded => "Ta bort undantaget.",
        NotSentReason.NoSchool => "Lägg till skolan i källsystemet.",
        NotSentReason.NoSchoolInScope => "Ändra urvalet eller fyll i skolans kod.",
        NotSentReason.GroupEmpty => "Kontrollera gruppens medlemmar och urvalet.",
        _ => throw new ArgumentOutOfRangeException(nameof(reason), reason, "The reason has no remedy."),
    };
}
