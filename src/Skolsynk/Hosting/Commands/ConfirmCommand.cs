using Skolsynk.Data;
using Skolsynk.Hosting.Screens;
using Skolsynk.Suppliers;

namespace Skolsynk.Hosting.Commands;

/// <summary>
/// <c>suppliers confirm</c>: an operator says that a municipality may be sent to a supplier's production environment with a key that all
/// its customers share. A key of the municipality's own says so itself: nothing of a person is sent before the supplier has taken it.
/// </summary>
internal static class ConfirmCommand
{
    public static async Task<int> Run(Desk desk, string tenantKey, string supplier, CancellationToken cancellation)
    {
        var tenant = new TenantId((await desk.Tenant(tenantKey, cancellation)).Id);
        var connection = await desk.Database.Read(session => ConnectionStore.OfTenant(session, tenant)
            .FirstOrDefault(one => one.Supplier.Key == supplier && one.Environment.Kind is EnvironmentKind.Production), cancellation)
            ?? throw new UsageException($"Kommunen ”{tenantKey}” har ingen skarp anslutning till ”{supplier}”.");
        if (!connection.NeedsConfirmation)
        {
            desk.Screen.Mark(Sign.Good, "Anslutningen behöver inte bekräftas, eller är det redan. Inget är ändrat.");
            return Exit.Done;
        }
        await desk.Database.Write(session =>
        {
            using var context = session.Context(tenant);
            context.Set<Connection>().Single(row => row.Id == connection.Id).ConfirmedBy = HoldsCommand.Who(desk);
            context.SaveChanges();
            InputVersions.Raise(session, tenant, connection.Id);
        }, cancellation);
        desk.Screen.Mark(Sign.Good, $"Bekräftat: {tenantKey} får skickas skarpt till {connection.Supplier.Name} med den gemensamma nyckeln. Det börjar vid nästa leverans.");
        return Exit.Done;
    }
}
