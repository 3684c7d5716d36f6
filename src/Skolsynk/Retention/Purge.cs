using Skolsynk.Access;
using Skolsynk.Data;
using Skolsynk.Deliveries;
using Skolsynk.Rosters;
using Skolsynk.Stores;
using Skolsynk.Tenants;

namespace Skolsynk.Retention;

/// <summary>What a purge came to.</summary>
/// <param name="Time">Whether it might run; unless due, nothing was done.</param>
/// <param name="Waiting">Due, but a supplier has not confirmed the removal of everything yet.</param>
public sealed record PurgeResult(JobTime Time, int Persons = 0, int Groups = 0, int Schools = 0, int Waiting = 0);

/// <summary>
/// Once a day: who has been gone for six calendar months, and is confirmed removed at every supplier, leaves nothing behind but numbers
/// that are never given again (invariant 9).
/// </summary>
public sealed class Purge(Database database, string owner)
{
    /// <summary>Entities per transaction: each is erased whole in one of them, so a crash leaves nobody half erased.</summary>
    private const int Chunk = 500;

    /// <summary>How long the journal keeps its entries: as long as any backup, which they would bring up to date.</summary>
    public TimeSpan JournalKept { get; init; } = TimeSpan.FromDays(400);

    /// <param name="acceptTime">An operator says that the clock is right, whatever the last run says.</param>
    public async Task<PurgeResult> RunOnce(bool acceptTime, CancellationToken cancellation)
    {
        await using var keeper = await LeaseKeeper.TryTake(database, LeaseKind.Job, (short)Job.Purge, owner, cancellation);
        if (keeper is null)
            return new(JobTime.NotYet);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, keeper.Lost);
        var time = acceptTime ? JobTime.Due : await database.Read(session => JobRuns.TimeOf(session, Job.Purge), either.Token);
        if (time is not JobTime.Due)
            return new(time);
        var result = new PurgeResult(time);
        foreach (var tenant in await database.Read(ToPurge, either.Token))
        {
            await IdleTenants.Bury(database, tenant, either.Token);
            result = await Of(tenant, keeper.Lease, result, GoneEntities.Due, either.Token);
            await database.Write(session =>
            {
                TransferLog.Forget(session, tenant);
                return AuditLog.Forget(session, tenant);
            }, either.Token);
        }
        if (result.Persons + result.Groups + result.Schools > 0)
            await database.Scrub(either.Token);
        var now = await database.Read(session => session.Now, either.Token);
        await JournalState.Forget(database, DateTimeOffset.FromUnixTimeMilliseconds(now) - JournalKept, either.Token);
        await database.Write(session => JobRuns.Record(session, Job.Purge), either.Token);
        return result;
    }

    /// <summary>What remains of late marks, in every tenant; whatever the clock says of the purge.</summary>
    public async Task Sweep(CancellationToken cancellation)
    {
        foreach (var tenant in await database.Read(ToPurge, cancellation))
            await database.Write(session => LateMarks.Sweep(session, tenant), cancellation);
    }

    /// <summary>Those who were purged before the database was restored; that is no question of the clock.</summary>
    public async Task<PurgeResult> Buried(CancellationToken cancellation)
    {
        var result = new PurgeResult(JobTime.Due);
        await using var keeper = await LeaseKeeper.TryTake(database, LeaseKind.Job, (short)Job.Purge, owner, cancellation);
        if (keeper is null)
            return result with { Time = JobTime.NotYet };
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, keeper.Lost);
        foreach (var tenant in await database.Read(ToPurge, either.Token))
            result = await Of(tenant, keeper.Lease, result, GoneEntities.Buried, either.Token);
        await database.Scrub(either.Token);
        return result;
    }

    /// <summary>Tenants that are not active any more, too: their persons have left all the more.</summary>
    private static List<TenantId> ToPurge(Session session)
    {
        using var context = session.Context();
        return [.. context.Set<Tenant>().Select(tenant => tenant.Id).OrderBy(id => id).ToList().Select(id => new TenantId(id))];
    }

    private async Task<PurgeResult> Of(
        TenantId tenant, Lease lease, PurgeResult result, Func<Session, TenantId, List<GoneEntity>> which, CancellationToken cancellation)
    {
        var due = await database.Read(session => which(session, tenant), cancellation);
        if (due.Count == 0)
            return result;
        var resources = await database.Read(session => ResourceIndex.Load(session, tenant), cancellation);
        foreach (var kind in due.GroupBy(one => one.Kind))
        {
            foreach (var chunk in kind.Chunk(Chunk))
            {
                var closed = chunk.Select(one => (Entity: one, Rids: resources.Closed(one.Kind, one.Id))).ToLookup(one => one.Rids is not null);
                var (erased, rids) = await database.Write(session => Erase(session, tenant, lease, [.. closed[true].Select(one => (one.Entity, one.Rids!))]), cancellation);
                database.Steps.Pass(Step.PurgeChunk);
                resources.Forget(rids);
                result = Add(result, kind.Key, erased) with { Waiting = result.Waiting + closed[false].Count() };
            }
        }
        return result;
    }

    private static (int Erased, IReadOnlyList<long> Rids) Erase(
        Session session, TenantId tenant, Lease lease, IReadOnlyList<(GoneEntity Entity, IReadOnlyList<long> Rids)> candidates)
    {
        Leases.Check(session, lease);
        Leases.ShutOut(session, LeaseKind.Read, tenant.Value);
        var gone = GoneEntities.StillGone(session, tenant, [.. candidates.Select(one => one.Entity)]);
        var still = gone.ToHashSet();
        var rids = candidates.Where(one => still.Contains(one.Entity)).SelectMany(one => one.Rids).ToList();
        foreach (var kind in gone.GroupBy(one => one.Kind, one => one.Id))
            JournalState.Enter(session, JournalKind.Purge, tenant, entry => entry with { Detail = (short)kind.Key, Ids = [.. kind] });
        RosterErasure.Purge(tenant, session, gone.ConvertAll(one => one.Oid));
        DeliveryErasure.Resources(session, tenant, rids);
        foreach (var kind in gone.GroupBy(one => one.Kind, one => one.Id))
        {
            RemovalLog.Forget(tenant, session, kind.Key, [.. kind]);
            if (kind.Key is EntityKind.Person)
                PersonAliases.Forget(session, tenant, [.. kind]);
            DeliveryErasure.Reasons(session, tenant, kind.Key, kind);
        }
        if (gone.Count > 0)
            AuditLog.Add(session, tenant, AuditActor.Service, AuditEvent.Purged, gone.Count == 1 ? "1 borttagen gallrad" : $"{gone.Count} borttagna gallrade");
        return (gone.Count, rids);
    }

    private static PurgeResult Add(PurgeResult result, EntityKind kind, int erased) => kind switch
    {
        EntityKind.Person => result with { Persons = result.Persons + erased },
        EntityKind.Group => result with { Groups = result.Groups + erased },
        _ => result with { Schools = result.Schools + erased },
    };
}
