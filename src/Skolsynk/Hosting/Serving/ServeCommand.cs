using System.CommandLine;
using Skolsynk.Hosting.Commands;
using Skolsynk.Hosting.Screens;
using Skolsynk.Hosting.Settings;

namespace Skolsynk.Hosting.Serving;

/// <summary><c>serve</c>: the service, until it is told to stop.</summary>
internal static class ServeCommand
{
    public static Command Build(Screen screen)
    {
        var command = new Command("serve", "Kör tjänsten: läser kommunerna varje timme och levererar det som ändrats");
        command.SetAction((parsed, cancellation) => Run(CommandProgram.Options(parsed), screen, cancellation));
        return command;
    }

    private static async Task<int> Run(SkolsynkOptions options, Screen screen, CancellationToken cancellation)
    {
        using var logs = LoggerFactory.Create(builder => builder.SetMinimumLevel(LogLevel.Information)
            .AddFilter("Microsoft", LogLevel.Warning)
            // It logs what Entra says of a sign-in that failed, and there the account's address may stand.
            .AddFilter("Microsoft.AspNetCore.Authentication", LogLevel.None).AddSimpleConsole(console =>
            {
                console.SingleLine = true;
                console.UseUtcTimestamp = true;
                console.TimestampFormat = "yyyy-MM-ddTHH:mm:ssZ ";
            }));
        await using var installation = new Installation(options, TimeProvider.System, logs);
        await MigrateCommand.Ensure(installation, cancellation);
        await JournalGate.Open(installation, screen, cancellation);
        if (options.Worker && installation.Engine is null)
            screen.Mark(Sign.Look, "Skolsynk:Entra:ClientId är inte satt: inget läses, bara det som redan är läst levereras.");
        await using var server = await Server.Start(installation, Server.NewLanes(installation), cancellation);
        screen.Mark(Sign.Good, $"Skolsynk kör.{(options.Portal is { } portal ? $" Portal: {portal.Public}." : "")} Hälsa: {options.Address}health{(options.Socket is { } socket ? $". Kommandon går genom {socket}" : "")}");
        await server.WaitForShutdown(cancellation);
        return Exit.Done;
    }
}
