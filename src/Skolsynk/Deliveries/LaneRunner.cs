using System.Collections.Concurrent;
using System.Text.Json;
using Skolsynk.Data;
using Skolsynk.Ss12000.Scim2018;
using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries;

/// <summary>What one round over a lane did, by connection.</summary>
public sealed record LaneRound(bool HeldElsewhere, IReadOnlyList<(ConnectionDetails Connection, PassResult Result)> Passes);

/// <summary>Runs the passes of one environment under its lease. The loop of <c>serve</c> and the commands call the same functions.</summary>
public sealed class LaneRunner(LaneTools tools)
{
    /// <summary>Passes of one lane at once: enough that a small municipality need not wait for a big one, few enough for the memory.</summary>
    private const int PassesAtOnce = 8;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Takes the lane, runs one pass of each connection (or of the chosen ones) that needs it, gives the lane back. What an earlier
    /// holder left in flight is waited for and sent in a second pass, or a lane that is only run by commands would never get there.
    /// </summary>
    public async Task<LaneRound> RunOnce(SupplierEnvironment environment, Func<ConnectionDetails, bool>? only, CancellationToken cancellation)
    {
        await using var keeper = await LeaseKeeper.TryTake(tools.Database, LeaseKind.Lane, environment.Id, tools.Owner, cancellation);
        if (keeper is null)
            return new LaneRound(HeldElsewhere: true, []);
        var connections = (await Connections(environment.Id, cancellation)).Where(only ?? (_ => true)).ToList();
        if (connections.Count == 0)
            return new LaneRound(HeldElsewhere: false, []);
        await using var lane = new Lane(tools, keeper, connections[0].Supplier.Profile);
        var passes = await Round(lane, connections, cancellation);
        if (passes.All(pass => pass.Result.Blocked == 0))
            return new LaneRound(HeldElsewhere: false, passes);
        await Task.Delay(lane.BlockedLeft + TimeSpan.FromMilliseconds(10), tools.Time, cancellation);
        var blocked = passes.Where(pass => pass.Result.Blocked > 0).Select(pass => pass.Connection).ToList();
        var second = (await Round(lane, blocked, cancellation)).ToDictionary(pass => (pass.Connection.Tenant, pass.Connection.Id), pass => pass.Result);
        return new LaneRound(HeldElsewhere: false, [.. passes.Select(pass =>
            (pass.Connection, second.TryGetValue((pass.Connection.Tenant, pass.Connection.Id), out var later) ? later.After(pass.Result) : pass.Result))]);
    }

    /// <summary>
    /// Holds the lane as long as it may and runs what is due, until cancelled. Returns when the lease is lost or the supplier's
    /// profile has changed; the caller starts anew.
    /// </summary>
    public async Task Hold(SupplierEnvironment environment, Action<ConnectionDetails, PassResult> passed, CancellationToken cancellation)
    {
        await using var keeper = await LeaseKeeper.TryTake(tools.Database, LeaseKind.Lane, environment.Id, tools.Owner, cancellation);
        if (keeper is null)
            return;
        var connections = await Connections(environment.Id, cancellation);
        if (connections.Count == 0)
            return;
        var profile = connections[0].Supplier.Profile;
        await using var lane = new Lane(tools, keeper, profile);
        await using var turns = new LaneTurns(lane, passed, PassesAtOnce, tools.Time);
        while (!cancellation.IsCancellationRequested && !keeper.Lost.IsCancellationRequested)
        {
            connections = await Connections(environment.Id, cancellation);
            if (connections.Count == 0 || !SameProfile(connections[0].Supplier.Profile, profile))
                return;
            turns.Start(connections, await tools.Database.Read(Needs, cancellation));
            await Task.Delay(Poll, tools.Time, cancellation);
        }
    }

    private static LaneNeeds Needs(Session session) =>
        new(ConnectionStates.Due(session, Mapping.Number), ConnectionStates.Urgent(session));

    private static bool SameProfile(CapabilityProfile a, CapabilityProfile b) =>
        JsonSerializer.Serialize(a, StoredJson.Options) == JsonSerializer.Serialize(b, StoredJson.Options);

    private Task<IReadOnlyList<ConnectionDetails>> Connections(int environment, CancellationToken cancellation) =>
        tools.Database.Read(session => ConnectionStore.Lane(session, environment), cancellation);

    private static async Task<IReadOnlyList<(ConnectionDetails Connection, PassResult Result)>> Round(
        Lane lane, IReadOnlyList<ConnectionDetails> connections, CancellationToken cancellation)
    {
        var results = new ConcurrentBag<(ConnectionDetails, PassResult)>();
        var options = new ParallelOptions { MaxDegreeOfParallelism = PassesAtOnce, CancellationToken = cancellation };
        await Parallel.ForEachAsync(connections, options, async (connection, stop) => results.Add((connection, await lane.Run(connection, stop))));
        return [.. results.OrderBy(one => one.Item1.Tenant.Value).ThenBy(one => one.Item1.Id)];
    }
}
