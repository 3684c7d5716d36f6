using Spectre.Console;

namespace Skolsynk.Hosting.Screens;

/// <summary>Chooses how to talk: drawn on a terminal, plain lines everywhere else.</summary>
internal static class StandardScreen
{
    public static Screen Open(TimeProvider clock)
    {
        var plain = Console.IsOutputRedirected || Environment.GetEnvironmentVariable("TERM") is null or "" or "dumb"
            || Environment.GetEnvironmentVariable("NO_COLOR") is { Length: > 0 } || Environment.GetEnvironmentVariable("CI") is { Length: > 0 };
        return plain ? new PlainScreen(Console.Out.WriteLine, clock) : new TerminalScreen(AnsiConsole.Console, clock);
    }
}
