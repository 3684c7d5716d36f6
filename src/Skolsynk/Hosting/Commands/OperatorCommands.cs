using System.CommandLine;

namespace Skolsynk.Hosting.Commands;

/// <summary>What a command does once it is understood.</summary>
internal delegate Task<int> CommandBody(Desk desk, CancellationToken cancellation);

/// <summary>Runs a command's body with a desk of the caller's making: here, or in the server for someone at its socket.</summary>
internal delegate Task<int> CommandRunner(ParseResult parsed, CommandBody body, CancellationToken cancellation);

/// <summary>The operator's commands, as they are typed. Swedish help; what is missing is said by the command itself.</summary>
internal static class OperatorCommands
{
    public static readonly Option<string> Config = new("--config")
    {
        Description = "Inställningsfil (JSON). Utan den gäller skolsynk.json i mappen, om den finns, och miljövariabler SKOLSYNK__…",
        HelpName = "FIL",
        Recursive = true,
    };

    public static Option<string> TenantOption => new("--tenant") { Description = "Kommunens korta namn", HelpName = "KOMMUN" };

    public static Option<string> SupplierOption => new("--supplier") { Description = "Leverantörens korta namn", HelpName = "LEVERANTÖR" };

    public static Option<string> EnvironmentOption => new("--environment") { Description = "test eller production, om kommunen har båda", HelpName = "MILJÖ" };

    public static RootCommand Build(CommandRunner run)
    {
        var root = new RootCommand("Skolsynk för skolornas elever, lärare och grupper från Microsoft 365 till läromedelsleverantörerna.") { Config };
        Command[] commands =
            [Sync(run), Apply(run), Suppliers(run), Status(run), HoldsCommands.Build(run), Resend(run), Export(run), EndCommands.Build(run), Purge(run),
                RestoreCommands.Backup(run), RestoreCommands.Restore(run), RestoreCommands.Reconcile(run), Check(run), Migrate(run)];
        foreach (var command in commands)
            root.Add(command);
        return root;
    }

    /// <exception cref="UsageException">The option was not given.</exception>
    private static string Needed(ParseResult parsed, Option<string> option) =>
        parsed.GetValue(option) ?? throw new UsageException($"{option.Name} {option.HelpName} saknas.");

    private static Command With(Command command, CommandRunner run, Func<ParseResult, CommandBody> body, params Option[] options)
    {
        foreach (var option in options)
            command.Add(option);
        command.SetAction((parsed, cancellation) => run(parsed, body(parsed), cancellation));
        return command;
    }

    private static Command Sync(CommandRunner run)
    {
        var (tenant, all) = (TenantOption, new Option<bool>("--all") { Description = "Alla aktiva kommuner" });
        return With(new Command("sync", "Läser en kommun, eller alla, och levererar det som ändrats"), run, parsed =>
        {
            var key = parsed.GetValue(tenant);
            if (key is null == !parsed.GetValue(all))
                throw new UsageException("Ange --tenant KOMMUN eller --all.");
            return (desk, cancellation) => SyncCommand.Run(desk, key, cancellation);
        }, tenant, all);
    }

    private static Command Apply(CommandRunner run)
    {
        var file = new Argument<string>("FIL") { Description = "JSON-fil med leverantörer, kommuner, koder och anslutningar", Arity = ArgumentArity.ZeroOrOne };
        var dryRun = new Option<bool>("--dry-run") { Description = "Visar skillnaderna och ändrar inget" };
        var yes = new Option<bool>("--yes") { Description = "Ändrar utan att fråga" };
        var command = new Command("apply", "Gör som en fil säger: visar skillnaderna, och ändrar sedan") { file };
        return With(command, run, parsed =>
        {
            var path = parsed.GetValue(file) ?? throw new UsageException("FIL saknas.");
            return (desk, cancellation) => ApplyCommand.Run(desk, path, parsed.GetValue(dryRun), parsed.GetValue(yes), cancellation);
        }, dryRun, yes);
    }

