using Skolsynk.Data;
using Skolsynk.Hosting.Screens;

namespace Skolsynk.Hosting.Commands;

/// <summary>
/// What every command and the service pass before they touch the database: a restored one is neither read, shown nor sent before the
/// journal is replayed. What a crash left between the journal and the database is carried out here.
/// </summary>
internal static class JournalGate
{
    /// <exception cref="CommandFailedException">The database may not be used as it is; the message says why and what to do.</exception>
    public static async Task Open(Installation installation, Screen screen, CancellationToken cancellation)
    {
        if (installation.Database.Journal is not { } journal)
            return;
        var check = await Look(installation, journal, cancellation);
        if (Problem(check, journal) is { } problem)
            throw new CommandFailedException(problem);
        if (check.Open.Count > 0)
        {
            var done = await installation.Replay.Leftovers(check.Open, cancellation);
            if (done.Entries > 0)
                screen.Mark(Sign.Look, $"{Swedish.Count(done.Entries, "radering", "raderingar")} ur journalen hade avbrutits och är nu genomförda.");
            if (check.Open.Count > done.Entries)
                screen.Mark(Sign.Look, "Ett kommando som skulle ta bort eller godkänna markeringar av skyddade personer avbröts. Det är inte genomfört: ge det igen.");
        }
        await JournalState.GoOn(installation.Database, cancellation);
    }

    /// <exception cref="CommandFailedException">The journal cannot be read.</exception>
    public static async Task<JournalCheck> Look(Installation installation, Journal journal, CancellationToken cancellation)
    {
        try
        {
            return await JournalCheck.Look(installation.Database, journal, cancellation);
        }
        catch (JournalDamagedException damaged)
        {
            throw new CommandFailedException($"Journalen över raderingar är skadad: rad {damaged.Line} i {damaged.File} går inte att läsa. Inget läses eller skickas. "
                + "Lägg tillbaka filen från en kopia. Finns ingen: ”skolsynk restore --lost-journal”.");
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailedException($"Journalen över raderingar i {journal.Folder} går inte att läsa eller skriva. Inget läses eller skickas. "
                + "Kontrollera att disken är monterad och att tjänstens användare får skriva där (Skolsynk:Journal).");
        }
    }

    /// <summary>Null: the database may be used.</summary>
    public static string? Problem(JournalCheck check, Journal journal) => check.Standing switch
    {
        JournalStanding.Restored =>
            "Databasen är en återläst säkerhetskopia: den är äldre än journalen över raderingar. Inget läses, visas, skickas eller gallras förrän "
            + $"raderingarna är gjorda igen ({Swedish.Count(check.Open.Count, "radering", "raderingar")} sedan kopian togs). Stoppa alla processer och kör ”skolsynk restore --replay”.",
        JournalStanding.Missing =>
            $"Journalen över raderingar i {journal.Folder} saknas, eller saknar raderingar som databasen har gjort. Inget läses eller skickas. Kontrollera Skolsynk:Journal "
            + "och att disken är monterad, eller lägg tillbaka mappen. Är den förlorad: ”skolsynk restore --lost-journal”.",
        JournalStanding.Foreign =>
            $"Journalen i {journal.Folder} hör till en annan databas. Inget läses eller skickas. Ange rätt mapp, eller för en ny databas en mapp som är tom, med Skolsynk:Journal.",
        _ => null,
    };
}
