using Skolsynk.Data;
using Skolsynk.Hosting.Screens;
using Skolsynk.Retention;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Sync;
using Skolsynk.Tenants;

namespace Skolsynk.Hosting.Commands;

/// <summary><c>status</c>: the latest runs, and how each connection stands.</summary>
internal static class StatusCommand
{
    public static async Task<int> Run(Desk desk, string? tenantKey, bool schools, CancellationToken cancellation)
    {
        if (schools && tenantKey is null)
            throw new UsageException("--schools behöver --tenant KOMMUN.");
        IReadOnlyList<Tenant> tenants = tenantKey is null ? await desk.Tenants(cancellation) : [await desk.Tenant(tenantKey, cancellation)];
        if (tenants.Count == 0)
        {
            desk.Screen.Line("Det finns inga kommuner än. Lägg upp dem med ”skolsynk apply FIL”.");
            return Exit.Done;
        }
        await Runs(desk, tenants, perTenant: tenantKey is null ? 1 : 5, cancellation);
        foreach (var tenant in tenants)
            await ProtectedGroupLines.Tell(desk, tenant, cancellation);
        var today = DateOnly.FromDateTime(desk.Installation.Time.GetUtcNow().UtcDateTime);
        foreach (var (name, window) in tenants.Select(tenant => (tenant.Name, tenant.BrakeWindow)))
            if (window is not null && window.To >= today)
                desk.Screen.Mark(Sign.Look, $"{name}: {(window.From <= today ? "andra gränser gäller" : "andra gränser kommer att gälla")} för vad som stoppas, "
                    + $"{window.From:yyyy-MM-dd} till {window.To:yyyy-MM-dd}. Sedan gäller de vanliga igen.");
        var standings = await desk.Database.Read(session => tenants
            .SelectMany(t => ConnectionStore.OfTenant(session, new TenantId(t.Id))).Select(c => Standing.Of(session, c)).ToList(), cancellation);
        ConnectionTables.Show(desk.Screen, standings, desk.Installation.Time);
        if (tenantKey is not null)
        {
            ConnectionTables.ShowNotSent(desk.Screen, standings);
            Compared(desk, standings);
        }
        var time = await desk.Database.Read(session => JobRuns.TimeOf(session, Job.Purge), cancellation);
        if (time is JobTime.Doubtful or JobTime.Apart)
            desk.Screen.Mark(Sign.Look, time is JobTime.Apart ? PurgeCommand.Apart : PurgeCommand.Doubtful);
        if (schools)
            await Schools(desk, tenants[0], cancellation);
        return Exit.Done;
    }

    private static async Task Runs(Desk desk, IReadOnlyList<Tenant> tenants, int perTenant, CancellationToken cancellation)
    {
        var table = new TextTable("Läsningar", "Kommun", "Började", "Tog ", "Skolor ", "Personer ", "Grupper ", "Nya ", "Ändrade ", "Borttagna ", "Utfall");
        foreach (var tenant in tenants)
        {
            var runs = await desk.Database.Read(session => SyncRuns.Latest(new TenantId(tenant.Id), session, perTenant), cancellation);
            if (runs.Count == 0)
                table.Add(tenant.Key, "–", "", "", "", "", "", "", "", tenant.Active ? "inte läst än" : "inte aktiv");
            foreach (var run in runs)
            {
                table.Add(tenant.Key, Swedish.Time(run.Started.ToUnixTimeMilliseconds(), desk.Installation.Time), Swedish.Duration(run.Ended - run.Started),
                    Swedish.Number(run.Schools), Swedish.Number(run.Persons), Swedish.Number(run.Groups), Swedish.Number(run.Created),
                    Swedish.Number(run.Updated), Swedish.Number(run.Removed), Outcome(run));
            }
        }
        desk.Screen.Table(table);
    }

    private static void Compared(Desk desk, IReadOnlyList<Standing> standings)
    {
        foreach (var one in standings.Where(one => one.Compared.At > 0))
            desk.Screen.Line($"{one.Connection.Supplier.Name}, jämförd {Swedish.Time(one.Compared.At, desk.Installation.Time)}: {ReconcileCommand.Text(one.Compared)}");
    }

    private static string Outcome(SyncRun run) =>
        run.Failure is { } failure ? $"{Words.Of(run.Outcome)}: {FailureTexts.Of(failure).Title}" : Words.Of(run.Outcome);

    private static async Task Schools(Desk desk, Tenant tenant, CancellationToken cancellation)
    {
        var id = new TenantId(tenant.Id);
        var (schools, codes) = await desk.Database.Read(session =>
        {
            using var context = session.Context(id);
            return (RosterStore.LoadSchools(id, session), context.Set<SchoolCode>().ToDictionary(c => c.School, c => c.Code));
        }, cancellation);
        var table = new TextTable("Skolor", "Namn", "Kod", "Föreslagen kod", "Id");
        foreach (var school in schools.OrderBy(s => s.Name, StringComparer.CurrentCulture))
            table.Add(school.Name ?? "(namn saknas)", codes.GetValueOrDefault(school.Id, "saknas"), school.SuggestedCode ?? "", $"{school.Id}");
        desk.Screen.Table(table);
    }
}
