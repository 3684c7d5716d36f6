using Skolsynk.Rosters;

namespace Skolsynk.Sync;

/// <summary>What a user is told when a brake holds something, for the portal and the console alike.</summary>
public static class HoldTexts
{
    private const string Stays = "Det som väntar är kvar, här och hos leverantörerna. Andra ändringar förs över som vanligt.";

    /// <summary>Of a hold of a connection: what is to be deleted at the supplier although the source has not removed it.</summary>
    public static FailureText OfDelivery(HoldCause cause) => new(
        cause switch
        {
            HoldCause.School => "Ovanligt många på en skola skulle tas bort hos leverantören",
            HoldCause.Groups => "Ovanligt många grupper skulle tas bort hos leverantören",
            _ => "Ovanligt många personer skulle tas bort hos leverantören",
        },
        "De finns kvar i Microsoft 365, men anslutningen omfattar dem inte längre: inställningarna är ändrade, eller något är fel.",
        "Kontrollera anslutningens inställningar. Är det meningen, godkänn. Annars, ändra tillbaka.",
        "Det som väntar är kvar hos leverantören, och deras grupper skickas inte på nytt. Annat som är nytt eller ändrat förs över som vanligt.");

    public static FailureText Of(HoldCause cause) => cause switch
    {
        HoldCause.EmptySource => new(
            "Microsoft 365 är tomt",
            "Varken skolor eller personer finns kvar i Microsoft 365.",
            "Kontrollera School Data Sync. Är det meningen att allt ska bort, avsluta tjänsten i stället.",
            "Inget av läsningen används. Alla uppgifter är kvar, här och hos leverantörerna. Ingen tas bort."),
        HoldCause.EmptiedSchool => new(
            "En skola har blivit tom",
            "Alla personer på en skola försvann på en gång.",
            "Kontrollera skolan i School Data Sync. Är det meningen, godkänn.",
            "Skolan, dess personer och grupper är kvar, här och hos leverantörerna. Andra ändringar förs över som vanligt."),
        HoldCause.Succession => new(
            "Nya konton har tagit över användarnamn eller e-postadresser",
            "Ett konto är borta eller har bytt namn, och ett nytt konto har samma användarnamn eller e-postadress. Det kan vara en annan person.",
            "Kontrollera vem det nya kontot tillhör. Svara ”samma person”, så behåller leverantörerna personen, eller ”annan person”, så tas den tidigare bort först och den nya läggs till.",
            "Den tidigare personen är kvar och den nya läggs inte till, här och hos leverantörerna. Andra ändringar förs över som vanligt."),
        HoldCause.School => new(
            "Ovanligt många lämnar en skola",
            "Fler än vanligt har tagits bort från en skola på en vecka.",
            "Kontrollera skolan i School Data Sync. Stämmer det, godkänn.",
            Stays),
        HoldCause.Class => new(
            "Hälften av en klass lämnar den",
            "Minst hälften av medlemmarna har lämnat en grupp på en vecka.",
            "Kontrollera gruppen i School Data Sync. Stämmer det, godkänn.",
            Stays),
        HoldCause.Persons => new(
            "Ovanligt många personer tas bort",
            "Fler personer än vanligt har tagits bort på ett dygn eller en vecka.",
            "Kontrollera School Data Sync och inställningarna. Stämmer det, godkänn.",
            Stays),
        _ => new(
            "Ovanligt många grupper tas bort",
            "Fler grupper än vanligt har tagits bort på en vecka.",
            "Kontrollera School Data Sync och inställningarna. Stämmer det, godkänn.",
            Stays),
    };
}
