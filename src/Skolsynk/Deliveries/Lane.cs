using Skolsynk.Data;
using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries;

/// <summary>
/// The ordered, rate-limited stream to one supplier environment, while this process holds its lease: one gate, one writer, one
/// client for all connections. Disposed when the lease is given back or lost.
/// </summary>
public sealed class Lane : IAsyncDisposable
{
    private readonly LaneTools tools;
    private readonly LeaseKeeper keeper;
    private readonly LaneGate gate;
    private readonly ReceiptWriter writer;
    private readonly ScimClient client;
    private readonly long takenAt;

    public Lane(LaneTools tools, LeaseKeeper keeper, CapabilityProfile profile)
    {
        this.tools = tools;
        this.keeper = keeper;
        Profile = profile;
        gate = new LaneGate(profile.Parallelism, profile.RatePerSecond, tools.Time);
        writer = new ReceiptWriter(tools.Database, keeper.Lease);
        client = new ScimClient(tools.Handler(profile), profile, tools.Time) { AttemptTimeout = tools.AttemptTimeout };
        takenAt = tools.Time.GetTimestamp();
    }

    public CapabilityProfile Profile { get; }

    /// <summary>How long the lane still rests because nobody answered.</summary>
    public TimeSpan RestLeft => gate.RestLeft;

    /// <summary>One pass over one connection, or the reason why not. One that was broken off by an erasure is planned anew at once.</summary>
    public async Task<PassResult> Run(ConnectionDetails connection, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, keeper.Lost);
        while (true)
        {
            var result = await Pass(connection, either.Token);
            if (result.End is not PassEnd.Outdated)
                return result;
        }
    }

    private async Task<PassResult> Pass(ConnectionDetails connection, CancellationToken cancellation)
    {
        var pass = new ConnectionPass(tools, connection, Blocked);
        if (await pass.WhyNot(gate, cancellation) is { } reason)
            return reason;
        var receiver = pass.Receiver;
        if (receiver is null)
            return await pass.RestWithoutKey();
        var state = await pass.Begin(cancellation);
        if (state is null)
            return new PassResult(PassEnd.Skipped);
        var key = new ConnectionKey(connection.Tenant, connection.Id, state.Epoch);
        await using var watch = new EpochWatch(tools, key, cancellation);
        using var batches = new BatchSender(writer, key, Profile.Parallelism, tools.MostUnrecorded, watch.Raised);
        return await pass.Run(new Sender(gate, client, receiver, watch.Outdated), batches, writer, watch.Outdated, cancellation);
    }

    /// <summary>
    /// Windows of an earlier holder may still be in flight there; they wait one attempt time-out from when this lease was taken.
    /// Our own windows cannot: their attempts have ended.
    /// </summary>
    private bool Blocked(long windowEpoch) =>
        windowEpoch != keeper.Lease.Epoch && tools.Time.GetElapsedTime(takenAt) < tools.AttemptTimeout;

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        client.Dispose();
    }
}
