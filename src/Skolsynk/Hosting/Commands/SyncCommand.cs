using Skolsynk.Tenants;

namespace Skolsynk.Hosting.Commands;

/// <summary><c>sync</c>: one run and its deliveries, of one tenant or of all.</summary>
internal static class SyncCommand
{
    public static async Task<int> Run(Desk desk, string? tenantKey, CancellationToken cancellation)
    {
        var tenants = tenantKey is null
            ? (await desk.Tenants(cancellation)).Where(t => t.Active).ToList()
            : [await desk.Tenant(tenantKey, cancellation)];
        if (tenants.Count == 0)
            throw new UsageException("Det finns ingen aktiv kommun. Lägg upp en med ”skolsynk apply FIL”.");
        var worst = Exit.Done;
        foreach (var tenant in tenants)
        {
            worst = Worst(worst, Reading.Tell(desk.Screen, tenant, await Reading.Run(desk, tenant, cancellation)));
            worst = Worst(worst, await ProtectedGroupLines.Tell(desk, tenant, cancellation));
        }
        return Worst(worst, await Deliver(desk, tenants, cancellation));
    }

    public static async Task<int> Deliver(Desk desk, IReadOnlyList<Tenant> tenants, CancellationToken cancellation)
    {
        var ids = tenants.Select(t => t.Id).ToHashSet();
        var connections = await new Delivering(desk).Run(c => ids.Contains(c.Tenant.Value), cancellation);
        if (connections.Count == 0)
        {
            desk.Screen.Line("Det finns ingen aktiv anslutning att skicka genom.");
            return Exit.Done;
        }
        var standings = await desk.Database.Read(session => connections.Select(c => Standing.Of(session, c)).ToList(), cancellation);
        ConnectionTables.Show(desk.Screen, standings, desk.Installation.Time);
        ConnectionTables.ShowNotSent(desk.Screen, standings);
        return ConnectionTables.ExitOf(standings);
    }

    /// <summary>A failure outweighs what is only partly done.</summary>
    public static int Worst(int a, int b) => a == Exit.Failed || b == Exit.Failed ? Exit.Failed : Math.Max(a, b);
}
