using Skolsynk.Deliveries;
using Skolsynk.Rosters;
using Skolsynk.Ss12000.Scim2018;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Tests.Rosters;

namespace Skolsynk.Tests.Storms;

/// <summary>What must be true of a world in which two quiet passes have been.</summary>
internal static class StormCheck
{
    public static async Task<List<string>> Of(StormWorld world)
    {
        var wrong = world.Suppliers.SelectMany(supplier => supplier.Violations).ToList();
        var should = Normalise.Roster(world.Town.Source.Truth, Snapshots.Settings with { Protected = world.Marked }).Roster;
        var (stored, connections) = await world.Database.Read(session =>
            (RosterStore.LoadIndex(StormWorld.One, session).Index, ConnectionStore.OfTenant(session, StormWorld.One)));
        if (!Changes.Between(stored, should).IsEmpty)
            wrong.Add("the stored roster is not the source's");
        foreach (var supplier in world.Suppliers)
        {
            var connection = connections.SingleOrDefault(one => one.Supplier.Key == supplier.Name);
            if (connection is null)
                continue;
            wrong.AddRange(Differences(supplier, should, connection));
            wrong.AddRange(await Open(world, supplier, connection));
        }
        return wrong;
    }

    private static IEnumerable<string> Differences(StormSupplier supplier, Roster roster, ConnectionDetails connection)
    {
        var held = supplier.Held;
        var mapping = new Mapping(Scope.Select(roster, connection.Scope));
        foreach (var endpoint in PassInput.Endpoints)
        {
            foreach (var resource in mapping.Render(endpoint, (_, _) => true))
            {
                if (!held.Remove(($"{endpoint}", resource.ExternalId), out var body))
                    yield return $"{supplier.Name} lacks {endpoint}/{resource.ExternalId}";
                else if (!body.AsSpan().SequenceEqual(resource.Body.Span))
                    yield return $"{supplier.Name} has an old {endpoint}/{resource.ExternalId}";
            }
        }
        foreach (var (endpoint, id) in held.Keys)
            yield return $"{supplier.Name} still has {endpoint}/{id}";
        foreach (var target in supplier.Dangling())
            yield return $"{supplier.Name} refers to {target}, which it has not";
    }

    private static Task<List<string>> Open(StormWorld world, StormSupplier supplier, ConnectionDetails connection) => world.Database.Read(session =>
    {
        var wrong = new List<string>();
        var receipts = ReceiptStore.LoadReceipts(session, StormWorld.One, connection.Id);
        if (receipts.Count != supplier.Held.Count)
            wrong.Add($"{supplier.Name}: {receipts.Count} receipts for {supplier.Held.Count} objects");
        var refusals = ReceiptStore.LoadRefusals(session, StormWorld.One, connection.Id);
        wrong.AddRange(receipts.Where(one => one.Value.Status is not ReceiptStatus.Confirmed).Select(one =>
            $"{supplier.Name}: {one.Key} is {one.Value.Status}; {refusals.GetValueOrDefault(one.Key)}, now {session.Now}"));
        if (wrong.Count > 0)
            wrong.Add($"{ConnectionStates.Load(session, StormWorld.One, connection.Id)}");
        if (Endings.HasWindows(session, StormWorld.One, connection.Id))
            wrong.Add($"{supplier.Name}: a window is open");
        return wrong;
    });
}
