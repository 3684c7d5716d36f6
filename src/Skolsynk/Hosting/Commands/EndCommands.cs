using System.CommandLine;
using Skolsynk.Deliveries;

namespace Skolsynk.Hosting.Commands;

/// <summary><c>end</c> as it is typed. What happens to the supplier's copies cannot be undone either way, so it has to be said.</summary>
internal static class EndCommands
{
    public static Command Build(CommandRunner run)
    {
        var (tenant, supplier, environment) = (OperatorCommands.TenantOption, OperatorCommands.SupplierOption, OperatorCommands.EnvironmentOption);
        var all = new Option<bool>("--all") { Description = "Hela kommunen: alla anslutningar, och allt som är sparat om den" };
        var delete = new Option<bool>("--delete-at-supplier") { Description = "Tar först bort allt hos leverantören, i högst ett dygn" };
        var keep = new Option<bool>("--keep-at-supplier") { Description = "Låter det som leverantören har vara kvar där" };
        var yes = new Option<bool>("--yes") { Description = "Avslutar utan att fråga" };
        var command = new Command("end", "Avslutar en anslutning, eller en hel kommun, och raderar det som är sparat") { tenant, supplier, environment, all, delete, keep, yes };
        command.SetAction((parsed, cancellation) =>
        {
            var key = parsed.GetValue(tenant) ?? throw new UsageException("--tenant KOMMUN saknas.");
            var choice = parsed.GetValue(supplier) is { } name ? new ConnectionChoice(name, parsed.GetValue(environment)) : null;
            if (choice is null != parsed.GetValue(all))
                throw new UsageException("Ange --supplier LEVERANTÖR eller --all.");
            if (parsed.GetValue(delete) == parsed.GetValue(keep))
                throw new UsageException("Ange --delete-at-supplier eller --keep-at-supplier: ska leverantörens uppgifter tas bort där, eller vara kvar?");
            var kind = parsed.GetValue(delete) ? EndingKind.DeleteAtSupplier : EndingKind.KeepAtSupplier;
            return run(parsed, (desk, stop) => new EndCommand(desk, kind, parsed.GetValue(yes)).Run(key, choice, stop), cancellation);
        });
        return command;
    }
}
