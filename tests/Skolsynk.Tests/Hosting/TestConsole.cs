using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Skolsynk.Hosting;
using Skolsynk.Hosting.Commands;
using Skolsynk.Hosting.Screens;
using Skolsynk.Hosting.Settings;
using Skolsynk.Sandbox;
using Skolsynk.Source;

namespace Skolsynk.Tests.Hosting;

/// <summary>A terminal of a test's own: an installation on a fresh SQLite file, and what commands wrote.</summary>
internal sealed class TestConsole : IAsyncDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("skolsynk-console-").FullName;

    /// <param name="sandbox">Stands in for Microsoft; null: there is no way to it.</param>
    /// <param name="database">Null: SQLite, in the console's own folder.</param>
    public TestConsole(Uri? sandbox = null, DatabaseOptions? database = null)
    {
        Options = new SkolsynkOptions
        {
            Development = true,
            Database = database ?? new DatabaseOptions.Sqlite(File("skolsynk.db")),
            Socket = database is null ? File("s") : null,
            Journal = File("skolsynk.db.erasures"),
            Address = new Uri("http://127.0.0.1:0"),
            Graph = sandbox is null ? new GraphOptions() : new GraphOptions { BaseUrl = new Uri(sandbox, "/v1.0") },
            Entra = sandbox is null ? null : new EntraOptions(sandbox, SandboxOptions.ClientId, new EntraCredential.Secret(SandboxOptions.ClientSecret)),
        };
        Installation = new Installation(Options, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public SkolsynkOptions Options { get; }

    public Installation Installation { get; private set; }

    /// <summary>Another process, on the same files.</summary>
    public async Task Restart()
    {
        await Installation.DisposeAsync();
        Installation = new Installation(Options, TimeProvider.System, NullLoggerFactory.Instance);
    }

    public List<string> Lines { get; } = [];

    public string Output => string.Join('\n', Lines);

    public Screen Screen => new PlainScreen(Lines.Add, TimeProvider.System);

    public string File(string name) => Path.Combine(folder, name);

    public async Task<int> Run(params string[] arguments)
    {
        Lines.Clear();
        if (arguments is not ["restore", ..])
            await MigrateCommand.Ensure(Installation, TestContext.Current.CancellationToken);
        var desk = new Desk(Installation, Screen, folder, name => name switch { "ALFA" => "hemlig", "USER" => "greta", _ => null });
        RootCommand root = OperatorCommands.Build(async (_, body, cancellation) =>
        {
            if (arguments[0] is not ("check" or "migrate" or "restore"))
                await JournalGate.Open(Installation, Screen, cancellation);
            return await body(desk, cancellation);
        });
        return await Invocation.Run(root, arguments, Screen, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await Installation.DisposeAsync();
        Directory.Delete(folder, recursive: true);
    }
}
