using Skolsynk.Data;

namespace Skolsynk.Hosting.Serving;

/// <summary>
/// Moves the database's epoch every minute and when the service stops, so that a copy that was made meanwhile is recognised when it is restored. If
/// the database was restored under the running service, the service ends.
/// </summary>
internal sealed partial class JournalLoop(Database database, TimeProvider time, IHostApplicationLifetime life, ILogger<JournalLoop> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await GoOn(stoppingToken);
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        await GoOn(CancellationToken.None);
    }

    private async Task GoOn(CancellationToken cancellation)
    {
        try
        {
            await JournalState.GoOn(database, cancellation);
        }
        catch (DatabaseRestoredException)
        {
            Restored();
            life.StopApplication();
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            Failed(failure.GetType().Name);
        }
        catch (OperationCanceledException)
        {
            // Stopping; the epoch moves once more then.
        }
    }

    [LoggerMessage(Level = LogLevel.Critical, Message = "The database was restored while the service ran. The service ends; run: skolsynk restore --replay")]
    private partial void Restored();

    [LoggerMessage(Level = LogLevel.Error, Message = "The journal's folder or the database cannot be written: {Failure}")]
    private partial void Failed(string failure);
}
