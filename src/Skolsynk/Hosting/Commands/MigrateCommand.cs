using Skolsynk.Hosting.Screens;
using Skolsynk.Hosting.Settings;

namespace Skolsynk.Hosting.Commands;

/// <summary><c>migrate</c>: brings the database to this version.</summary>
internal static class MigrateCommand
{
    public static async Task<int> Run(Desk desk, CancellationToken cancellation)
    {
        var pending = await desk.Database.PendingMigrations(cancellation);
        if (pending.Count == 0)
        {
            desk.Screen.Mark(Sign.Good, "Databasen är redan i den här versionen.");
            return Exit.Done;
        }
        await desk.Database.Migrate(cancellation);
        desk.Screen.Mark(Sign.Good, $"Databasen är uppdaterad: {string.Join(", ", pending)}.");
        return Exit.Done;
    }

    /// <summary>
    /// A database must be of this version. A SQLite file that is not there yet is made, so that a first start needs no set-up; an
    /// older database is only changed by <c>migrate</c>.
    /// </summary>
    public static async Task Ensure(Installation installation, CancellationToken cancellation)
    {
        var isNew = installation.Options.Database is DatabaseOptions.Sqlite sqlite && !File.Exists(sqlite.Path);
        var pending = isNew ? [] : await installation.Database.PendingMigrations(cancellation);
        if (isNew)
            await installation.Database.Migrate(cancellation);
        else if (pending.Count > 0)
            throw new CommandFailedException($"Databasen är äldre än programmet ({Swedish.Count(pending.Count, "steg", "steg")} saknas). Ta en säkerhetskopia och kör ”skolsynk migrate”.");
    }
}
