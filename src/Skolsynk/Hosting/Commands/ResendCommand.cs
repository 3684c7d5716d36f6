using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Hosting.Screens;
using Skolsynk.Ss12000;
using Skolsynk.Suppliers;

namespace Skolsynk.Hosting.Commands;

/// <summary><c>resend</c>: everything of a connection, or one resource, is owed again and sent.</summary>
internal static class ResendCommand
{
    public static async Task<int> Run(Desk desk, string tenantKey, ConnectionChoice choice, string? resource, CancellationToken cancellation)
    {
        var connection = await choice.Find(desk, await desk.Tenant(tenantKey, cancellation), cancellation);
        var one = resource is null ? null : Parse(resource);
        await desk.Database.Write(session =>
        {
            long? rid = one is { } wanted ? Number(session, connection, wanted) : null;
            ReceiptStore.OweAgain(session, connection.Tenant, connection.Id, rid);
        }, cancellation);
        desk.Screen.Mark(Sign.Good, one is null ? "Allt skickas om." : $"{resource} skickas om.");
        await new Delivering(desk).Run(c => c.Tenant == connection.Tenant && c.Id == connection.Id, cancellation);
        var standing = await desk.Database.Read(session => Standing.Of(session, connection), cancellation);
        ConnectionTables.Show(desk.Screen, [standing], desk.Installation.Time);
        return ConnectionTables.ExitOf([standing]);
    }

    private static (Endpoint Endpoint, Guid Id)? Parse(string resource)
    {
        if (resource.Split('/') is [var name, var text] && Guid.TryParse(text, out var id)
            && Enum.TryParse<Endpoint>(name, ignoreCase: true, out var endpoint) && Enum.IsDefined(endpoint))
            return (endpoint, id);
        throw new UsageException($"”{resource}” går inte. Skriv ENDPOINT/ID, till exempel Users/3f2b…; endpoints: {string.Join(", ", Enum.GetNames<Endpoint>())}.");
    }

    private static long Number(Session session, ConnectionDetails connection, (Endpoint Endpoint, Guid Id) one) =>
        ReceiptStore.Load(session, connection.Tenant, connection.Id).NumberOf(one.Endpoint, one.Id)
        ?? throw new CommandFailedException($"Anslutningen har aldrig skickat {one.Endpoint}/{one.Id}. Inget är ändrat.");
}

/// <summary>Which of a tenant's connections is meant: supplier, and environment when there are two.</summary>
internal sealed record ConnectionChoice(string Supplier, string? Environment)
{
    public async Task<ConnectionDetails> Find(Desk desk, Tenants.Tenant tenant, CancellationToken cancellation)
    {
        var all = await desk.Database.Read(session => ConnectionStore.OfTenant(session, new TenantId(tenant.Id)), cancellation);
        var found = all.Where(c => c.Supplier.Key == Supplier && (Environment is null || Names(c).Contains(Environment))).ToList();
        if (found.Count == 1)
            return found[0];
        throw new UsageException(found.Count > 1
            ? $"Kommunen har både testmiljön och den skarpa miljön hos ”{Supplier}”. Lägg till --environment test eller --environment production."
            : $"Kommunen ”{tenant.Key}” har ingen sådan anslutning till ”{Supplier}”. Det finns: {Listed(all)}.");
    }

    private static string[] Names(ConnectionDetails connection) =>
        [Settings.ObjectReader.Camel($"{connection.Environment.Kind}"), Words.Of(connection.Environment.Kind)];

    private static string Listed(IReadOnlyList<ConnectionDetails> all) => all.Count == 0
        ? "ingen"
        : string.Join(", ", all.Select(c => $"{c.Supplier.Key} ({Names(c)[0]})"));
}
