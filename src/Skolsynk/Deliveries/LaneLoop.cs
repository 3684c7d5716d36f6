using System.Collections.Concurrent;
using Skolsynk.Data;
using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries;

/// <summary>Keeps one task per supplier environment that has connections; a failure of one delays no other.</summary>
public sealed partial class LaneLoop(LaneRunner runner, Database database, TimeProvider time, ILogger<LaneLoop> log)
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(2);

    private readonly ConcurrentDictionary<int, Task> lanes = new();

    /// <summary>Called after every pass that was not skipped; for consoles.</summary>
    public event Action<ConnectionDetails, PassResult>? Passed;

    public async Task Run(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                foreach (var environment in await database.Read(ConnectionStore.Environments, cancellation))
                    Start(environment, cancellation);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                DatabaseFailed(failure.GetType().Name);
            }
            await Task.Delay(Pause, time, cancellation).ContinueWith(_ => { }, TaskScheduler.Default);
        }
        await Task.WhenAll(lanes.Values);
    }

    private void Start(SupplierEnvironment environment, CancellationToken cancellation)
    {
        if (lanes.TryGetValue(environment.Id, out var running) && !running.IsCompleted)
            return;
        lanes[environment.Id] = Task.Run(() => Hold(environment, cancellation), CancellationToken.None);
    }

    private async Task Hold(SupplierEnvironment environment, CancellationToken cancellation)
    {
        try
        {
            await runner.Hold(environment, (connection, result) => Report(environment, connection, result), cancellation);
        }
        catch (OperationCanceledException)
        {
            // Stopping, or the lease was lost: what was in flight stands in its windows.
        }
        catch (Exception failure)
        {
            LaneFailed(environment.Id, failure.GetBaseException().GetType().Name);
        }
    }

    private void Report(SupplierEnvironment environment, ConnectionDetails connection, PassResult result)
    {
        PassEnded(environment.Id, connection.Tenant.Value, connection.Id, result.End, result.Rest, result.Confirmed, result.Deleted,
            result.Refused);
        if (result.Fault is { } fault)
            PassBroke(environment.Id, connection.Tenant.Value, connection.Id, fault);
        if (result.Unexpected > 0)
            DailyLookFoundSomething(environment.Id, connection.Tenant.Value, connection.Id, result.Unexpected);
        Passed?.Invoke(connection, result);
    }

    [LoggerMessage(Level = LogLevel.Information, Message =
        "Lane {Lane}, tenant {Tenant}, connection {Connection}: {End} ({Rest}), {Confirmed} confirmed, {Deleted} deleted, {Refused} refused")]
    private partial void PassEnded(int lane, int tenant, int connection, PassEnd end, RestKind rest, int confirmed, int deleted, int refused);

    [LoggerMessage(Level = LogLevel.Error, Message =
        "ALARM: lane {Lane}, tenant {Tenant}, connection {Connection}: the daily look found {Unexpected} objects owed although nothing had changed. "
        + "They were sent. Something was written past the service, or it has a fault: compare with the supplier and tell the developers.")]
    private partial void DailyLookFoundSomething(int lane, int tenant, int connection, int unexpected);

    [LoggerMessage(Level = LogLevel.Error, Message = "Lane {Lane}, tenant {Tenant}, connection {Connection}: the pass broke ({Fault}). "
        + "It is tried again in a minute; other connections go on. Tell the developers.")]
    private partial void PassBroke(int lane, int tenant, int connection, string fault);

    [LoggerMessage(Level = LogLevel.Error, Message = "Lane {Lane} stopped: {Failure}. It starts again; what was in flight is sent again.")]
    private partial void LaneFailed(int lane, string failure);

    [LoggerMessage(Level = LogLevel.Error, Message = "The database does not answer: {Failure}. Deliveries wait.")]
    private partial void DatabaseFailed(string failure);
}
