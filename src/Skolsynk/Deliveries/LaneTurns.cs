using System.Collections.Concurrent;
using System.Data.Common;
using Skolsynk.Data;
using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries;

/// <summary>Connections, of any lane, that need a pass now.</summary>
/// <param name="Due">Something is owed, or the daily look is due.</param>
/// <param name="Urgent">They have a protected person's removal before them: they need no room.</param>
internal sealed record LaneNeeds(IReadOnlySet<(int Tenant, int Connection)> Due, IReadOnlySet<(int Tenant, int Connection)> Urgent);

/// <summary>
/// The passes under way in one lane, each connection on its own: a municipality whose first delivery takes hours holds up no other
/// municipality's changes, and one that is paused stops at once. Used by the lane's loop alone.
/// </summary>
internal sealed class LaneTurns(Lane lane, Action<ConnectionDetails, PassResult> passed, int atOnce, TimeProvider time) : IAsyncDisposable
{
    private readonly Dictionary<(int Tenant, int Connection), (Task Pass, CancellationTokenSource Stop, bool Paused)> running = [];
    private static readonly TimeSpan BrokenWait = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<(int Tenant, int Connection), long> brokenAt = new();
    private readonly ConcurrentDictionary<(int Tenant, int Connection), PassResult> resting = new();
    private int next;

    /// <summary>
    /// Starts a pass of every connection that has none under way, in turn, as far as there is room; stops those of connections that
    /// are no longer among them.
    /// </summary>
    /// <param name="connections">All of the lane.</param>
    /// <param name="needs">Which of them need a pass.</param>
    /// <exception cref="AggregateException">A pass ended without its database or the lane's lease; the lane starts anew.</exception>
    public void Start(IReadOnlyList<ConnectionDetails> connections, LaneNeeds needs)
    {
        Forget();
        var active = connections.ToDictionary(Key, one => one.HoldsBack);
        foreach (var (key, pass) in running)
        {
            // A pass that was begun before the pause would send more than the pause lets through.
            if (!active.TryGetValue(key, out var paused) || (paused && !pass.Paused))
                pass.Stop.Cancel();
        }
        foreach (var connection in connections.Where(one => needs.Urgent.Contains(Key(one))))
            Start(connection);
        for (var i = 0; i < connections.Count && running.Count < atOnce; i++)
        {
            var connection = connections[next++ % connections.Count];
            if (needs.Due.Contains(Key(connection)))
                Start(connection);
        }
    }

    private void Start(ConnectionDetails connection)
    {
        if (running.ContainsKey(Key(connection)) || (brokenAt.TryGetValue(Key(connection), out var at) && time.GetElapsedTime(at) < BrokenWait))
            return;
        var stop = new CancellationTokenSource();
        running[Key(connection)] = (Task.Run(() => Pass(connection, stop.Token), CancellationToken.None), stop, connection.HoldsBack);
    }

    private static (int, int) Key(ConnectionDetails connection) => (connection.Tenant.Value, connection.Id);

    private async Task Pass(ConnectionDetails connection, CancellationToken stop)
    {
        PassResult result;
        try
        {
            result = await lane.Run(connection, stop);
        }
        catch (Exception fault) when (!lane.HasFailed && fault is not (OperationCanceledException or LeaseLostException or DbException or DatabaseRestoredException))
        {
            // One connection's odd data must not stop the others'.
            brokenAt[Key(connection)] = time.GetTimestamp();
            result = new PassResult(PassEnd.Broken) { Fault = fault.GetBaseException().GetType().Name };
        }
        // A connection that rests is asked each second; that it rests is told once.
        var told = resting.TryGetValue(Key(connection), out var before) && result.End is PassEnd.Rests && before == result;
        if (result.End is PassEnd.Rests)
            resting[Key(connection)] = result;
        else if (result.End is not PassEnd.Skipped)
            resting.TryRemove(Key(connection), out _);
        if (result.End is not PassEnd.Skipped && !told)
            passed(connection, result);
    }

    private void Forget()
    {
        foreach (var (key, (pass, stop, _)) in running.Where(one => one.Value.Pass.IsCompleted).ToList())
        {
            running.Remove(key);
            stop.Dispose();
            if (pass.Exception is { } failure)
                throw failure;
        }
    }

    /// <summary>Stops what is under way and waits for it; what was in flight stands in its windows.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var (pass, stop, _) in running.Values)
        {
            await stop.CancelAsync();
            await pass.ContinueWith(_ => { }, TaskScheduler.Default);
            stop.Dispose();
        }
        running.Clear();
    }
}
