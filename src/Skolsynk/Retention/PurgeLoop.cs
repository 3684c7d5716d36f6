using Skolsynk.Data;

namespace Skolsynk.Retention;

/// <summary>Runs the daily purge and brings endings to their end; looks every hour whether something is due. Decides nothing.</summary>
public sealed partial class PurgeLoop(Purge purge, EndingRound endings, TimeProvider time, ILogger<PurgeLoop> log) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await endings.RunOnce(acceptTime: false, stoppingToken);
                await purge.Sweep(stoppingToken);
                Tell(await purge.RunOnce(acceptTime: false, stoppingToken));
            }
            catch (Exception stopped) when (stopped is OperationCanceledException or LeaseLostException)
            {
                // Stopping, or another process goes on; each chunk is whole.
            }
            catch (Exception failure)
            {
                Broke(failure.GetType().Name);
            }
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Tell(PurgeResult result)
    {
        if (result.Time is JobTime.Due)
            Purged(result.Persons, result.Groups, result.Schools, result.Waiting);
        else if (result.Time is JobTime.Doubtful)
            Doubtful();
        else if (result.Time is JobTime.Apart)
            Apart();
    }

    [LoggerMessage(Level = LogLevel.Information, Message = "Purged {Persons} persons, {Groups} groups, {Schools} schools; {Waiting} wait for a supplier")]
    private partial void Purged(int persons, int groups, int schools, int waiting);

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "The clock stands before the last purge or more than 36 h after it; nothing is purged until somebody runs: skolsynk purge --accept-clock")]
    private partial void Doubtful();

    [LoggerMessage(Level = LogLevel.Warning, Message =
        "This machine's clock and the database's are more than 5 minutes apart; nothing is purged or ended here, and no wait is over, until they agree")]
    private partial void Apart();

    [LoggerMessage(Level = LogLevel.Error, Message = "The purge broke off: {Failure}. It goes on within an hour.")]
    private partial void Broke(string failure);
}
