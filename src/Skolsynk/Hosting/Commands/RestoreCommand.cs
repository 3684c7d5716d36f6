using Skolsynk.Data;
using Skolsynk.Hosting.Screens;
using Skolsynk.Hosting.Serving;
using Skolsynk.Hosting.Settings;
using Skolsynk.Retention;

namespace Skolsynk.Hosting.Commands;

/// <summary>How a database is made whole again.</summary>
internal enum RestoreKind
{
    /// <summary>A backup is put in place, and the journal replayed.</summary>
    File,

    /// <summary>Somebody has put it in place already.</summary>
    Replay,

    /// <summary>The journal is lost: what was erased since the backup cannot be known.</summary>
    LostJournal,
}

/// <summary><c>restore</c>: puts a backup in place and erases again what was erased since; then the service may start.</summary>
internal sealed class RestoreCommand(Desk desk, bool yes)
{
    private Installation Installation => desk.Installation;

    public async Task<int> Run(RestoreKind kind, string? file, CancellationToken cancellation)
    {
        if (Installation.Database.Journal is not { } journal)
            throw new CommandFailedException("Ingen journal är inställd. Ange Skolsynk:Journal.");
        using var held = Alone();
        if (kind is RestoreKind.File && !Put(desk.Path(file!), journal))
            return Exit.Failed;
        var older = await Installation.Database.PendingMigrations(cancellation);
        if (older.Count > 0)
            await Installation.Database.Migrate(cancellation);
        return await Replay(kind, await Look(kind, journal, cancellation), cancellation);
    }

    /// <summary>Nobody else may use the database; of several replicas on PostgreSQL the operator has to see to it.</summary>
    private ServeLock? Alone() => Installation.Options.Database is not DatabaseOptions.Sqlite sqlite ? null
        : ServeLock.TryTake(sqlite.Path) ?? throw new CommandFailedException("Tjänsten kör på den här databasen. Stoppa den först (”skolsynk serve”), och kör igen.");

    private bool Put(string file, Journal journal)
    {
        if (Installation.Options.Database is not DatabaseOptions.Sqlite sqlite)
            throw new CommandFailedException($"Med PostgreSQL: stoppa alla processer, kör ”pg_restore --clean --if-exists --single-transaction --dbname=… {file}”, och sedan ”skolsynk restore --replay”.");
        if (!File.Exists(file))
            throw new UsageException($"Filen {file} finns inte.");
        if (!SqliteCopies.IsSound(file))
            throw new CommandFailedException($"{file} är ingen hel säkerhetskopia av Skolsynks databas. Inget är ändrat.");
        if (journal.Identity() is { } own && SqliteCopies.JournalOf(file) is { } other && own != other)
            throw new CommandFailedException($"{file} hör till en annan journal än den i {journal.Folder}. Inget är ändrat. Kontrollera filen och Skolsynk:Journal.");
        if (journal.Identity() is null && SqliteCopies.JournalOf(file) is not null)
            throw new CommandFailedException($"Journalen över raderingar finns inte i {journal.Folder}. Inget är ändrat. Ange rätt mapp med Skolsynk:Journal. "
                + "Är den förlorad: lägg själv kopian på databasens plats och kör ”skolsynk restore --lost-journal”.");
        if (File.Exists(sqlite.Path) && !Agreed($"Databasen {sqlite.Path} ersätts av {file}. Det som står i den nu sparas inte."))
            return false;
        SqliteCopies.PutBack(file, sqlite.Path);
        return true;
    }

    /// <summary>A journal that cannot be read is as good as lost, if the operator says so.</summary>
    private async Task<JournalCheck> Look(RestoreKind kind, Journal journal, CancellationToken cancellation)
    {
        try
        {
            return await JournalCheck.Look(Installation.Database, journal, cancellation);
        }
        catch (JournalDamagedException) when (kind is RestoreKind.LostJournal)
        {
            return new(JournalStanding.Missing, []);
        }
        catch (JournalDamagedException)
        {
            return await JournalGate.Look(Installation, journal, cancellation);
        }
    }

    private async Task<int> Replay(RestoreKind kind, JournalCheck check, CancellationToken cancellation)
    {
        switch (check.Standing)
        {
            case JournalStanding.Current when kind is RestoreKind.Replay:
                desk.Screen.Mark(Sign.Good, "Databasen är ingen återläst kopia: den är i takt med journalen. Inget är ändrat.");
                return Exit.Done;
            case JournalStanding.Missing when kind is not RestoreKind.LostJournal:
                throw new CommandFailedException(JournalGate.Problem(check, Installation.Database.Journal!)!);
            case JournalStanding.Foreign:
                throw new CommandFailedException(JournalGate.Problem(check, Installation.Database.Journal!)!);
            case not JournalStanding.Missing when kind is RestoreKind.LostJournal:
                throw new CommandFailedException($"Journalen i {Installation.Options.Journal} är inte förlorad. Kör ”skolsynk restore --replay”.");
        }
        if (kind is RestoreKind.LostJournal && !Agreed("Utan journal kan personer, anslutningar och kommuner som raderats sedan säkerhetskopian togs komma tillbaka. "
            + "Gå igenom skyddade personer och avslutade avtal efteråt. En ny journal börjas."))
            return Exit.Failed;
        Guid? fresh = kind is RestoreKind.LostJournal ? Guid.CreateVersion7() : null;
        Tell(await Installation.Replay.AfterRestore(check.Open, fresh, cancellation), kind);
        return Exit.Done;
    }

    private bool Agreed(string what)
    {
        desk.Screen.Line(what);
        if (yes || desk.Screen.Ask("Fortsätta?") is true)
            return true;
        desk.Screen.Line("Inget är ändrat. Lägg till --yes för att fortsätta utan fråga.");
        return false;
    }

    private void Tell(ReplayResult result, RestoreKind kind)
    {
        var screen = desk.Screen;
        screen.Mark(Sign.Good, kind is RestoreKind.File ? "Säkerhetskopian är återläst, och det som raderats sedan dess är raderat igen." : "Det som raderats sedan säkerhetskopian togs är raderat igen.");
        screen.Line($"  {Swedish.Count(result.EndedTenants, "kommun", "kommuner")} och {Swedish.Count(result.EndedConnections, "anslutning", "anslutningar")} avslutade, "
            + $"{Swedish.Count(result.Marked, "skyddad person", "skyddade personer")}, {Swedish.Count(result.Purged, "gallrad person, grupp eller skola", "gallrade personer, grupper och skolor")}.");
        screen.Line($"Starta nu tjänsten. {Swedish.Count(result.Connections, "anslutning jämförs", "anslutningar jämförs")} först med vad leverantören har, och kommunen läses; innan dess skickas och tas inget bort.");
        screen.Line("”skolsynk status” visar hur det går. En leverantör som inte kan visa vad den har väntar på dig: ”skolsynk reconcile --tenant KOMMUN --supplier LEVERANTÖR --without-list”.");
    }
}
