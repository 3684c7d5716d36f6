namespace Skolsynk.Portal.SignIn;

/// <summary>What a person is told who cannot go on: what has happened, what to do, what Skolsynk does meanwhile.</summary>
/// <param name="Pass">Text to pass on to somebody else, without anything about anyone; null: none. <c>{0}</c> is the portal's address.</param>
internal sealed record Problem(string Heading, string Cause, string Do, string Meanwhile, string? Pass = null);

/// <summary>The texts of a sign-in or a consent that did not come about, by code; the code stands in the address.</summary>
internal static class SignInProblems
{
    public const string Cancelled = "signin-cancelled";
    public const string PersonalAccount = "personal-account";
    public const string NoAccess = "no-access";
    public const string NotGlobalAdministrator = "not-global-admin";
    public const string ConditionalAccess = "conditional-access";
    public const string ConsentDenied = "consent-denied";
    public const string ConsentOtherTenant = "consent-other-tenant";
    public const string Leaving = "leaving";
    public const string OwnCredential = "own-credential";
    public const string SignedOutIdle = "signed-out-idle";

    public static Problem? Of(string code, string operatorName) => code switch
    {
        Cancelled => new("Inloggningen avbröts", "Du avbröt hos Microsoft, eller så tog det för lång tid.", "Logga in igen.", "Inget har ändrats."),
        PersonalAccount => new("Du loggade in med ett privat konto", "Skolsynk fungerar bara med skolans eller kommunens Microsoft-konto.",
            "Logga ut hos Microsoft och logga in med ditt arbetskonto.", "Inget har sparats om ditt konto."),
        NoAccess => new("Du har inte behörighet till Skolsynk", "Din organisation använder Skolsynk, men du har ingen roll här.",
            "Be en global administratör lägga till dig under Behörigheter.", "Ingen avisering skickas.",
            "Jag behöver komma åt Skolsynk för Microsoft ({0}). Kan du som är global administratör lägga till mig under Behörigheter?"),
        NotGlobalAdministrator => new("Du behöver vara global administratör",
            "Första gången måste en global administratör godkänna behörigheterna. Ditt konto har inte den rollen just nu.",
            "Aktivera rollen i Entra ID om du har den som tillfällig roll, och logga in igen. Eller skicka länken till er globala administratör.",
            "Inget har sparats och inget läses.",
            "Vi vill börja använda Skolsynk för Microsoft. Kan du som är global administratör logga in på {0} och godkänna behörigheterna?"),
        ConditionalAccess => new("Er organisation stoppade inloggningen", "En regel för villkorsstyrd åtkomst hos er tillåter inte inloggningen.",
            "Be den som sköter Entra ID tillåta appen Skolsynk för Microsoft.", "Inget läses."),
        ConsentDenied => new("Behörigheterna är inte godkända", "Du valde att inte godkänna, eller avbröt hos Microsoft.",
            "Läs vad behörigheterna används till och försök igen, eller lämna sidan.", "Skolsynk kan inte läsa något."),
        ConsentOtherTenant => new("Godkännandet gäller en annan organisation",
            "Du godkände med ett konto från en annan organisation än den du är inloggad i.",
            "Logga ut, logga in igen och godkänn med samma konto.", "Godkännandet används inte."),
        Leaving => new("Skolsynk är avslutat för er organisation", "Uppgifterna tas bort. Det kan ta upp till ett dygn innan leverantörerna har svarat.",
            "Vill ni börja om loggar du in igen när allt är borttaget.", "Inget läses och inget nytt skickas."),
        OwnCredential => new("Fel i Skolsynk", "Felet ligger hos Skolsynk, inte hos er.", "Du behöver inte göra något.", $"{operatorName} ser felet."),
        SignedOutIdle => new("Du har varit inaktiv och är utloggad", "Efter 30 minuter loggas du ut.", "Logga in igen. Du kommer tillbaka till samma sida.", ""),
        _ => null,
    };
}
