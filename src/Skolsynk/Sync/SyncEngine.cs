using System.Collections.Concurrent;
using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Source;
using Skolsynk.Stores;
using Skolsynk.Tenants;

namespace Skolsynk.Sync;

/// <summary>
/// Runs the whole of a sync: read, compare, ask for what is missing, brake, commit. Every run leaves a row, whatever became of it;
/// only a run that ended well changes the roster, in one transaction with its row.
/// </summary>
/// <param name="database">Where the roster is kept.</param>
/// <param name="sources">The source of a tenant.</param>
/// <param name="owner">Name of this process in leases, of no other.</param>
/// <param name="mark">Sets marks by a group; null: no tenant has one.</param>
public sealed class SyncEngine(Database database, Func<Tenant, TenantSource> sources, string owner, MarkGroup? mark = null)
{
    /// <summary>Reads of one run, when the stored roster is changed under it.</summary>
    private const int MostTries = 3;

    private readonly ConcurrentDictionary<TenantId, bool> running = new();

    /// <summary>One run of one tenant. Never two at a time: the second is answered <see cref="NotRunReason.Running"/>.</summary>
    public async Task<SyncResult> RunOnce(
        TenantId tenant, IProgress<ReadProgress>? progress = null, CancellationToken cancellation = default)
    {
        if (!running.TryAdd(tenant, true)) return new SyncResult.NotRun(NotRunReason.Running);
        try
        {
            if (!await IsActive(tenant, cancellation)) return new SyncResult.NotRun(NotRunReason.Inactive);
            await using var keeper = await LeaseKeeper.TryTake(database, LeaseKind.Read, tenant.Value, owner, cancellation);
            if (keeper is null) return new SyncResult.NotRun(NotRunReason.Running);
            // Asked for again under the lease, which a tenant that leaves takes away.
            var settings = await database.Read(session => TenantStore.Load(session, tenant), cancellation);
            if (settings is not { Active: true }) return new SyncResult.NotRun(NotRunReason.Inactive);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, keeper.Lost);
            return await Run(tenant, settings, keeper.Lease, progress, either.Token);
        }
        finally
        {
            running.TryRemove(tenant, out _);
        }
    }

    private Task<bool> IsActive(TenantId tenant, CancellationToken cancellation) =>
        database.Read(session => session.Scalar<long>("SELECT count(*) FROM tenant WHERE id = @tenant AND active", ("@tenant", tenant.Value)) > 0, cancellation);

    private async Task<SyncResult> Run(
        TenantId tenant, Tenant settings, Lease lease, IProgress<ReadProgress>? progress, CancellationToken cancellation)
    {
        var record = await database.Write(session => RunRecord.Begin(tenant, session, lease), cancellation);
        for (var tries = 1; ; tries++)
        {
            var source = sources(settings);
            var marking = new GroupMarking(database, settings, source, mark);
            var read = new ProvenRead(database, tenant, settings.RosterSettings(), source, stop => marking.Run(lease, stop));
            try
            {
                return await Run(read, record, settings, marking, progress, cancellation);
            }
            catch (RosterMovedException) when (tries < MostTries)
            {
                // Somebody was erased while this run held her in its memory, or what it reads was set anew: it begins again with that.
                if (await database.Read(session => TenantStore.Load(session, tenant), cancellation) is not { Active: true } now)
                    return new SyncResult.NotRun(NotRunReason.Inactive);
                settings = now;
            }
            catch (Exception failure) when (failure is not (OperationCanceledException or LeaseLostException))
            {
                await TryRecord(record, read, failure);
                throw;
            }
        }
    }

    private async Task<SyncResult> Run(
        ProvenRead read, RunRecord record, Tenant settings, GroupMarking marking, IProgress<ReadProgress>? progress, CancellationToken cancellation)
    {
        if (await read.Read(progress, cancellation) is not { } view) return await Failed(read, record, cancellation);
        database.Steps.Pass(Step.Read);
        var index = read.Stored.Index;
        var (memory, now) = await database.Read(session => (HoldStore.Memory(read.Tenant, session, 0), TenantStore.Load(session, read.Tenant)), cancellation);
        // Whatever is set anew after this raises the roster's version.
        if (now?.IsReadAs(settings) is not true) throw new RosterMovedException(read.Tenant, read.Stored.Version);
        var limits = await database.Read(now.LimitsNow, cancellation);
        if (SourceBrake.IsEmptySource(index, view.Next.Roster) && SourceBrake.OfEmptySource(index, memory) is { } empty)
            return await database.Write(session => record.Held(session, read, view.Next, new Braked(empty, LetThrough.Nothing, memory)), cancellation);
        if (await read.Prove(view, cancellation) is not { } proven) return await Failed(read, record, cancellation);
        var before = proven.View.Before;
        var verdict = SourceBrake.Of(index, before, proven.Roster, limits, memory);
        // After the brake, which has to see whose names the new ones have.
        var newcomers = marking.BlocksNew ? NewcomersOf(index, proven.Roster) : [];
        var roster = verdict.Kept.And(new Kept { Withheld = newcomers }).In(before, proven.Roster);
        var changes = ReferenceEquals(roster, proven.View.Next.Roster) ? proven.View.Changes : Changes.Between(index, roster);
        var braked = new Braked(verdict.Holds, LetThrough.Of(verdict.Applied, before, proven.Roster, memory), memory);
        database.Steps.Pass(Step.Compared);
        var result = await database.Write(session =>
        {
            if (marking.BlocksNew) ProtectedGroups.Blocked(session, read.Tenant, newcomers.Count);
            return record.Committed(session, read, proven.View.Next, changes, braked);
        }, cancellation);
        database.Steps.Pass(Step.Committed);
        return result;
    }

    /// <summary>Persons who are not stored, or have left.</summary>
    private static HashSet<Guid> NewcomersOf(RosterIndex stored, Roster next)
    {
        var known = stored.Persons.Where(row => !row.Gone).Select(row => row.Id).ToHashSet();
        return next.Persons.Select(person => person.Id).Where(id => !known.Contains(id)).ToHashSet();
    }

    private async Task<SyncResult> Failed(ProvenRead read, RunRecord record, CancellationToken cancellation)
    {
        var failure = read.Failure ?? throw new InvalidOperationException("A read without a roster and without a failure.");
        return await database.Write(session => record.Failed(session, read, failure), cancellation);
    }

    /// <summary>The fault itself is passed on and logged by the caller; that its row cannot be written must not hide it.</summary>
    private async Task TryRecord(RunRecord record, ProvenRead read, Exception fault)
    {
        try
        {
            await database.Write(session => record.Broken(session, read, fault));
        }
        catch (Exception)
        {
            // The database may be what is broken.
        }
    }
}
