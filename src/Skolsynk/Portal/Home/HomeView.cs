using Skolsynk.Data;
using Skolsynk.Portal.Connections;
using Skolsynk.Portal.Frame;
using Skolsynk.Portal.Protection;
using Skolsynk.Portal.Reviews;
using Skolsynk.Portal.Setup;
using Skolsynk.Portal.SignIn;
using Skolsynk.Stores;
using Skolsynk.Sync;
using Skolsynk.Tenants;

namespace Skolsynk.Portal.Home;

/// <summary>Something that waits for the administrator.</summary>
/// <param name="Colour">red or yellow.</param>
/// <param name="Link">Where it is done, and what the link says; null: it is not done here.</param>
internal sealed record WaitingTask(string Icon, string Colour, string Text, (string Address, string Text)? Link);

/// <summary>The last and the next reading.</summary>
/// <param name="Last">Null: there was none.</param>
/// <param name="Next">Null: it is due, or nothing is read.</param>
/// <param name="Again">When a person may ask for one again; null: at once.</param>
internal sealed record ReadingView(SyncRun? Last, DateTimeOffset? Next, bool Running, DateTimeOffset? Again)
{
    public ReadingNow? Progress { get; init; }

    public bool Active { get; init; }
}

/// <summary>All that the start page shows, read in one view.</summary>
internal sealed record HomeView(IReadOnlyList<ConnectionView> Connections, ReadingView Reading, ChangeChart Chart, DateTimeOffset Now)
{
    /// <summary>A person may start a reading this often.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    public IReadOnlyList<WaitingTask> Tasks { get; private init; } = [];

    public int SchoolsWithCode { get; private init; }

    public SetupSteps? Setup { get; private init; }

    public static HomeView Load(Session session, Visit visit, Schedule schedule, string operatorName)
    {
        var (id, tenant) = (visit.Id, visit.Tenant!);
        var now = DateTimeOffset.FromUnixTimeMilliseconds(session.Now);
        var connections = ConnectionView.All(session, id);
        var reading = ReadingOf(session, tenant, schedule, now);
        var schools = SchoolCodes.Load(session, id);
        var setup = SetupSteps.Load(session, tenant);
        return new(connections, reading, ChangeChart.Of(ReadingHour.Since(session, id, ChangeChart.Since(now)), now), now)
        {
            SchoolsWithCode = RosterStore.LoadSchools(id, session).Count(school => schools.ContainsKey(school.Id)),
            Setup = setup.IsDone ? null : setup,
            Tasks = [.. ProtectionTasks.Of(session, visit).Concat(TasksOf(session, tenant, connections, reading, operatorName, schools)).OrderBy(task => task.Colour == "red" ? 0 : 1)],
        };
    }

    private static ReadingView ReadingOf(Session session, Tenant tenant, Schedule schedule, DateTimeOffset now)
    {
        var id = new TenantId(tenant.Id);
        var progress = ReadingNow.Load(session, id);
        var next = tenant.Active && SyncRuns.Last(id, session) is { } last ? schedule.NextAt(id, last, DateTimeOffset.MinValue, TimeSpan.Zero) : (DateTimeOffset?)null;
        var again = progress?.AskedAt + Pause;
        return new(SyncRuns.Latest(id, session, 1) is [var latest] ? latest : null, next > now ? next : null, ReadingNow.IsRunning(session, id), again > now ? again : null)
        {
            Progress = progress,
            Active = tenant.Active,
        };
    }

    private static IEnumerable<WaitingTask> TasksOf(
        Session session, Tenant owner, IReadOnlyList<ConnectionView> connections, ReadingView reading, string operatorName, IReadOnlyDictionary<Guid, string> codes)
    {
        var tenant = new TenantId(owner.Id);
        if (reading.Last is { Outcome: >= SyncOutcome.Failed } failed)
        {
            var text = failed.Failure is { } kind ? FailureTexts.Of(kind) : FailureTexts.Broken;
            yield return new("cross", "red", $"{text.Title}. {text.Do}", failed.Failure is Source.FailureKind.ConsentLost or Source.FailureKind.PermissionMissing
                ? ("/setup/consent", "Godkänn på nytt") : null);
        }
        foreach (var view in connections)
        {
            if (ConnectionStatus.Of(view, null, operatorName) is { Colour: "red" } status)
                yield return new(status.Icon, "red", $"{view.Details.Supplier.Name} ({view.EnvironmentName}): {status.Word}. {status.Why}", (view.Address, $"Visa {view.Details.Supplier.Name}"));
        }
        foreach (var review in Review.All(session, owner).Where(one => one.Rows.Count > 0).OrderBy(one => one.Hold.Opened))
            yield return new("hand", ReviewTexts.IsUrgent(review) ? "red" : "yellow", ReviewTexts.Task(review), (review.Address, "Granska"));
        var without = RosterStore.LoadSchools(tenant, session).Count(school => !codes.ContainsKey(school.Id));
        if (without > 0)
            yield return new("triangle", "yellow", $"{Text.Count(without, "skola", "skolor")} saknar skolenhetskod och skickas inte", ("/schools", "Fyll i"));
    }
}
