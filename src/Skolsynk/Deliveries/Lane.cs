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

    /// <summary>One pass over one connection, or the reason why not.</summary>
    public async Task<PassResult> Run(ConnectionDetails connection, CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, keeper.Lost);
        var pass = new ConnectionPass(tools, connection, Blocked);
        if (await pass.WhyNot(gate, either.Token) is { } reason)
            return reason;
        var receiver = pass.Receiver;
        if (receiver is null)
            return await pass.RestWithoutKey();
        var state = await pass.Begin(either.Token);
        if (state is null)
            return new PassResult(PassEnd.Skipped);
        var key = new ConnectionKey(connection.Tenant, connection.Id, state.Epoch);
        using var batches = new BatchSender(writer, key, Profile.Parallelism, tools.MostUnrecorded);
        return await pass.Run(new Sender(gate, client, receiver), batches, writer, either.Token);
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
