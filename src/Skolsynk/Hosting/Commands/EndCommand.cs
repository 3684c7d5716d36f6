using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Hosting.Screens;
using Skolsynk.Retention;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tenants;

namespace Skolsynk.Hosting.Commands;

/// <summary><c>end</c>: a connection, or a tenant with all of them, ends; a receipt without personal data is all that remains.</summary>
internal sealed class EndCommand(Desk desk, EndingKind kind, bool yes)
{
    private bool Deletes => kind is EndingKind.DeleteAtSupplier;

    /// <param name="choice">Null: the whole tenant.</param>
    public async Task<int> Run(string tenantKey, ConnectionChoice? choice, CancellationToken cancellation)
    {
        var tenant = await desk.Tenant(tenantKey, cancellation);
        var id = new TenantId(tenant.Id);
        IReadOnlyList<ConnectionDetails> connections = choice is null
            ? await desk.Database.Read(session => ConnectionStore.OfTenant(session, id), cancellation)
            : [await choice.Find(desk, tenant, cancellation)];
        if (!await Asked(tenant, connections, whole: choice is null, cancellation))
            return Exit.Failed;
        await desk.Database.Write(session =>
        {
            if (choice is null)
            {
                TenantEnding.Begin(session, id, kind);
                return;
            }
            Endings.Begin(session, id, connections[0].Id, kind);
            AuditLog.Add(session, id, AuditActor.Operator, AuditEvent.ConnectionEnded, $"{connections[0].Supplier.Name} ({Portal.Ending.LeavingRound.EnvironmentName(connections[0])})",
                after: Portal.Ending.LeavingRound.Word(kind));
        }, cancellation);
        foreach (var connection in connections)
            await Endings.EraseHistory(desk.Database, id, connection.Id, cancellation);
        if (choice is null)
            await TenantEnding.Resume(desk.Database, id, cancellation);
        await End(id, connections, cancellation);
        if (choice is null)
            await TenantEnding.Resume(desk.Database, id, cancellation);
        if (!await desk.Database.Scrub(cancellation))
            desk.Screen.Mark(Sign.Look, "Någon läser databasen just nu, så filerna rensas klart vid nästa gallring.");
        return await Tell(id, cancellation);
    }

    private async Task<bool> Asked(Tenant tenant, IReadOnlyList<ConnectionDetails> connections, bool whole, CancellationToken cancellation)
    {
        desk.Screen.Line(whole ? $"Kommunen {tenant.Name} avslutas. Allt som är sparat om den raderas." : $"{tenant.Name}: en anslutning avslutas.");
        foreach (var connection in connections)
        {
            var held = await desk.Database.Read(
                session => DeliveryCounts.ByStatus(session, connection.Tenant, connection.Id).Values.Sum(), cancellation);
            desk.Screen.Line($"  {connection.Supplier.Name}, {Words.Of(connection.Environment.Kind)}: {Swedish.Number(held)} objekt {(Deletes ? "tas bort där" : "blir kvar där")}.");
        }
        if (yes || desk.Screen.Ask("Det går inte att ångra. Avsluta?") is true)
            return true;
        desk.Screen.Line("Inget är ändrat. Lägg till --yes för att avsluta utan fråga.");
        return false;
    }

    private async Task End(TenantId tenant, IReadOnlyList<ConnectionDetails> connections, CancellationToken cancellation)
    {
        if (Deletes)
        {
            var ids = connections.Select(connection => connection.Id).ToHashSet();
            await new Delivering(desk).Run(one => one.Tenant == tenant && ids.Contains(one.Id), cancellation);
            return;
        }
        if (await desk.Database.Read(session => connections.Any(one => Endings.HasWindows(session, tenant, one.Id)), cancellation))
        {
            desk.Screen.Line("Väntar på det som just nu är på väg till leverantören …");
            await Task.Delay(LaneTools.LongestAttempt, desk.Installation.Time, cancellation);
        }
        foreach (var connection in connections)
            await Endings.Finish(desk.Database, tenant, connection.Id, cancellation);
    }

    private async Task<int> Tell(TenantId tenant, CancellationToken cancellation)
    {
        var left = await desk.Database.Read(session => ConnectionStore.OfTenant(session, tenant), cancellation);
        var receipts = await desk.Database.Read(session => Erasures.Of(tenant, session), cancellation);
        foreach (var receipt in receipts)
        {
            var sign = receipt.Ended is null || receipt.Remained > 0 && Deletes ? Sign.Look : Sign.Good;
            desk.Screen.Mark(sign, $"{receipt.Subject}: {(receipt.Ended is null ? "avslutas" : "avslutad")}. "
                + $"{Swedish.Count(receipt.Persons, "person", "personer")} raderade här; hos leverantörer {Swedish.Number(receipt.Deleted)} av {Swedish.Number(receipt.Receipts)} objekt borttagna.");
        }
        if (!receipts.Any(receipt => receipt.Ended is null))
            return Exit.Done;
        desk.Screen.Line($"{Swedish.Count(left.Count, "anslutning", "anslutningar")} kvar: leverantören har inte bekräftat allt än. Tjänsten försöker i högst ett dygn; sedan blir resten kvar där.");
        return Exit.Partly;
    }
}
