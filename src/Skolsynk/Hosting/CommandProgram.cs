using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Skolsynk.Data;
using Skolsynk.Hosting.Commands;
using Skolsynk.Hosting.Demo;
using Skolsynk.Hosting.Screens;
using Skolsynk.Hosting.Serving;
using Skolsynk.Hosting.Settings;

namespace Skolsynk.Hosting;

/// <summary>The program as it is typed: runs a command here, or has the running <c>serve</c> run it.</summary>
internal static class CommandProgram
{
    public static async Task<int> Run(string[] arguments)
    {
        var screen = StandardScreen.Open(TimeProvider.System);
        using var stop = new CancellationTokenSource();
        ConsoleCancelEventHandler onInterrupt = (_, pressed) =>
        {
            pressed.Cancel = true;
            stop.Cancel();
        };
        Console.CancelKeyPress += onInterrupt;
        using var terminated = System.Runtime.InteropServices.PosixSignalRegistration.Create(System.Runtime.InteropServices.PosixSignal.SIGTERM, signal =>
        {
            signal.Cancel = true;
            stop.Cancel();
        });
        try
        {
            return await Invocation.Run(Root(arguments, screen), arguments, screen, stop.Token);
        }
        finally
        {
            Console.CancelKeyPress -= onInterrupt;
        }
    }

    private static RootCommand Root(string[] arguments, Screen screen)
    {
        var root = OperatorCommands.Build((parsed, body, cancellation) => RunOrForward(arguments, parsed, body, screen, cancellation));
        root.Subcommands.Add(ServeCommand.Build(screen));
        root.Subcommands.Add(DemoCommand.Build(screen));
        return root;
    }

    /// <exception cref="SettingsException">The configuration cannot be used.</exception>
    public static SkolsynkOptions Options(ParseResult parsed)
    {
        var file = parsed.GetValue(OperatorCommands.Config) ?? (File.Exists("skolsynk.json") ? "skolsynk.json" : null);
        var development = OptionsReader.IsDevelopment(Environment.GetEnvironmentVariable);
        return new OptionsReader(Configured.Read(file, Environment.GetEnvironmentVariables()), development).Read();
    }

    private static async Task<int> RunOrForward(
        string[] arguments, ParseResult parsed, CommandBody body, Screen screen, CancellationToken cancellation)
    {
        var options = Options(parsed);
        var isRestore = parsed.CommandResult.Command.Name == "restore";
        if (!isRestore && options is { Database: DatabaseOptions.Sqlite sqlite, Socket: { } socket } && ServeLock.IsHeld(sqlite.Path))
            return await new SocketClient(socket, screen).Run(arguments, cancellation);
        await using var installation = new Installation(options, TimeProvider.System, NullLoggerFactory.Instance);
        var desk = new Desk(installation, screen, Environment.CurrentDirectory, Environment.GetEnvironmentVariable);
        if (parsed.CommandResult.Command.Name is "migrate" or "check" or "restore")
            return await body(desk, cancellation);
        await MigrateCommand.Ensure(installation, cancellation);
        await JournalGate.Open(installation, screen, cancellation);
        var exit = await body(desk, cancellation);
        await JournalState.GoOn(installation.Database, CancellationToken.None);
        return exit;
    }
}
