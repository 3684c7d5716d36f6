namespace Skolsynk.Portal.Help;

/// <summary>The texts of help; only those whose function exists.</summary>
internal static class HelpTopics
{
    public static readonly IReadOnlyList<HelpTopic> All =
    [
        new("getting-started", "Kom igång", "Skolsynk läser skolor, elever, lärare och grupper från Microsoft 365 och för över dem till de läromedelsleverantörer ni väljer. Inget skickas förrän ni själva startar.")
        {
            Steps =
            [
                "Logga in som global administratör och godkänn behörigheterna hos Microsoft.",
                "Välj vilken huvudman ni är.",
                "Välj en leverantör och ange ert personuppgiftsbiträdesavtal.",
                "Fyll i skolenhetskoder för de skolor som ska skickas.",
                "Svara på frågan om skyddade personuppgifter.",
                "Starta första läsningen. Den tar några minuter.",
                "Ange nyckeln som ni har fått av leverantören och testa anslutningen.",
                "Välj skolor, förhandsvisa och starta.",
            ],
            More = ["Du kan lämna stegen när du vill. När du kommer tillbaka fortsätter du där du var."],
        },
        new("roles", "Global administratör och behörigheter", "En global administratör godkänner behörigheterna och utser andra. Det dagliga arbetet kräver ingen global administratör.")
        {
            Steps =
            [
                "Öppna Inställningar och sedan Behörigheter.",
                "Sök kontot med e-postadress eller inloggningsnamn.",
                "Välj Administratör eller Insyn och tryck på Ge behörighet.",
            ],
            More =
            [
                "Administratör sköter leverantörer, urval, skolenhetskoder och granskning.",
                "Insyn är till för dataskyddsombud och revisor. Den ser antal och ändrar inget.",
                "Hanterar skyddade personuppgifter är ett tillägg för namngivna personer. Ingen har det genom sin roll, inte heller en global administratör.",
                "En borttagen behörighet gäller från nästa klick. Ett konto som inte har loggat in på 12 månader förlorar sin roll.",
                "Är rollen i Entra ID tillfällig: aktivera den först, och logga sedan in.",
            ],
        },
        new("school-unit-codes", "Skolenhetskoder", "Skolenhetskoden gör att leverantören kan koppla ihop skolan med rätt Microsoft-miljö. Skolor utan kod skickas inte. Koden har åtta siffror och kallas ibland SCB-kod.")
        {
            Steps =
            [
                "Öppna Skolor.",
                "Använd förslagen, som kommer ur Skolverkets skolenhetsregister, eller skriv koden.",
                "Har ni koderna i Excel: kopiera kolumnerna skola och kod, och klistra in dem.",
                "Spara.",
            ],
            More =
            [
                "En kod kan bara höra till en skola hos er, och till en huvudman hos varje leverantör.",
                "Ändrar eller tar du bort en kod som används visas först vad det gör hos leverantören.",
            ],
        },
        new("agreements", "Avtal innan elever och lärare läses", "Skolsynk läser elever och lärare först när ni har ett personuppgiftsbiträdesavtal med minst en leverantör. Innan dess läses bara skolorna.")
        {
            More =
            [
                "Ni skriver bara personuppgiftsbiträdesavtal med respektive leverantör.",
                "Innan något om en riktig person skickas till en leverantör ska avtalet med just den vara angivet. Innan ni startar i Skarp ska också abonnemanget vara angivet.",
                "När ett avtal slutar skickas inget förrän ett nytt är angivet. Uppgifterna finns kvar hos leverantören.",
            ],
        },
        new("previews", "Förhandsvisning", "Förhandsvisningen visar exakt vad en ändring av urvalet gör innan något skickas: hur många som är nya, ändras och tas bort.")
        {
            Steps =
            [
                "Öppna leverantören och sedan Urval.",
                "Ändra och tryck på Förhandsvisa.",
                "Läs antalen. Tas någon bort står vad det betyder hos leverantören.",
                "Godkänn, ändra urvalet igen eller släng förhandsvisningen.",
            ],
            More =
            [
                "Det som visades är det som görs. Har mer tillkommit sedan dess visas en ny förhandsvisning.",
                "Vanliga ändringar ur Microsoft 365 ingår inte. De skickas som förut.",
            ],
        },
        new("reviews", "Spärren och granskning", "Spärren räknar hur många som försvinner. Blir det ovanligt många väntar de på dig. Uppgifterna är oförändrade hos leverantörerna tills du har bestämt. Allt annat skickas som vanligt.")
        {
            Steps =
            [
                "Öppna Granska och välj granskningen.",
                "Läs orsaken och vad som händer hos varje leverantör.",
                "Godkänn alla, godkänn en del eller behåll till ett datum.",
            ],
            More =
            [
                "Inget godkänns av sig självt. Gör du inget är allt kvar hos leverantörerna.",
                "Ett nytt konto med någons inloggningsnamn väntar alltid: är det samma person behåller den sitt konto hos leverantören.",
            ],
        },
        new("removals", "Vad händer hos leverantören vid borttagning?", "Den som försvinner ur School Data Sync tas bort hos leverantörerna, först när Microsoft 365 har svarat en gång till att personen är borta.")
        {
            More =
            [
                "Vad borttagningen gör avgör leverantören: konto och arbeten raderas direkt, sparas en tid, eller så stängs kontot av. Det står på leverantörens sida och i varje förhandsvisning.",
                "Misslyckas en läsning tas ingen bort.",
                "I Skolsynk finns uppgifterna kvar i sex månader för felsökning. Sedan gallras de.",
                "Kommer personen tillbaka inom den tiden räknas den inte som borttagen.",
            ],
        },
        new("protected-persons", "Skyddade personuppgifter", "Den som ni anger har skyddade personuppgifter skickas inte till någon leverantör, finns i inga listor och räknas inte med. Skolsynk kan inte se i Microsoft 365 vem det är. Ni måste ange det.")
        {
            Steps =
            [
                "En global administratör ger rätten Hanterar skyddade personuppgifter till namngivna personer, under Behörigheter.",
                "Den som har rätten öppnar Inställningar och sedan Skyddade personuppgifter.",
                "Ange personerna en och en, eller välj en grupp i Entra ID.",
            ],
            More =
            [
                "Har personen redan skickats tas den bort hos alla leverantörer direkt. Följ listan tills alla har bekräftat.",
                "Kan gruppen inte läsas gäller det senast kända, och nya personer skickas inte så länge.",
                "Bedöm från fall till fall. Även uppgiften om vilken skola en elev går på kan behöva skyddas. Låt inte Entra-gruppens namn avslöja vad den är till för.",
            ],
        },
        new("sign-in-at-supplier", "Inloggning hos leverantören (SSO)", "Elever och lärare loggar in hos leverantören med sitt Microsoft-konto. Leverantören sköter inloggningen och delar ut licenser. Skolsynk ser till att rätt konto, skola och grupp finns där.")
        {
            More = ["Vilken uppgift som kopplar kontot står på leverantörens kort under Leverantörer: inloggningsnamnet, e-postadressen eller kontots id."],
        },
        new("leave", "Avsluta", "Du kan avsluta en leverantör eller hela tjänsten när som helst. Vill du bara göra uppehåll: pausa i stället.")
        {
            Steps =
            [
                "Öppna leverantören och tryck på Avsluta. Hela tjänsten avslutas under Inställningar, av en global administratör.",
                "Välj om leverantören ska ta bort det som den har. Endast id skickas.",
                "Skriv namnet för att bekräfta.",
                "Spara kvittot. Det innehåller inga personuppgifter.",
            ],
            More =
            [
                "Avslutas den sista leverantören stoppas läsningen, och personer och grupper gallras efter 14 dagar.",
                "Avslutas tjänsten tas all data bort omedelbart. Det går inte att ångra. Ta sedan bort appen i Entra ID under Företagsprogram.",
            ],
        },
        new("glossary", "Ordlista", "Orden betyder detsamma på alla sidor.")
        {
            Words =
            [
                ("Huvudman", "kommunen eller den enskilda huvudmannen; en organisation i Microsoft 365"),
                ("Leverantör", "läromedelsleverantör, som tar emot uppgifter"),
                ("Anslutning", "en huvudman och en leverantör; har miljöerna Test och Skarp"),
                ("Urval", "skolor, roller och grupper som en anslutning omfattar"),
                ("Läsning", "en fullständig genomgång av Microsoft 365, varje timme"),
                ("Ändring", "skillnad mellan två läsningar: ny, ändrad, borttagen"),
                ("Bekräftad", "leverantören har svarat att den har objektet"),
                ("Koppling", "Skolsynks anteckning om att ett objekt finns hos leverantören"),
                ("Spärren", "det som håller kvar ovanligt stora ändringar"),
                ("Granskning", "det som spärren har lagt åt sidan för ditt beslut"),
                ("Skolenhetskod", "åtta siffror ur skolenhetsregistret, förr SCB-kod"),
                ("Ta bort", "hos leverantören eller i en lista"),
                ("Gallra", "ta bort för gott i Skolsynk"),
                ("Avsluta", "sluta med en leverantör eller med tjänsten"),
            ],
        },
    ];

    /// <summary>The help of a page, by the beginning of its address; null: only all of it.</summary>
    public static string? For(string path) => Pages.FirstOrDefault(one => path.StartsWith(one.Path, StringComparison.OrdinalIgnoreCase) && (one.End.Length == 0 || path.EndsWith(one.End, StringComparison.OrdinalIgnoreCase))).Slug;

    private static readonly (string Path, string End, string Slug)[] Pages =
    [
        ("/schools", "", "school-unit-codes"), ("/suppliers/", "/agreement", "agreements"), ("/suppliers/", "/scope", "previews"), ("/suppliers/", "/leave", "leave"),
        ("/settings/leave", "", "leave"), ("/settings/access", "", "roles"), ("/settings/protected", "", "protected-persons"), ("/setup/protected", "", "protected-persons"), ("/reviews", "", "reviews"), ("/setup", "", "getting-started"),
    ];
}
