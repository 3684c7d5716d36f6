using Skolsynk.Tenants;

namespace Skolsynk.Sync;

/// <summary>What a user is told when the group of protected persons cannot be gone by, for the portal and the console alike.</summary>
public static class GroupTexts
{
    private const string Meanwhile = "Nya personer tas inte in och skickas inte, eftersom ingen vet om de är skyddade. De som redan finns förs över som vanligt, "
        + "och den som är skyddad förblir det.";

    public static FailureText Of(GroupProblem problem, int found) => problem switch
    {
        GroupProblem.NotAllowed => new(
            "Gruppen med skyddade personer får inte läsas",
            "Microsoft 365 lämnar inte ut gruppens medlemmar: behörigheten GroupMember.Read.All är inte godkänd.",
            "Godkänn behörigheten som global administratör i kommunens Entra.",
            Meanwhile),
        GroupProblem.NotFound => new(
            "Gruppen med skyddade personer finns inte",
            "Ingen grupp i Microsoft 365 har det id som är angivet.",
            "Kontrollera gruppens id, eller återskapa gruppen. Ange rätt id med ”protectedGroup” i apply-filen.",
            Meanwhile),
        GroupProblem.Shrunk => new(
            "Gruppen med skyddade personer har krympt",
            found == 0 ? "Gruppen är tom, men var det inte förut." : "Mer än hälften av dem som gruppen har skyddat är inte längre med i den.",
            $"Kontrollera gruppen i Microsoft 365. Stämmer det, ange ”acceptProtectedGroup”: {found} i apply-filen.",
            Meanwhile),
        _ => new(
            "Gruppen med skyddade personer gick inte att läsa",
            "Microsoft 365 svarade inte, eller inte fullständigt, på frågan om gruppens medlemmar.",
            "Du behöver inte göra något om det går över. Står det kvar, kör ”skolsynk check”.",
            Meanwhile + " Skolsynk försöker igen vid nästa läsning."),
    };
}
