using System.CommandLine;
using System.Globalization;

namespace Skolsynk.Hosting.Commands;

/// <summary>The commands about holds, as they are typed.</summary>
internal static class HoldsCommands
{
    public static Command Build(CommandRunner run)
    {
        var tenant = new Option<string>("--tenant") { Description = "Bara en kommun", HelpName = "KOMMUN" };
        var holds = new Command("holds", "Visar vad som väntar på beslut, och beslutar om det") { tenant };
        holds.SetAction((parsed, cancellation) =>
            run(parsed, (desk, stop) => HoldsCommand.List(desk, parsed.GetValue(tenant), stop), cancellation));
        foreach (var command in new[] { Show(run), Approve(run), Keep(run) })
            holds.Add(command);
        return holds;
    }

    private static Argument<string> HoldArgument => new("ID") { Description = "Kommun och nummer, till exempel ekhult/3", Arity = ArgumentArity.ZeroOrOne };

    private static Option<string> Only => new("--only") { Description = "Bara dessa id, med komma emellan", HelpName = "ID,…" };

    private static Command Show(CommandRunner run)
    {
        var (id, names) = (HoldArgument, new Option<bool>("--names") { Description = "Visar även namn" });
        var command = new Command("show", "Visar exakt vad det gäller, och varför") { id, names };
        command.SetAction((parsed, cancellation) =>
        {
            var hold = HoldId.Parse(parsed.GetValue(id));
            return run(parsed, (desk, stop) => HoldsCommand.Show(desk, hold, parsed.GetValue(names), stop), cancellation);
        });
        return command;
    }

    private static Command Approve(CommandRunner run)
    {
        var (id, only) = (HoldArgument, Only);
        var fingerprint = new Option<string>("--fingerprint") { Description = "Kontrollkoden för det som du har sett", HelpName = "KOD" };
        var command = new Command("approve", "Godkänner det som väntar, eller en del av det") { id, fingerprint, only };
        command.SetAction((parsed, cancellation) =>
        {
            var hold = HoldId.Parse(parsed.GetValue(id));
            var code = parsed.GetValue(fingerprint) ?? throw new UsageException("--fingerprint KOD saknas. ”skolsynk holds show ID” visar den.");
            var ids = IdsOf(parsed.GetValue(only));
            return run(parsed, (desk, stop) => HoldsCommand.Approve(desk, hold, code, ids, stop), cancellation);
        });
        return command;
    }

    private static Command Keep(CommandRunner run)
    {
        var (id, only) = (HoldArgument, Only);
        var until = new Option<string>("--until") { Description = "Till och med dagen före detta datum", HelpName = "ÅÅÅÅ-MM-DD" };
        var command = new Command("keep", "Behåller det som väntar till ett datum") { id, until, only };
        command.SetAction((parsed, cancellation) =>
        {
            var hold = HoldId.Parse(parsed.GetValue(id));
            if (!DateOnly.TryParseExact(parsed.GetValue(until), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
                throw new UsageException("--until ÅÅÅÅ-MM-DD saknas eller är inget datum.");
            var ids = IdsOf(parsed.GetValue(only));
            return run(parsed, (desk, stop) => HoldsCommand.Keep(desk, hold, date, ids, stop), cancellation);
        });
        return command;
    }

    private static List<Guid>? IdsOf(string? text) => text?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
        .Select(one => Guid.TryParse(one, out var id) ? id : throw new UsageException($"”{one}” är inget id.")).ToList();
}
