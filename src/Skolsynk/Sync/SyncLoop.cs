using Skolsynk.Data;
using Skolsynk.Tenants;

namespace Skolsynk.Sync;

/// <summary>Starts the runs that are due, a few at a time. Decides nothing: <see cref="Schedule"/> and <see cref="SyncEngine"/> do.</summary>
public sealed class SyncLoop(Database database, SyncEngine engine, Schedule schedule, TimeProvider time, ILogger<SyncLoop> log)
    : BackgroundService
{
    /// <summary>Tenants that are read at the same time.</summary>
    public const int AtOnce = 4;

    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);
    private readonly Dictionary<TenantId, Task> running = [];
    private DateTimeOffset started;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        started = await Now(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await StartDue(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                SyncLog.LoopFailed(log, failure);
            }
            await Task.Delay(Turn, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
        await Task.WhenAll(running.Values);
    }

    /// <summary>Starts those that are due, the longest waiting first, as long as there is room.</summary>
    private async Task StartDue(CancellationToken cancellation)
    {
        foreach (var tenant in running.Where(run => run.Value.IsCompleted).Select(run => run.Key).ToList()) running.Remove(tenant);
        if (running.Count >= AtOnce) return;
        foreach (var tenant in await database.Read(Due, cancellation))
        {
            if (running.Count >= AtOnce) return;
            if (!running.ContainsKey(tenant)) running.Add(tenant, Task.Run(() => Run(tenant, cancellation), CancellationToken.None));
        }
    }

    private List<TenantId> Due(Session session)
    {
        using var context = session.Context();
        var tenants = context.Set<Tenant>().Where(tenant => tenant.Active).Select(tenant => tenant.Id).ToList();
        var now = DateTimeOffset.FromUnixTimeMilliseconds(session.Now);
        // A run, or a start, that lies ahead of us says only that the clock was set back.
        if (started > now) started = now;
        LastRun? Last(TenantId tenant) => SyncRuns.Last(tenant, session) is { } last && last.Ended <= now ? last : null;
        var catchUp = TimeSpan.FromSeconds(Math.Min(2 * (tenants.Count - 1), 600));
        return
        [
            .. tenants.Select(id => new TenantId(id))
                .Select(id => (Id: id, At: schedule.NextAt(id, Last(id), started, catchUp)))
                .Where(due => due.At <= now).OrderBy(due => due.At).Select(due => due.Id),
        ];
    }

    private async Task Run(TenantId tenant, CancellationToken cancellation)
    {
        try
        {
            SyncLog.Ended(log, tenant, await engine.RunOnce(tenant, null, cancellation));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or LeaseLostException)
        {
            SyncLog.Stopped(log, tenant.Value);
        }
        catch (Exception failure)
        {
            SyncLog.Broke(log, tenant.Value, failure);
        }
    }

    private async Task<DateTimeOffset> Now(CancellationToken cancellation) =>
        DateTimeOffset.FromUnixTimeMilliseconds(await database.Read(session => session.Now, cancellation));
}
