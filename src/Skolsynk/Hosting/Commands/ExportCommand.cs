using Skolsynk.Deliveries;
using Skolsynk.Hosting.Screens;
using Skolsynk.Reports;
using Skolsynk.Stores;
using Skolsynk.Suppliers;

namespace Skolsynk.Hosting.Commands;

/// <summary><c>export</c>: what a supplier gets, or what was sent to it, as an Excel file.</summary>
internal static class ExportCommand
{
    public static async Task<int> Run(
        Desk desk, string tenantKey, ConnectionChoice choice, string to, bool transfers, CancellationToken cancellation)
    {
        var path = desk.Path(to);
        if (!path.EndsWith(".xlsx", StringComparison.OrdinalIgnoreCase))
            throw new UsageException($"--to {to}: filen ska sluta på .xlsx.");
        var connection = await choice.Find(desk, await desk.Tenant(tenantKey, cancellation), cancellation);
        var write = transfers ? await Transfers(desk, connection, cancellation) : await Scoped(desk, connection, cancellation);
        Save(path, write);
        desk.Screen.Mark(Sign.Good, $"{path} är skriven. Den innehåller personuppgifter: förvara och gallra den därefter.");
        return Exit.Done;
    }

    private static async Task<Action<Stream>> Scoped(Desk desk, ConnectionDetails connection, CancellationToken cancellation)
    {
        var (roster, now) = await desk.Database.Read(session => (RosterStore.Load(connection.Tenant, session).Roster, session.Now), cancellation);
        var report = new ScopeReport(connection.Supplier.Name, Words.Of(connection.Environment.Kind),
            TimeZoneInfo.ConvertTime(DateTimeOffset.FromUnixTimeMilliseconds(now), desk.Installation.Time.LocalTimeZone),
            Scope.Select(roster, connection.Scope), roster);
        return stream => ScopeWorkbook.Write(stream, report);
    }

    private static async Task<Action<Stream>> Transfers(Desk desk, ConnectionDetails connection, CancellationToken cancellation)
    {
        var report = await desk.Database.Read(session =>
        {
            var log = TransferLog.Load(session, connection.Tenant, connection.Id);
            var bodies = RosterStore.LoadBodies(connection.Tenant, session, log.Select(one => one.Id).ToHashSet());
            return new TransferReport(log, bodies, desk.Installation.Time.LocalTimeZone);
        }, cancellation);
        return stream => TransferWorkbook.Write(stream, report);
    }

    /// <summary>Whole or not at all, and readable by nobody else: the file holds names.</summary>
    private static void Save(string path, Action<Stream> write)
    {
        var unfinished = path + ".skrivs";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.ReadWrite };
        if (!OperatingSystem.IsWindows())
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        try
        {
            using (var file = new FileStream(unfinished, options))
                write(file);
            File.Move(unfinished, path, overwrite: true);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            File.Delete(unfinished);
            throw new CommandFailedException($"{path} går inte att skriva. Finns mappen, får du skriva i den, och finns det plats?");
        }
    }
}
