using Skolsynk.Hosting.Screens;
using Skolsynk.Retention;

namespace Skolsynk.Hosting.Commands;

/// <summary><c>purge</c>: the daily purge, now; and the way to say that the clock is right.</summary>
internal static class PurgeCommand
{
    /// <summary>What an operator is told when the purge stands still.</summary>
    public const string Doubtful = "Gallringen står still: den senaste gick för mer än 36 timmar sedan, eller så har klockan ställts tillbaka. "
        + "Kontrollera att serverns tid är rätt och kör ”skolsynk purge --accept-clock”.";

    public const string Apart = "Gallringen står still: den här serverns klocka och databasens skiljer sig med mer än 5 minuter. "
        + "Ställ klockorna rätt. Till dess tar Skolsynk inte bort något här för att tid har gått.";

    public static async Task<int> Run(Desk desk, bool acceptClock, CancellationToken cancellation)
    {
        await desk.Installation.Endings.RunOnce(acceptClock, cancellation);
        var result = await desk.Installation.Purge.RunOnce(acceptClock, cancellation);
        switch (result.Time)
        {
            case JobTime.Doubtful:
                desk.Screen.Mark(Sign.Look, Doubtful);
                return Exit.Partly;
            case JobTime.Apart:
                desk.Screen.Mark(Sign.Look, Apart);
                return Exit.Partly;
            case JobTime.NotYet:
                desk.Screen.Mark(Sign.Good, "Gallringen har redan gått det senaste dygnet.");
                return Exit.Done;
            default:
                desk.Screen.Mark(Sign.Good, $"Gallrat: {Swedish.Count(result.Persons, "person", "personer")}, "
                    + $"{Swedish.Count(result.Groups, "grupp", "grupper")}, {Swedish.Count(result.Schools, "skola", "skolor")}.");
                if (result.Waiting > 0)
                    desk.Screen.Line($"{Swedish.Number(result.Waiting)} väntar: någon leverantör har inte bekräftat att de är borttagna.");
                return Exit.Done;
        }
    }
}
