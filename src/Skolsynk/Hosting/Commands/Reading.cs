using Skolsynk.Data;
using Skolsynk.Hosting.Screens;
using Skolsynk.Source;
using Skolsynk.Sync;
using Skolsynk.Tenants;

namespace Skolsynk.Hosting.Commands;

/// <summary>One run of one tenant with its progress on the screen, and what is said of its end.</summary>
internal static class Reading
{
    public static async Task<SyncResult> Run(Desk desk, Tenant tenant, CancellationToken cancellation)
    {
        var engine = desk.Installation.Engine ?? throw new CommandFailedException(
            "Skolsynk kan inte läsa: Skolsynk:Entra:ClientId och appens inloggning (Certificate, ManagedIdentity eller ClientSecret) är inte satta.");
        var latest = new Latest();
        return await desk.Screen.Follow($"Läser {tenant.Name}", latest.Advance, () => engine.RunOnce(new TenantId(tenant.Id), latest, cancellation));
    }

    /// <summary>Says how it went; the exit code that it means.</summary>
    public static int Tell(Screen screen, Tenant tenant, SyncResult result)
    {
        switch (result)
        {
            case SyncResult.Done done:
                screen.Mark(Sign.Good, $"{tenant.Name}: {Read(done.Run)}. {Changed(done.Run)}");
                return Exit.Done;
            case SyncResult.NothingChanged same:
                screen.Mark(Sign.Good, $"{tenant.Name}: {Read(same.Run)}. Inget har ändrats sedan sist.");
                return Exit.Done;
            case SyncResult.Held held:
                screen.Mark(Sign.Look, $"{tenant.Name}: {Read(held.Run)}. {Changed(held.Run)}");
                foreach (var hold in held.Holds)
                    Tell(screen, HoldTexts.Of(hold.Cause), $"{Swedish.Count(hold.Persons, "person", "personer")}{(hold.Place.Of == Guid.Empty ? "" : $", {hold.Place.Of}")}");
                screen.Line($"  ”skolsynk holds --tenant {tenant.Key}” visar vad som väntar och hur ni beslutar.");
                return Exit.Partly;
            case SyncResult.Failed failed:
                screen.Bad($"{tenant.Name}: läsningen misslyckades.");
                Tell(screen, FailureTexts.Of(failed.Failure.Kind), Where(failed.Failure));
                return Exit.Failed;
            default:
                var running = result is SyncResult.NotRun { Reason: NotRunReason.Running };
                screen.Mark(Sign.Look, $"{tenant.Name}: {(running ? "en läsning pågår redan" : "kommunen är inte aktiv")}. Inget är gjort.");
                return Exit.Failed;
        }
    }

    private static void Tell(Screen screen, FailureText text, string detail)
    {
        screen.Line($"  {text.Title}. {text.What}{(detail.Length > 0 ? $" ({detail})" : "")}");
        screen.Line($"  Att göra: {text.Do}");
        screen.Line($"  {text.Meanwhile}");
    }

    private static string Where(ReadFailure failure) =>
        string.Join(" ", new[] { failure.Where, $"{failure.Status}", failure.Code }.Where(part => !string.IsNullOrEmpty(part)));

    private static string Read(SyncRun run) => $"läst {Swedish.Count(run.Schools, "skola", "skolor")}, "
        + $"{Swedish.Count(run.Persons, "person", "personer")} och {Swedish.Count(run.Groups, "grupp", "grupper")} på {Swedish.Duration(run.Ended - run.Started)}";

    private static string Changed(SyncRun run) => $"Nya {Swedish.Number(run.Created)}, ändrade {Swedish.Number(run.Updated)}, "
        + $"borttagna {Swedish.Number(run.Removed)}, grupper med andra medlemmar {Swedish.Number(run.MembersChanged)}.";

    /// <summary>The newest progress, as the screen asks for it.</summary>
    private sealed class Latest : IProgress<ReadProgress>
    {
        private volatile ReadProgress? newest;

        public void Report(ReadProgress value) => newest = value;

        public Advance? Advance() => newest is { } now
            ? new(now.Schools + now.Users + now.Classes + now.MembersDone, null,
                $"{Swedish.Count(now.Schools, "skola", "skolor")}, {Swedish.Count(now.Users, "person", "personer")}, "
                + $"{Swedish.Count(now.Classes, "grupp", "grupper")}, medlemmar i {Swedish.Number(now.MembersDone)}")
            : null;
    }
}
