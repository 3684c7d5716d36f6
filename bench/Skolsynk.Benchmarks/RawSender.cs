using System.Diagnostics;
using Skolsynk.Deliveries;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;
using Skolsynk.Suppliers;

namespace Skolsynk.Benchmarks;

/// <summary>The raw limit of a delivery: the same bodies through the same gate and client, no window, no receipt, one endpoint beside the other.</summary>
internal static class RawSender
{
    /// <summary>The bodies of a first delivery, rendered beforehand.</summary>
    public static IReadOnlyList<Delivery> Bodies(ScopedRoster scope)
    {
        var mapping = new Mapping(scope);
        return
        [
            .. Enum.GetValues<Endpoint>().SelectMany(endpoint => mapping.Render(endpoint, (_, _) => true).Select(resource => new Delivery(
                0, endpoint, resource.ExternalId, DeliveryAction.Create, resource.Body.ToArray(), resource.Hash))),
        ];
    }

    /// <summary>Sends all; objects per second.</summary>
    public static async Task<double> Rate(IReadOnlyList<Delivery> bodies, Receiver receiver)
    {
        var gate = new LaneGate(Stage.Profile.Parallelism, null, TimeProvider.System);
        using var client = new ScimClient(SupplierHandlers.Create(Stage.Profile, allowLoopback: true), Stage.Profile, TimeProvider.System);
        var sender = new Sender(gate, client, receiver, CancellationToken.None);
        var next = -1;
        async Task Sending()
        {
            for (var i = Interlocked.Increment(ref next); i < bodies.Count; i = Interlocked.Increment(ref next))
            {
                var sent = await sender.Send(bodies[i], DeliveryClass.FirstDelivery, 1, CancellationToken.None);
                if (sent.Verdict is not Verdict.Confirmed)
                    throw new InvalidOperationException($"The receiver answered {sent.Answer.Status}.");
            }
        }

        var watch = Stopwatch.StartNew();
        await Task.WhenAll(Enumerable.Range(0, Stage.Profile.Parallelism).Select(_ => Task.Run(Sending)));
        return bodies.Count / watch.Elapsed.TotalSeconds;
    }
}
