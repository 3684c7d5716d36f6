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
        foreach (var command in new[] { Show(run), Approve(run), Same(run), Other(run), Keep(run), Separate(run), Decisions(run) })
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

    private static Command Approve(CommandRunner run) =>
        Answer("approve", "Godkänner det som väntar, eller en del av det", run, HoldsCommand.Approve);

    private static Command Same(CommandRunner run) =>
        Answer("same", "Svarar att det nya kontot är samma persons: leverantörerna behåller personen", run, HoldsCommand.SamePerson);

    private static Command Other(CommandRunner run) =>
        Answer("other", "Svarar att det nya kontot är en annan persons: den tidigare tas bort först", run, HoldsCommand.OtherPerson);

    private static Command Answer(
        string name, string description, CommandRunner run, Func<Desk, HoldId, string, IReadOnlyCollection<Guid>?, CancellationToken, Task<int>> answer)
    {
        var (id, only) = (HoldArgument, Only);
        var fingerprint = new Option<string>("--fingerprint") { Description = "Kontrollkoden för det som du har sett", HelpName = "KOD" };
        var command = new Command(name, description) { id, fingerprint, only };
        command.SetAction((parsed, cancellation) =>
        {
            var hold = HoldId.Parse(parsed.GetValue(id));
            var code = parsed.GetValue(fingerprint) ?? throw new UsageException("--fingerprint KOD saknas. ”skolsynk holds show ID” visar den.");
            var ids = IdsOf(parsed.GetValue(only));
            return run(parsed, (desk, stop) => answer(desk, hold, code, ids, stop), cancellation);
        });
        return command;
    }

    private static Command Separate(CommandRunner run)
    {
        var tenant = new Option<string>("--tenant") { Description = "Kommunen", HelpName = "KOMMUN" };
        var account = new Option<string>("--account") { Description = "Det nyare kontots id i Microsoft Entra", HelpName = "ID" };
        var command = new Command("separate", "Tar tillbaka svaret att ett konto är en tidigare persons") { tenant, account };
        command.SetAction((parsed, cancellation) =>
        {
            var key = parsed.GetValue(tenant) ?? throw new UsageException("--tenant KOMMUN saknas.");
            if (!Guid.TryParse(parsed.GetValue(account), out var id))
                throw new UsageException("--account ID saknas eller är inget id.");
            return run(parsed, (desk, stop) => HoldsCommand.Separate(desk, key, id, stop), cancellation);
        });
        return command;
    }

    private static Command Decisions(CommandRunner run)
    {
        var tenant = new Option<string>("--tenant") { Description = "Bara en kommun", HelpName = "KOMMUN" };
        var command = new Command("decisions", "Visar vad som har beslutats, när och av vem") { tenant };
        command.SetAction((parsed, cancellation) =>
            run(parsed, (desk, stop) => HoldsCommand.Decisions(desk, parsed.GetValue(tenant), stop), cancellation));
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
