using System.Globalization;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Hosting.Commands;
using Skolsynk.Hosting.Screens;
using Skolsynk.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tenants;

namespace Skolsynk.Hosting.Demo;

/// <summary>Says a line for each reading that found something, for each failure once, and for each delivery.</summary>
internal sealed class ChangeFollower(Desk desk, IReadOnlyList<Tenant> tenants)
{
    private readonly Dictionary<int, SyncRun> last = [];
    private readonly Lock gate = new();

    public void Passed(ConnectionDetails connection, PassResult result)
    {
        if (result is { End: PassEnd.Rests, Rest: not RestKind.None })
            Say(Sign.Look, $"{connection.Supplier.Name}: {Words.Of(result.Rest)}. Försöker igen av sig själv.");
        if (result.Confirmed + result.Deleted + result.Refused > 0)
            Say(result.Refused > 0 ? Sign.Look : Sign.Good, $"{connection.Supplier.Name}: {Swedish.Number(result.Confirmed)} bekräftade, "
                + $"{Swedish.Number(result.Deleted)} borttagna, {Swedish.Number(result.Refused)} avvisade");
    }

    public async Task Run(CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            foreach (var tenant in tenants)
            {
                var newest = await desk.Database.Read(session => SyncRuns.Latest(new TenantId(tenant.Id), session, 1), CancellationToken.None);
                if (newest is [var run])
                    Tell(tenant, run);
            }
            await Task.Delay(TimeSpan.FromSeconds(1), desk.Installation.Time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private void Tell(Tenant tenant, SyncRun run)
    {
        var known = last.GetValueOrDefault(tenant.Id);
        last[tenant.Id] = run;
        if (known is null || known.Number == run.Number)
            return;
        if (run.Failure is { } failure && run.Failure != known.Failure)
            Say(Sign.Bad, $"{tenant.Name}: {FailureTexts.Of(failure).Title}. {FailureTexts.Of(failure).Meanwhile}");
        else if (run.Failure is null && known.Failure is not null)
            Say(Sign.Good, $"{tenant.Name}: läsningen går igen");
        if (run.Outcome is SyncOutcome.Held && known.Outcome is not SyncOutcome.Held)
            Say(Sign.Look, $"{tenant.Name}: {Swedish.Count(run.Held, "person", "personer")} hålls kvar tills någon granskat");
        if (run.Created + run.Updated + run.Removed + run.MembersChanged > 0)
            Say(Sign.Good, $"{tenant.Name}: nya {run.Created}, ändrade {run.Updated}, borttagna {run.Removed}, grupper med andra medlemmar {run.MembersChanged}");
    }

    private void Say(Sign sign, string text)
    {
        lock (gate)
            desk.Screen.Mark(sign, $"{desk.Installation.Time.GetLocalNow().ToString("HH:mm:ss", CultureInfo.InvariantCulture)}  {text}");
    }
}
