using System.Collections.Concurrent;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Suppliers;

namespace Skolsynk.Sandbox.Expected;

/// <summary>One receiver compared with what it must hold.</summary>
internal sealed record Comparison(int Expected, int Held, IReadOnlyList<Divergence> Divergences)
{
    public int Count(DifferenceKind kind) => Divergences.Count(one => one.Kind == kind);
}

/// <summary>
/// Which connections the expectation reckons with. Where nobody has told, each municipality is taken to let the supplier have
/// everything that it takes, a new one from when the supplier first has something of it.
/// </summary>
internal sealed class Comparisons(IReadOnlyList<Municipality> municipalities)
{
    private readonly ConcurrentDictionary<ScimReceiver, IReadOnlyList<ConnectionDescription>> described = new();

    /// <summary>Says which connections the receiver has; none: it must be empty.</summary>
    public void Describe(ScimReceiver receiver, IReadOnlyList<ConnectionDescription> connections) => described[receiver] = connections;

    /// <summary>What was said of the receiver, else everything of every municipality.</summary>
    public IReadOnlyList<ConnectionDescription> ConnectionsOf(ScimReceiver receiver) => described.TryGetValue(receiver, out var known)
        ? known
        : [.. municipalities.Where(one => !one.IsNew || receiver.HeldFor(one.EntraTenantId).Find(ScimEndpoint.Organisations, $"{one.EntraTenantId:D}") is not null).Select(municipality => ConnectionDescription.Everything(municipality, receiver.Profile))];

    public Comparison Of(ScimReceiver receiver) => Of(receiver, ConnectionsOf(receiver));

    public Comparison Of(ScimReceiver receiver, IReadOnlyList<ConnectionDescription> connections)
    {
        var expected = connections.SelectMany(connection => Expectation.Of(Snapshot(connection), connection)).ToList();
        var held = receiver.Tenants.SelectMany(tenant => ScimEndpoints.All.SelectMany(receiver.HeldBy(tenant).All)).ToList();
        return new(expected.Count, held.Count, Difference.Between(expected, held));
    }

    private MunicipalitySnapshot Snapshot(ConnectionDescription connection) =>
        municipalities.First(municipality => municipality.EntraTenantId == connection.EntraTenantId).Snapshot();

    /// <summary>Tenants that the descriptions name and the sandbox does not have.</summary>
    public IReadOnlyList<Guid> Unknown(IEnumerable<ConnectionDescription> connections) =>
        [.. connections.Select(connection => connection.EntraTenantId).Where(id => municipalities.All(one => one.EntraTenantId != id))];
}
