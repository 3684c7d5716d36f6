using Skolsynk.Data;

namespace Skolsynk.Suppliers;

/// <summary>Ends pauses on their day, once a minute.</summary>
public sealed partial class PauseLoop(Database database, TimeProvider time, ILogger<PauseLoop> log) : BackgroundService
{
    private static readonly TimeSpan Turn = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                await RunOnce(stoppingToken);
            }
            catch (Exception failure) when (failure is not OperationCanceledException)
            {
                Failed(log, failure);
            }
            await Task.Delay(Turn, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>How many pauses ended.</summary>
    public Task<int> RunOnce(CancellationToken cancellation) => database.Write(
        session => ConnectionSettings.ResumeDue(session, DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(session.Now).UtcDateTime)), cancellation);

    [LoggerMessage(1301, LogLevel.Error, "Pauses that end today could not be looked up")]
    private static partial void Failed(ILogger log, Exception failure);
}
