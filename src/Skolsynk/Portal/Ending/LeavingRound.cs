using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Retention;
using Skolsynk.Stores;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Ending;

/// <summary>
/// Ends a supplier, or all of a municipality, by the functions that the command calls. What the first transaction leaves is done at once here;
/// what has to wait (for a supplier's answers, for what is in flight) goes on by itself, and after a crash with the hourly round.
/// </summary>
internal sealed partial class LeavingRound(PortalTools tools, CancellationToken stopping)
{
    /// <summary>How often it is looked whether the last answer has come.</summary>
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(30);

    /// <summary>Ends all connections with a supplier; number of the first receipt.</summary>
    public async Task<long> Supplier(TenantId tenant, AuditActor actor, Supplier supplier, EndingKind kind)
    {
        var (ids, number) = await tools.Database.Write(session =>
        {
            var connections = ConnectionStore.OfTenant(session, tenant).Where(one => one.Supplier.Id == supplier.Id).ToList();
            foreach (var one in connections)
            {
                Endings.Begin(session, tenant, one.Id, kind);
                AuditLog.Add(session, tenant, actor, AuditEvent.ConnectionEnded, $"{supplier.Name} ({EnvironmentName(one)})", after: Word(kind));
            }
            Agreements.Forget(session, tenant, supplier.Id);
            IdleTenants.Rest(session, tenant);
            var subjects = connections.Select(Endings.Subject).ToHashSet();
            return (connections.ConvertAll(one => one.Id), Erasures.Of(tenant, session).Where(one => one.Ended is null && subjects.Contains(one.Subject)).Min(one => one.Number));
        }, stopping);
        foreach (var id in ids)
            await Endings.EraseHistory(tools.Database, tenant, id, stopping);
        await Finish(tenant, ids, kind);
        return number;
    }

    /// <summary>Ends the municipality; everything that is told of it here is gone when it returns, but what suppliers have yet to answer.</summary>
    public async Task Tenant(TenantId tenant, EndingKind kind)
    {
        var ids = await tools.Database.Write(session =>
        {
            TenantEnding.Begin(session, tenant, kind);
            return ConnectionStore.OfTenant(session, tenant).Select(one => one.Id).ToList();
        }, stopping);
        await TenantEnding.Resume(tools.Database, tenant, stopping);
        await Finish(tenant, ids, kind);
        if (!await TenantEnding.Resume(tools.Database, tenant, stopping))
            InBackground(async () =>
            {
                do
                    await Task.Delay(Turn, tools.Time, stopping);
                while (!await TenantEnding.Resume(tools.Database, tenant, stopping));
                await tools.Database.Scrub(stopping);
            });
    }

    public static string Word(EndingKind kind) => kind is EndingKind.DeleteAtSupplier ? "leverantören tar bort uppgifterna" : "uppgifterna blir kvar hos leverantören";

    public static string EnvironmentName(ConnectionDetails one) => one.Environment.Kind is EnvironmentKind.Test ? "Test" : "Skarp";

    private async Task Finish(TenantId tenant, List<int> connections, EndingKind kind)
    {
        if (kind is EndingKind.KeepAtSupplier)
        {
            var busy = await tools.Database.Read(session => connections.FindAll(id => Endings.HasWindows(session, tenant, id)), stopping);
            foreach (var id in connections.Except(busy))
                await Endings.Finish(tools.Database, tenant, id, stopping);
            if (busy.Count > 0)
                InBackground(async () =>
                {
                    await Task.Delay(LaneTools.LongestAttempt, tools.Time, stopping);
                    foreach (var id in busy)
                        await Endings.Finish(tools.Database, tenant, id, stopping);
                    await tools.Database.Scrub(stopping);
                });
        }
        InBackground(() => tools.Database.Scrub(stopping));
    }

    /// <summary>What breaks off here is gone on with by the hourly round.</summary>
    private void InBackground(Func<Task> work) => _ = Task.Run(async () =>
    {
        try
        {
            await work();
        }
        catch (Exception stopped) when (stopped is OperationCanceledException or ObjectDisposedException)
        {
            // The process ends.
        }
        catch (Exception broken)
        {
            BrokeOff(tools.Logs.CreateLogger<LeavingRound>(), broken.GetType().Name);
        }
    });

    [LoggerMessage(LogLevel.Warning, "An ending broke off ({Kind}); the hourly round goes on with it.")]
    private static partial void BrokeOff(ILogger log, string kind);
}
