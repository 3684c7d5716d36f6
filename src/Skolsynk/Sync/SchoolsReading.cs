using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Source;
using Skolsynk.Stores;
using Skolsynk.Tenants;

namespace Skolsynk.Sync;

/// <summary>
/// Reads the schools of a municipality of which nobody has been read, so that school unit codes can be filled in before there is an
/// agreement. It adds schools and brings their names up to date, and never removes anything; where any person is stored it does nothing.
/// </summary>
/// <param name="database">Where the roster is kept.</param>
/// <param name="read">Reads the schools of a tenant (<see cref="GraphReader.ReadSchools"/>).</param>
/// <param name="owner">Name of this process in leases.</param>
public sealed class SchoolsReading(Database database, Func<Tenant, CancellationToken, Task<ReadOutcome>> read, string owner)
{
    /// <summary>Null: done, or there was nothing to do.</summary>
    public async Task<ReadFailure?> RunOnce(Tenant tenant, CancellationToken cancellation)
    {
        var id = new TenantId(tenant.Id);
        await using var keeper = await LeaseKeeper.TryTake(database, LeaseKind.Read, tenant.Id, owner, cancellation);
        if (keeper is null)
            return null;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, keeper.Lost);
        var stored = await database.Read(session => RosterStore.LoadIndex(id, session), either.Token);
        if (stored.Index.Persons.Count + stored.Index.Groups.Count > 0)
            return null;
        switch (await read(tenant, either.Token))
        {
            case ReadOutcome.Failed failed:
                return failed.Failure;
            case ReadOutcome.Complete complete:
                var changes = OnlyMore(Changes.Between(stored.Index, Normalise.Roster(complete.Snapshot, tenant.RosterSettings()).Roster));
                if (!changes.IsEmpty)
                    await database.Write(session => RosterCommit.Apply(id, session, keeper.Lease, stored, changes), either.Token);
                return null;
            default:
                throw new InvalidOperationException("An outcome of reading that is not known.");
        }
    }

    internal static RosterChanges OnlyMore(RosterChanges changes) =>
        new([.. changes.Entities.Where(change => change.Kind is EntityKind.School && change.What is not ChangeKind.Removed)], []);
}