    private static Command Suppliers(CommandRunner run)
    {
        var suppliers = With(
            new Command("suppliers", "Visar leverantörerna och hur varje anslutning ligger till"), run, _ => SuppliersCommand.Run);
        var (tenant, supplier) = (TenantOption, SupplierOption);
        var confirm = new Command("confirm", "Bekräftar att en anslutning med gemensam nyckel får börja skarpt") { tenant, supplier };
        confirm.SetAction((parsed, cancellation) =>
        {
            var key = parsed.GetValue(tenant) ?? throw new UsageException("--tenant KOMMUN saknas.");
            var of = parsed.GetValue(supplier) ?? throw new UsageException("--supplier LEVERANTÖR saknas.");
            return run(parsed, (desk, stop) => ConfirmCommand.Run(desk, key, of, stop), cancellation);
        });
        suppliers.Add(confirm);
        return suppliers;
    }

    private static Command Status(CommandRunner run)
    {
        var (tenant, schools) = (TenantOption, new Option<bool>("--schools") { Description = "Visar även skolorna och deras koder" });
        return With(new Command("status", "Visar de senaste läsningarna och vad som är levererat"), run,
            parsed => (desk, cancellation) => StatusCommand.Run(desk, parsed.GetValue(tenant), parsed.GetValue(schools), cancellation), tenant, schools);
    }

    private static Command Resend(CommandRunner run)
    {
        var (tenant, supplier, environment) = (TenantOption, SupplierOption, EnvironmentOption);
        var resource = new Option<string>("--resource") { Description = "Bara en resurs, till exempel Users/3f2b…", HelpName = "ENDPOINT/ID" };
        return With(new Command("resend", "Skickar om allt, eller en resurs, till en leverantör"), run, parsed =>
        {
            var choice = new ConnectionChoice(Needed(parsed, supplier), parsed.GetValue(environment));
            var key = Needed(parsed, tenant);
            return (desk, cancellation) => ResendCommand.Run(desk, key, choice, parsed.GetValue(resource), cancellation);
        }, tenant, supplier, environment, resource);
    }

    private static Command Export(CommandRunner run)
    {
        var (tenant, supplier, environment) = (TenantOption, SupplierOption, EnvironmentOption);
        var to = new Option<string>("--to") { Description = "Excelfil att skriva", HelpName = "FIL.xlsx" };
        var transfers = new Option<bool>("--transfers") { Description = "Vad som har skickats, rad för rad, i stället för vad leverantören ska ha" };
        return With(new Command("export", "Skriver vad en leverantör får, eller har fått, som Excel"), run, parsed =>
        {
            var choice = new ConnectionChoice(Needed(parsed, supplier), parsed.GetValue(environment));
            var (key, path) = (Needed(parsed, tenant), Needed(parsed, to));
            return (desk, cancellation) => ExportCommand.Run(desk, key, choice, path, parsed.GetValue(transfers), cancellation);
        }, tenant, supplier, environment, to, transfers);
    }

    private static Command Purge(CommandRunner run)
    {
        var accept = new Option<bool>("--accept-clock") { Description = "Klockan går rätt, fast det är länge sedan sist eller tiden har gått bakåt" };
        return With(new Command("purge", "Raderar det som varit borta i sex månader; tjänsten gör det av sig själv varje dygn"), run,
            parsed => (desk, cancellation) => PurgeCommand.Run(desk, parsed.GetValue(accept), cancellation), accept);
    }

    private static Command Check(CommandRunner run) => With(
        new Command("check", "Går igenom inställningar, databas, behörigheter och leverantörer: vad som är fel och vad man gör"), run, _ => CheckCommand.Run);

    private static Command Migrate(CommandRunner run) => With(
        new Command("migrate", "Uppdaterar databasen till programmets version"), run, _ => MigrateCommand.Run);
}
