using System.CommandLine;
using System.CommandLine.Parsing;
using System.Data.Common;
using Skolsynk.Data;
using Skolsynk.Hosting.Screens;
using Skolsynk.Hosting.Settings;

namespace Skolsynk.Hosting.Commands;

/// <summary>Parses and runs one command line; every way in which it can end has its words and its exit code.</summary>
internal static class Invocation
{
    public static async Task<int> Run(RootCommand root, IReadOnlyList<string> arguments, Screen screen, CancellationToken cancellation)
    {
        var parsed = SwedishHelp.Put(root).Parse([.. arguments]);
        if (parsed.Action is not SwedishHelp && SwedishHelp.Problem(parsed) is { } problem)
            return BadUsage(screen, parsed, problem);
        using var output = new LineWriter(screen.Line);
        try
        {
            var settings = new InvocationConfiguration { EnableDefaultExceptionHandler = false, Output = output, Error = output, ProcessTerminationTimeout = null };
            return await parsed.InvokeAsync(settings, cancellation);
        }
        catch (UsageException usage)
        {
            return BadUsage(screen, parsed, usage.Message);
        }
        catch (Exception failure)
        {
            return Failed(screen, failure, cancellation);
        }
    }

    private static int BadUsage(Screen screen, ParseResult parsed, string problem)
    {
        screen.Bad(problem);
        screen.Line($"Hjälp: skolsynk{Path(parsed.CommandResult)} --help");
        return Exit.BadUsage;
    }

    /// <summary>The command with those that it belongs to, as it is typed: “ holds same”.</summary>
    private static string Path(SymbolResult? result) => result switch
    {
        CommandResult { Command: not RootCommand } command => $"{Path(command.Parent)} {command.Command.Name}",
        _ => "",
    };

    /// <summary>Of a fault that nobody foresaw only type and place are told: its message may hold anything.</summary>
    private static int Failed(Screen screen, Exception failure, CancellationToken cancellation)
    {
        switch (failure)
        {
            case OperationCanceledException when cancellation.IsCancellationRequested:
                screen.Mark(Sign.Look, "Avbrutet. Det som är levererat är levererat; resten görs nästa gång.");
                break;
            case SettingsException settings:
                foreach (var problem in settings.Problems)
                    screen.Bad(problem);
                break;
            case CommandFailedException told:
                screen.Bad(told.Message);
                break;
            case JournalUnwritableException journal:
                screen.Bad($"Journalen över raderingar i {journal.Folder} går inte att skriva. Inget är raderat eller ändrat.");
                screen.Line("Kontrollera att disken är monterad och inte full, och att tjänstens användare får skriva där (Skolsynk:Journal).");
                break;
            case DatabaseRestoredException:
                screen.Bad("Databasen har just lästs tillbaka från en säkerhetskopia. Stoppa alla processer och kör ”skolsynk restore --replay”.");
                break;
            case DbException database:
                screen.Bad($"Databasen svarar inte som den ska: {database.Message}");
                screen.Line("Kontrollera Skolsynk:Database, att databasen är igång och att disken inte är full. ”skolsynk check” visar mer.");
                break;
            default:
                screen.Bad($"Oväntat fel i Skolsynk: {failure.GetType().Name}. Inget halvfärdigt är sparat.");
                foreach (var line in (failure.StackTrace ?? "").Split('\n').Take(8))
                    screen.Line($"  {line.Trim()}");
                break;
        }
        return Exit.Failed;
    }

    /// <summary>Hands whole lines on.</summary>
    private sealed class LineWriter(Action<string> line) : StringWriter(System.Globalization.CultureInfo.InvariantCulture)
    {
        public override void WriteLine() => WriteLine("");

        public override void WriteLine(string? value) => line(value ?? "");
    }
}
