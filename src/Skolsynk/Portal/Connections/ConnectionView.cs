using Microsoft.EntityFrameworkCore;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Deliveries.Reasons;
using Skolsynk.Stores;
using Skolsynk.Suppliers;
using Skolsynk.Sync;

namespace Skolsynk.Portal.Connections;

/// <summary>One connection as pages show it, read in one view.</summary>
internal sealed record ConnectionView(ConnectionDetails Details)
{
    public ConnectionState? State { get; init; }

    /// <summary>Null: the operator made it.</summary>
    public ConnectionStart? Start { get; init; }

    public Agreement? Agreement { get; init; }

    public required ReceiptCounts Receipts { get; init; }

    /// <summary>Deletes at this supplier that wait for a decision.</summary>
    public int Held { get; init; }

    /// <summary>What the source brake holds of what concerns this supplier.</summary>
    public int HeldAtSource { get; init; }

    /// <summary>How many suppliers that concerns.</summary>
    public int HeldSuppliers { get; init; }

    /// <summary>Removals that somebody has decided not to do before a date, and the first such date; 0: none.</summary>
    public (int Count, DateTimeOffset Until) Kept { get; init; }

    public DateTimeOffset? LastGoodRead { get; init; }

    public required DateTimeOffset Now { get; init; }

    /// <summary>Why it sends nothing, whatever is owed; null: it sends.</summary>
    public Reason? Hindrance => ConnectionReason.Of(Details, Start, State, Agreement?.Holds(DateOnly.FromDateTime(Now.UtcDateTime)) is true, Now);

    public bool IsDraft => Details.Paused && Start is { StartedAt: null };

    public bool IsEnding => State is { Ending: not EndingKind.None };

    public bool IsTest => Details.Environment.Kind is EnvironmentKind.Test;

    public string EnvironmentName => IsTest ? "Test" : "Skarp";

    public string Address => $"/suppliers/{Details.Supplier.Key}{(IsTest ? "?environment=test" : "")}";

    public static IReadOnlyList<ConnectionView> All(Session session, TenantId tenant)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(session.Now);
        using var context = session.Context(tenant);
        var starts = context.Set<ConnectionStart>().AsNoTracking().ToDictionary(one => one.ConnectionId);
        var agreements = context.Set<Agreement>().AsNoTracking().ToDictionary(one => one.SupplierId);
        var holds = ShownHolds.All(tenant, session);
        var reach = holds.Count == 0 ? [] : HeldReach.Load(tenant, session);
        var lastGood = SyncRuns.Latest(tenant, session, 20).FirstOrDefault(run => run.Outcome < SyncOutcome.Failed)?.Ended;
        var connections = ConnectionStore.OfTenant(session, tenant);
        return
        [
            .. connections.Select(details => new ConnectionView(details)
            {
                State = ConnectionStates.Load(session, tenant, details.Id),
                Start = starts.GetValueOrDefault(details.Id),
                Agreement = agreements.GetValueOrDefault(details.Supplier.Id),
                Receipts = ReceiptCounts.Load(session, tenant, details.Id),
                Held = holds.Where(hold => hold.Connection == details.Id).Sum(hold => hold.Waiting.Count),
                HeldAtSource = AtSource(holds, reach, details.Id).Sum(hold => hold.Waiting.Count),
                HeldSuppliers = connections.Where(one => AtSource(holds, reach, one.Id).Any()).Select(one => one.Supplier.Id).Distinct().Count(),
                Kept = KeptOf(holds, reach, details.Id),
                LastGoodRead = lastGood,
                Now = now,
            }).OrderBy(view => view.Details.Supplier.Name, Frame.Text.Order).ThenByDescending(view => view.Details.Environment.Kind),
        ];
    }

    /// <summary>Holds of the source that something waits in that this supplier has.</summary>
    private static IEnumerable<StoredHold> AtSource(IReadOnlyList<StoredHold> holds, IReadOnlyList<HeldReach> reach, int connection) => holds.Where(hold =>
        hold.Connection == 0 && reach.Any(one => one.Hold == hold.Number && one.Connection == connection && one.State is HoldState.Waits));

    private static (int Count, DateTimeOffset Until) KeptOf(IReadOnlyList<StoredHold> holds, IReadOnlyList<HeldReach> reach, int connection)
    {
        var kept = reach.Where(one => one.Connection == connection && one.State is HoldState.Kept).ToList();
        var until = holds.Where(hold => kept.Exists(one => one.Hold == hold.Number)).SelectMany(hold => hold.Items)
            .Where(item => item.State is HoldState.Kept).Select(item => item.Until).DefaultIfEmpty().Min();
        return (kept.Sum(one => one.Count), DateTimeOffset.FromUnixTimeMilliseconds(until));
    }
}
