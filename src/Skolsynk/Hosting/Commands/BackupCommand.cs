using System.Diagnostics;
using System.Globalization;
using Npgsql;
using Skolsynk.Data;
using Skolsynk.Hosting.Screens;
using Skolsynk.Hosting.Settings;

namespace Skolsynk.Hosting.Commands;

/// <summary><c>backup FILE|FOLDER</c>: a whole copy of the database, while the service runs.</summary>
internal static class BackupCommand
{
    public static async Task<int> Run(Desk desk, string target, CancellationToken cancellation)
    {
        var options = desk.Installation.Options;
        var isSqlite = options.Database is DatabaseOptions.Sqlite;
        var file = desk.Path(target);
        if (Directory.Exists(file))
            file = Path.Combine(file, $"skolsynk-{desk.Installation.Time.GetUtcNow().ToString("yyyyMMdd-HHmmss", CultureInfo.InvariantCulture)}.{(isSqlite ? "db" : "dump")}");
        if (File.Exists(file))
            throw new UsageException($"{file} finns redan. Ange ett annat namn, eller en mapp.");
        if (!Directory.Exists(Path.GetDirectoryName(file)))
            throw new UsageException($"Mappen {Path.GetDirectoryName(file)} finns inte.");
        if (options.Database is DatabaseOptions.Sqlite sqlite)
            await Task.Run(() => Copy(sqlite.Path, file), cancellation);
        else if (options.Database is DatabaseOptions.Postgres postgres)
            await Dump(postgres.ConnectionString, file, cancellation);
        // From now on the copy is older than the journal, and known for one when it is restored.
        await JournalState.GoOn(desk.Database, cancellation);
        desk.Screen.Mark(Sign.Good, $"Säkerhetskopian är klar: {file} ({Swedish.Number(new FileInfo(file).Length / 1024)} kB). Den innehåller personuppgifter; förvara den skyddad.");
        desk.Screen.Line($"Journalen över raderingar ingår inte, och ska inte göra det: {desk.Installation.Options.Journal ?? "den är avstängd"}. Radera kopian inom {desk.Installation.Options.JournalDays} dagar.");
        return Exit.Done;
    }

    private static void Copy(string database, string file)
    {
        try
        {
            SqliteCopies.Make(database, file);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandFailedException($"Kopian blev inte av: {(failure is InvalidDataException ? "den gick inte att läsa tillbaka" : $"{file} går inte att skriva, eller disken är full")}. Inget är sparat.");
        }
    }

    /// <summary>The password goes by the environment, where no other user sees it.</summary>
    private static async Task Dump(string connection, string file, CancellationToken cancellation)
    {
        var to = new NpgsqlConnectionStringBuilder(connection);
        var start = new ProcessStartInfo("pg_dump", ["--format=custom", $"--file={file}", "--no-password"]) { RedirectStandardError = true };
        (start.Environment["PGHOST"], start.Environment["PGPORT"]) = (to.Host, to.Port.ToString(CultureInfo.InvariantCulture));
        (start.Environment["PGUSER"], start.Environment["PGDATABASE"]) = (to.Username, to.Database ?? to.Username);
        if (to.Password is { Length: > 0 } password)
            start.Environment["PGPASSWORD"] = password;
        await Private(file);
        using var process = Start(start, file);
        var errors = process.StandardError.ReadToEndAsync(cancellation);
        await process.WaitForExitAsync(cancellation);
        _ = await errors;
        if (process.ExitCode == 0)
            return;
        File.Delete(file);
        throw new CommandFailedException($"pg_dump avslutades med {process.ExitCode}. Ingen kopia är sparad. Kör själv för att se varför: {Typed(file)}");
    }

    private static Task Private(string file)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        return new FileStream(file, options).DisposeAsync().AsTask();
    }

    private static Process Start(ProcessStartInfo start, string file)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            File.Delete(file);
            throw new CommandFailedException($"pg_dump finns inte här. Installera PostgreSQL:s klientprogram, eller kör på en dator som har dem: {Typed(file)}");
        }
    }

    private static string Typed(string file) => $"pg_dump --format=custom --file={file} --host=… --username=… DATABAS";
}
