using Skolsynk.Data;
using Skolsynk.Source;

namespace Skolsynk.Sync;

/// <summary>Starts a reading because a person asked for it, and writes down once a second how far it has come.</summary>
public sealed class AskedReading(Database database, SyncEngine engine, TimeProvider time, ILogger<AskedReading> log)
{
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(1);

    /// <summary>Begins and returns; the reading goes on by itself until it ends or the process does.</summary>
    public async Task Start(TenantId tenant, CancellationToken cancellation, CancellationToken stopping)
    {
        await database.Write(session => ReadingNow.Begin(session, tenant), cancellation);
        _ = Task.Run(() => Run(tenant, stopping), CancellationToken.None);
    }

    private async Task Run(TenantId tenant, CancellationToken stopping)
    {
        var newest = new Newest();
        using var ended = new CancellationTokenSource();
        var telling = Tell(tenant, newest, ended.Token);
        try
        {
            SyncLog.Ended(log, tenant, await engine.RunOnce(tenant, newest, stopping));
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or LeaseLostException)
        {
            SyncLog.Stopped(log, tenant.Value);
        }
        catch (Exception failure)
        {
            SyncLog.Broke(log, tenant.Value, failure);
        }
        await ended.CancelAsync();
        await telling;
    }

    private async Task Tell(TenantId tenant, Newest newest, CancellationToken ended)
    {
        ReadProgress? told = null;
        while (!ended.IsCancellationRequested)
        {
            await Task.Delay(Turn, time, ended).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (newest.Progress is not { } now || now == told)
                continue;
            told = now;
            try
            {
                await database.Write(session => ReadingNow.Report(session, tenant, now), CancellationToken.None);
            }
            catch (System.Data.Common.DbException)
            {
                // Only a number on a page; the reading says by itself what ails the database.
            }
        }
    }

    private sealed class Newest : IProgress<ReadProgress>
    {
        private volatile ReadProgress? progress;

        public ReadProgress? Progress => progress;

        public void Report(ReadProgress value) => progress = value;
    }
}
