using Microsoft.EntityFrameworkCore;
using Skolsynk.Data;
using Skolsynk.Deliveries;
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

    /// <summary>Persons whose removal the source brake holds, for the whole municipality.</summary>
    public int HeldAtSource { get; init; }

    public DateTimeOffset? LastGoodRead { get; init; }

    public required DateTimeOffset Now { get; init; }

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
        var holds = HoldStore.All(tenant, session);
        var lastGood = SyncRuns.Latest(tenant, session, 20).FirstOrDefault(run => run.Outcome < SyncOutcome.Failed)?.Ended;
        return
        [
            .. ConnectionStore.OfTenant(session, tenant).Select(details => new ConnectionView(details)
            {
                State = ConnectionStates.Load(session, tenant, details.Id),
                Start = starts.GetValueOrDefault(details.Id),
                Agreement = agreements.GetValueOrDefault(details.Supplier.Id),
                Receipts = ReceiptCounts.Load(session, tenant, details.Id),
                Held = holds.Where(hold => hold.Connection == details.Id).Sum(hold => hold.Waiting.Count),
                HeldAtSource = holds.Where(hold => hold.Connection == 0).Sum(hold => hold.Waiting.Count),
                LastGoodRead = lastGood,
                Now = now,
            }).OrderBy(view => view.Details.Supplier.Name, Frame.Text.Order).ThenByDescending(view => view.Details.Environment.Kind),
        ];
    }
}
