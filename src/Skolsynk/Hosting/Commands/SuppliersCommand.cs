using Microsoft.EntityFrameworkCore;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Hosting.Screens;
using Skolsynk.Suppliers;

namespace Skolsynk.Hosting.Commands;

/// <summary><c>suppliers</c>: the catalogue, and what each connection has confirmed and refused. Quick, however many tenants there are.</summary>
internal static class SuppliersCommand
{
    public static async Task<int> Run(Desk desk, CancellationToken cancellation)
    {
        var (suppliers, environments) = await desk.Database.Read(session =>
        {
            using var context = session.Context();
            return (context.Set<Supplier>().AsNoTracking().OrderBy(s => s.Key).ToList(), context.Set<SupplierEnvironment>().AsNoTracking().ToList());
        }, cancellation);
        if (suppliers.Count == 0)
        {
            desk.Screen.Line("Det finns inga leverantörer än. Lägg upp dem med ”skolsynk apply FIL”.");
            return Exit.Done;
        }
        Catalogue(desk.Screen, suppliers, environments);
        await Connections(desk, cancellation);
        return Exit.Done;
    }

    private static void Catalogue(Screen screen, List<Supplier> suppliers, List<SupplierEnvironment> environments)
    {
        var table = new TextTable("Leverantörer", "Key", "Namn", "Miljö", "Adress", "Grupper", "Skolor per person", "Takt/s ", "Samtidigt ", "Läge");
        foreach (var supplier in suppliers)
        {
            foreach (var environment in environments.Where(e => e.SupplierId == supplier.Id).OrderBy(e => e.Kind))
            {
                var profile = supplier.Profile;
                table.Add(supplier.Key, supplier.Name, Words.Of(environment.Kind), environment.BaseUrl,
                    profile.Groups switch { GroupsTaken.All => "alla", GroupsTaken.Classes => "klasser", _ => "inga" },
                    profile.SchoolsPerPerson is SchoolsPerPerson.One ? "en" : "flera",
                    profile.RatePerSecond is { } rate ? Swedish.Decimal(rate) : "–", Swedish.Number(profile.Parallelism),
                    environment.Stopped ? "stoppad" : environment.MovedFrom is null ? "på" : "ny adress: säg receiver");
            }
        }
        screen.Table(table);
    }

    private static async Task Connections(Desk desk, CancellationToken cancellation)
    {
        var table = new TextTable("Anslutningar", "Kommun", "Leverantör", "Miljö", "Bekräftade ", "Avvisade ", "Osäkra ", "Läge");
        foreach (var tenant in await desk.Tenants(cancellation))
        {
            await desk.Database.Read(session =>
            {
                foreach (var connection in ConnectionStore.OfTenant(session, new TenantId(tenant.Id)))
                    table.Add(Row(session, connection, desk.Installation.Time));
                return true;
            }, cancellation);
        }
        desk.Screen.Table(table);
    }

    private static string[] Row(Session session, ConnectionDetails connection, TimeProvider clock)
    {
        var counts = DeliveryCounts.ByStatus(session, connection.Tenant, connection.Id);
        var state = ConnectionStates.Load(session, connection.Tenant, connection.Id);
        string Count(ReceiptStatus status) => Swedish.Number(counts.GetValueOrDefault(status));
        var text = connection.Paused ? "pausad" : connection.SealedKey is null ? "nyckel saknas"
            : connection.NeedsConfirmation ? "väntar på bekräftelse" : connection.LacksConsent ? "avtal eller svar saknas"
            : state is { } rests && rests.RestUntil > session.Now ? $"vilar till {Swedish.Time(rests.RestUntil, clock)[11..]}: {Words.Of(rests.Rest)}"
            : state is null || state.InputV != state.DoneV ? "att leverera" : "i takt";
        return [connection.TenantKey, connection.Supplier.Key, Words.Of(connection.Environment.Kind),
            Count(ReceiptStatus.Confirmed), Count(ReceiptStatus.Refused), Count(ReceiptStatus.Uncertain), text];
    }
}
