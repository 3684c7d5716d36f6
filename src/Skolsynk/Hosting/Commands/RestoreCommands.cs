using System.CommandLine;

namespace Skolsynk.Hosting.Commands;

/// <summary><c>backup</c>, <c>restore</c> and <c>reconcile</c> as they are typed.</summary>
internal static class RestoreCommands
{
    public static Command Backup(CommandRunner run)
    {
        var target = new Argument<string>("FIL|MAPP") { Description = "Ny fil, eller en mapp att lägga den i", Arity = ArgumentArity.ZeroOrOne };
        var command = new Command("backup", "Gör en säkerhetskopia av databasen, även medan tjänsten kör") { target };
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetValue(target) ?? throw new UsageException("FIL eller MAPP saknas.");
            return run(parsed, (desk, stop) => BackupCommand.Run(desk, path, stop), cancellation);
        });
        return command;
    }

    public static Command Restore(CommandRunner run)
    {
        var file = new Argument<string>("FIL") { Description = "Säkerhetskopia att läsa tillbaka", Arity = ArgumentArity.ZeroOrOne };
        var replay = new Option<bool>("--replay") { Description = "Databasen är redan återläst för hand: gör bara om raderingarna" };
        var lost = new Option<bool>("--lost-journal") { Description = "Journalen är förlorad: börja en ny, fast raderade kan komma tillbaka" };
        var yes = new Option<bool>("--yes") { Description = "Fortsätter utan att fråga" };
        var command = new Command("restore", "Läser tillbaka en säkerhetskopia och gör om de raderingar som gjorts sedan dess") { file, replay, lost, yes };
        command.SetAction((parsed, cancellation) =>
        {
            var path = parsed.GetValue(file);
            var (again, without) = (parsed.GetValue(replay), parsed.GetValue(lost));
            if ((path is null ? 0 : 1) + (again ? 1 : 0) + (without ? 1 : 0) != 1)
                throw new UsageException("Ange FIL, --replay eller --lost-journal.");
            var kind = again ? RestoreKind.Replay : without ? RestoreKind.LostJournal : RestoreKind.File;
            return run(parsed, (desk, stop) => new RestoreCommand(desk, parsed.GetValue(yes)).Run(kind, path, stop), cancellation);
        });
        return command;
    }

    public static Command Reconcile(CommandRunner run)
    {
        var (tenant, supplier, environment) = (OperatorCommands.TenantOption, OperatorCommands.SupplierOption, OperatorCommands.EnvironmentOption);
        var without = new Option<bool>("--without-list") { Description = "Leverantören kan inte visa vad den har: skicka allt igen i stället för att jämföra" };
        var command = new Command("reconcile", "Jämför vad en leverantör har med vad den ska ha, och rättar det") { tenant, supplier, environment, without };
        command.SetAction((parsed, cancellation) =>
        {
            var key = parsed.GetValue(tenant) ?? throw new UsageException("--tenant KOMMUN saknas.");
            var choice = new ConnectionChoice(parsed.GetValue(supplier) ?? throw new UsageException("--supplier LEVERANTÖR saknas."), parsed.GetValue(environment));
            return run(parsed, (desk, stop) => ReconcileCommand.Run(desk, key, choice, parsed.GetValue(without), stop), cancellation);
        });
        return command;
    }
}
