using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;
using System.CommandLine.Parsing;

namespace Skolsynk.Hosting.Commands;

/// <summary>Help and faults of usage in Swedish; the library's own texts know English only.</summary>
internal sealed class SwedishHelp : SynchronousCommandLineAction
{
    public static RootCommand Put(RootCommand root)
    {
        foreach (var option in root.Options.ToList())
        {
            if (option is HelpOption help)
                (help.Action, help.Description) = (new SwedishHelp(), "Visar den här hjälpen");
            else if (option is VersionOption version)
                version.Description = "Visar versionen";
        }
        return root;
    }

    public override int Invoke(ParseResult parseResult)
    {
        Write(parseResult, parseResult.InvocationConfiguration.Output);
        return Exit.Done;
    }

    public static void Write(ParseResult parsed, TextWriter to)
    {
        var command = parsed.CommandResult.Command;
        to.WriteLine(command.Description);
        to.WriteLine();
        to.WriteLine("Användning:");
        to.WriteLine($"  {Name(command)}{(command.Subcommands.Any(c => !c.Hidden) ? " KOMMANDO" : "")}{string.Concat(command.Arguments.Select(a => $" {a.Name}"))} [val]");
        Columns(to, "Kommandon:", command.Subcommands.Where(c => !c.Hidden).Select(c => (c.Name, c.Description)));
        Columns(to, "Argument:", command.Arguments.Select(a => (a.Name, a.Description)));
        var inherited = command.Parents.OfType<Command>().SelectMany(p => p.Options.Where(o => o.Recursive));
        Columns(to, "Val:", command.Options.Concat(inherited).Where(o => !o.Hidden).Select(o => (Label(o), o.Description)));
        if (command is RootCommand)
        {
            to.WriteLine();
            to.WriteLine("Slutkod: 0 klart, 1 misslyckades, 2 klart men något är avvisat, väntar eller är stoppat, 64 felaktig användning.");
        }
    }

    /// <summary>What is wrong with the usage, in Swedish; null: nothing.</summary>
    public static string? Problem(ParseResult parsed)
    {
        if (parsed.Errors.Count == 0)
            return null;
        if (parsed.UnmatchedTokens.Count > 0)
            return $"Okänt: {string.Join(' ', parsed.UnmatchedTokens)}.";
        return parsed.Errors[0].SymbolResult switch
        {
            OptionResult { Tokens.Count: 0 } option => $"Ett värde saknas efter {option.Option.Name}.",
            OptionResult option => $"”{option.Tokens[^1].Value}” går inte efter {option.Option.Name}.",
            ArgumentResult argument => $"{argument.Argument.Name} saknas eller går inte att använda.",
            _ => "Kommando saknas.",
        };
    }

    private static string Name(Command command) => string.Join(' ', command.Parents.OfType<Command>().Select(Name).Append(command is RootCommand ? "skolsynk" : command.Name));

    private static string Label(Option option) =>
        string.Join(", ", option.Aliases.Where(a => a.StartsWith('-') && !a.StartsWith('/')).Prepend(option.Name).Distinct().OrderBy(a => a.Length))
        + (option.HelpName is { Length: > 0 } value ? $" {value}" : "");

    private static void Columns(TextWriter to, string title, IEnumerable<(string Label, string? Text)> rows)
    {
        var all = rows.ToList();
        if (all.Count == 0)
            return;
        to.WriteLine();
        to.WriteLine(title);
        var width = all.Max(row => row.Label.Length);
        foreach (var (label, text) in all)
            to.WriteLine($"  {label.PadRight(width)}  {text}".TrimEnd());
    }
}
