using System.Collections.Concurrent;
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
    private readonly ConcurrentDictionary<(TenantId, int), long> stoppedAt = new();
    private readonly ConcurrentDictionary<(TenantId, int), long> blockedAt = new();

    public Lane(LaneTools tools, LeaseKeeper keeper, CapabilityProfile profile)
    {
        this.tools = tools;
        this.keeper = keeper;
        Profile = profile;
        gate = new LaneGate(profile.Parallelism, profile.RatePerSecond, tools.Time);
        writer = new ReceiptWriter(tools.Database, keeper.Lease);
        client = new ScimClient(tools.Handler(profile), profile, tools.Time) { AttemptTimeout = tools.AttemptTimeout, Steps = tools.Database.Steps };
        takenAt = tools.Time.GetTimestamp();
    }

    public CapabilityProfile Profile { get; }

    /// <summary>What is sent can no longer be recorded: the lane has to be taken anew.</summary>
    public bool HasFailed => writer.HasFailed;

    /// <summary>How long the lane still rests because nobody answered.</summary>
    public TimeSpan RestLeft => gate.RestLeft;

    /// <summary>How long what an earlier holder may still have in flight waits; zero: it does not.</summary>
    public TimeSpan BlockedLeft => tools.AttemptTimeout - tools.Time.GetElapsedTime(takenAt) is { Ticks: > 0 } left ? left : TimeSpan.Zero;

    /// <summary>One pass over one connection, or the reason why not. One that was broken off by an erasure is planned anew at once.</summary>
    public async Task<PassResult> Run(ConnectionDetails connection, CancellationToken cancellation)
    {
        if (blockedAt.TryGetValue(Place(connection), out var at) && tools.Time.GetElapsedTime(at) < BlockedWait)
            return new PassResult(PassEnd.Rests);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, keeper.Lost);
        while (true)
        {
            var result = await Pass(connection, either.Token);
            if (result.Blocked > 0)
                blockedAt[Place(connection)] = tools.Time.GetTimestamp();
            if (result.End is not PassEnd.Outdated)
                return result;
        }
    }

    private async Task<PassResult> Pass(ConnectionDetails connection, CancellationToken cancellation)
    {
        var pass = new ConnectionPass(tools, keeper.Lease, connection, epoch => Blocked(connection, epoch));
        if (await pass.WhyNot(gate, cancellation) is { } reason)
            return reason;
        if (pass.Receiver is null)
            return await pass.RestWithoutKey();
        var state = await pass.Begin(cancellation);
        if (state is null)
            return new PassResult(PassEnd.Skipped);
        // As it stands now: the address or the key may have been changed since the round was begun.
        if (pass.Receiver is not { } receiver)
            return await pass.RestWithoutKey();
        var key = new ConnectionKey(connection.Tenant, connection.Id, state.Epoch);
        await using var watch = new EpochWatch(tools, key, cancellation);
        var mostUnrecorded = state.DoneV == 0 ? tools.MostUnrecordedAtFirst : tools.MostUnrecorded;
        var batches = new BatchSender(writer, key, Profile.Parallelism, mostUnrecorded, watch.Raised);
        try
        {
            if (await pass.Reconcile(new Reconciler(gate, new ListClient(client), receiver, watch.Outdated), watch.Outdated, cancellation) is { } stop)
                return stop;
            var sender = new Sender(gate, client, receiver, watch.Outdated) { MayLeave = keeper.ThrowIfUnsure };
            return await pass.Run(sender, batches, writer, watch.Outdated, cancellation);
        }
        catch
        {
            stoppedAt[Place(connection)] = tools.Time.GetTimestamp();
            throw;
        }
    }

    /// <summary>While something waits for its block to end, a new pass every few seconds is enough.</summary>
    private TimeSpan BlockedWait => TimeSpan.FromTicks(Math.Min(TimeSpan.FromSeconds(5).Ticks, BlockedLeft.Ticks));

    private static (TenantId, int) Place(ConnectionDetails connection) => (connection.Tenant, connection.Id);

    /// <summary>
    /// What an earlier holder's windows hold may still be in flight; it waits one attempt time-out from when this lease was taken. So
    /// does what our own pass left behind when it was stopped: nobody waited for the answer, the supplier may still be at work. The
    /// attempts of a pass that came to its end have ended too.
    /// </summary>
    private bool Blocked(ConnectionDetails connection, long windowEpoch) => windowEpoch != keeper.Lease.Epoch
        ? tools.Time.GetElapsedTime(takenAt) < tools.AttemptTimeout
        : stoppedAt.TryGetValue(Place(connection), out var at) && tools.Time.GetElapsedTime(at) < tools.AttemptTimeout;

    public async ValueTask DisposeAsync()
    {
        await writer.DisposeAsync();
        client.Dispose();
    }
}
