using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Npgsql;

[assembly: AssemblyFixture(typeof(Skolsynk.Tests.Data.PostgresServer))]

namespace Skolsynk.Tests.Data;

/// <summary>
/// A throw-away PostgreSQL server for the whole test run, on a free port of the loopback interface. A missing PostgreSQL is a
/// failure of the tests that need it, never a silent skip.
/// </summary>
public sealed class PostgresServer : IAsyncDisposable
{
    private readonly SemaphoreSlim starting = new(1);
    private string? folder;
    private int port;
    private int databases;

    /// <summary>A new empty database; the server starts with the first.</summary>
    public async Task<string> NewDatabase()
    {
        await starting.WaitAsync();
        try
        {
            if (folder is null)
                await Start();
        }
        finally
        {
            starting.Release();
        }
        var name = $"t{Interlocked.Increment(ref databases)}";
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    /// <summary>Stops at once, as a machine that fails over, and comes back later.</summary>
    public async Task Restart(TimeSpan away)
    {
        await PgCtl("-m", "immediate", "stop");
        await Task.Delay(away);
        await PgCtl("-w", "-l", Path.Combine(folder!, "log"), "-o", Options, "start");
    }

    private string Options => $"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off";

    private Task PgCtl(params string[] arguments) => AsPostgres($"{Bin}/pg_ctl", ["-D", Path.Combine(folder!, "data"), "-s", .. arguments]);

    private static string Bin => Directory.GetDirectories("/usr/lib/postgresql").OrderDescending().Select(d => Path.Combine(d, "bin"))
        .First(d => File.Exists(Path.Combine(d, "initdb")));

    private string ConnectionString(string database) =>
        $"Host=127.0.0.1;Port={port};Username=t;Database={database};Maximum Pool Size=20;Include Error Detail=true";

    private async Task Start()
    {
        folder = Directory.CreateTempSubdirectory("skolsynk-pg-").FullName;
        port = FreePort();
        if (Environment.UserName == "root")
            await Run("chown", "postgres", folder);
        var data = Path.Combine(folder, "data");
        await AsPostgres($"{Bin}/initdb", "-D", data, "-U", "t", "-A", "trust", "-N", "-E", "UTF8", "--locale=C.UTF-8");
        await PgCtl("-w", "-l", Path.Combine(folder, "log"), "-o", Options, "start");
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
    }

    private static Task AsPostgres(string command, params string[] arguments) =>
        Environment.UserName == "root" ? Run("runuser", ["-u", "postgres", "--", command, .. arguments]) : Run(command, arguments);

    private static async Task Run(string command, params string[] arguments)
    {
        // What they say goes nowhere: the server keeps pg_ctl's output open, so it must not be a pipe that somebody reads.
        using var process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec \"$@\" >/dev/null", "sh", command, .. arguments]))
            ?? throw new InvalidOperationException($"{command} did not start.");
        await process.WaitForExitAsync();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"{command} ended with {process.ExitCode}.");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    public async ValueTask DisposeAsync()
    {
        starting.Dispose();
        if (folder is null)
            return;
        NpgsqlConnection.ClearAllPools();
        await PgCtl("-m", "immediate", "stop");
        Directory.Delete(folder, recursive: true);
    }
}
