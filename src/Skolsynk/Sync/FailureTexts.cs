using Skolsynk.Source;

namespace Skolsynk.Sync;

/// <summary>What a user is told when a read does not go well.</summary>
/// <param name="Title">A heading.</param>
/// <param name="What">What has happened.</param>
/// <param name="Do">What the reader can do.</param>
/// <param name="Meanwhile">What Skolsynk does until then.</param>
public sealed record FailureText(string Title, string What, string Do, string Meanwhile);

/// <summary>The texts of failed and held reads, for the portal and the console alike.</summary>
public static class FailureTexts
{
    private const string NothingToDo = "Du behöver inte göra något.";
    private const string Kept = "Alla uppgifter är kvar, här och hos leverantörerna. Ingen tas bort.";

    public static FailureText Of(FailureKind kind) => kind switch
    {
        FailureKind.Throttled => new(
            "Microsoft begränsar takten",
            "Microsoft bad Skolsynk att vänta längre än en läsning får ta.",
            NothingToDo,
            $"Skolsynk försöker igen om en stund. {Kept}"),
        FailureKind.Unreachable => new(
            "Microsoft 365 svarar inte",
            "Microsoft 365 gick inte att nå, eller svarade med fel flera gånger i rad.",
            NothingToDo,
            $"Skolsynk försöker igen om en stund. {Kept}"),
        FailureKind.ConsentLost => new(
            "Skolsynk får inte längre läsa",
            "Behörigheten är borttagen i Entra ID eller appen är avstängd.",
            "Godkänn på nytt som global administratör, eller avsluta tjänsten.",
            $"Läsningen är stoppad tills ni har godkänt igen. {Kept}"),
        FailureKind.PermissionMissing => new(
            "En behörighet saknas",
            "Microsoft 365 svarar inte på allt som Skolsynk behöver läsa, eftersom en av behörigheterna inte är godkänd.",
            "Godkänn behörigheterna på nytt som global administratör.",
            $"En ofullständig läsning används aldrig. {Kept}"),
        FailureKind.NotEducationTenant => new(
            "Microsoft 365 är inte en utbildningsmiljö",
            "Er Microsoft 365-miljö har ingen utbildningslicens, så där finns inga skolor att läsa.",
            "Kontrollera att rätt Microsoft 365-miljö är ansluten och att School Data Sync är igång där.",
            $"Skolsynk tittar efter igen några gånger om dagen. {Kept}"),
        FailureKind.OwnCredentialWrong => new(
            "Fel i Skolsynk",
            "Skolsynks egen inloggning hos Microsoft är fel eller har gått ut. Felet ligger hos Skolsynk, inte hos er.",
            $"{NothingToDo} Den som driver Skolsynk förnyar inloggningen.",
            $"Skolsynk försöker igen om en stund. {Kept}"),
        FailureKind.Malformed => new(
            "Läsningen blev inte fullständig",
            "Microsoft 365 gav ett svar som inte går att tolka.",
            $"{NothingToDo} Återkommer felet, hör av dig till den som driver Skolsynk.",
            $"En ofullständig läsning används aldrig. Skolsynk försöker igen om en stund. {Kept}"),
        FailureKind.TooLarge => new(
            "Läsningen blev för stor",
            "Microsoft 365 har mer än vad en läsning hos er får omfatta.",
            "Hör av dig till den som driver Skolsynk, som kan höja gränsen.",
            $"En ofullständig läsning används aldrig. {Kept}"),
        _ => Broken,
    };

    /// <summary>A fault of our own.</summary>
    public static FailureText Broken { get; } = new(
        "Fel i Skolsynk",
        "Läsningen avbröts av ett fel i Skolsynk. Felet ligger inte hos er.",
        NothingToDo,
        $"Skolsynk försöker igen om en stund. {Kept}");
}
