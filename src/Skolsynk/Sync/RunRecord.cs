using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Source;
using Skolsynk.Stores;

namespace Skolsynk.Sync;

/// <summary>What the source brake said of a run.</summary>
/// <param name="Memory">What the brake went by.</param>
internal sealed record Braked(IReadOnlyList<Hold> Holds, LetThrough LetThrough, BrakeMemory Memory);

/// <summary>The row of a run that is under way, and the ways in which it is written at the end.</summary>
internal sealed class RunRecord
{
    private readonly TenantId tenant;
    private readonly Lease lease;
    private readonly SyncRun begun;

    private RunRecord(TenantId tenant, Lease lease, SyncRun begun) => (this.tenant, this.lease, this.begun) = (tenant, lease, begun);

    public static RunRecord Begin(TenantId tenant, Session session, Lease lease)
    {
        var now = DateTimeOffset.FromUnixTimeMilliseconds(session.Now);
        return new RunRecord(tenant, lease, new SyncRun
        {
            Number = session.Mint(tenant, Counter.SyncRun),
            Started = now,
            Ended = now,
            Outcome = SyncOutcome.Broken,
        });
    }

    /// <summary>Applies the changes and writes the row with them.</summary>
    public SyncResult Committed(
        Session session, ProvenRead read, NormalisedRoster next, RosterChanges changes, Braked braked)
    {
        // Also when nothing changed: somebody who was marked meanwhile must not come back in a hold.
        Leases.Check(session, lease);
        RosterCommit.EnsureUnmoved(tenant, session, read.Stored.Version);
        if (!changes.IsEmpty) RosterCommit.Apply(tenant, session, lease, read.Stored, changes);
        RemovalLog.Returned(tenant, session, changes.Entities.Where(change => change.What == ChangeKind.Returned).Select(change => (change.Kind, change.Id)));
        RemovalLog.Add(tenant, session, 0, braked.LetThrough.Counted, counted: true);
        RemovalLog.Add(tenant, session, 0, braked.LetThrough.Approved, counted: false);
        RemovalLog.Prune(tenant, session);
        var counted = Counted(next.Roster) with
        {
            Created = changes.Entities.Count(change => change.What is ChangeKind.Created or ChangeKind.Returned),
            Updated = changes.Entities.Count(change => change.What == ChangeKind.Updated),
            Removed = changes.Entities.Count(change => change.What == ChangeKind.Removed),
            MembersChanged = changes.Members.Count,
        };
        HoldStore.Record(tenant, session, 0, braked.Holds, braked.Memory.Kept);
        if (braked.Holds.Count > 0) return Hold(session, read, counted, braked.Holds, next.Findings);
        var run = Write(session, read, counted with { Outcome = changes.IsEmpty ? SyncOutcome.NothingChanged : SyncOutcome.Done });
        return changes.IsEmpty ? new SyncResult.NothingChanged(run, next.Findings) : new SyncResult.Done(run, next.Findings);
    }

    /// <summary>Writes the row of a run of which nothing at all is applied.</summary>
    public SyncResult Held(Session session, ProvenRead read, NormalisedRoster next, Braked braked)
    {
        // Nothing was compared, so whatever stands in a hold stays there.
        var standing = braked.Memory.Kept.Concat(braked.Memory.Approved).Concat(braked.Memory.Waiting.Keys).ToHashSet();
        HoldStore.Record(tenant, session, 0, braked.Holds, standing);
        var counted = Counted(next.Roster);
        return braked.Holds.Count > 0
            ? Hold(session, read, counted, braked.Holds, next.Findings)
            : new SyncResult.NothingChanged(Write(session, read, counted with { Outcome = SyncOutcome.NothingChanged }), next.Findings);
    }

    public SyncResult Failed(Session session, ProvenRead read, ReadFailure failure) => new SyncResult.Failed(
        Write(session, read, begun with
        {
            Outcome = SyncOutcome.Failed,
            Failure = failure.Kind,
            Detail = string.Join(' ', new[] { failure.Where, failure.Status?.ToString(System.Globalization.CultureInfo.InvariantCulture), failure.Code }.Where(part => part is not null)),
        }),
        failure);

    /// <summary>Only the type of the fault is kept: its message may hold anything.</summary>
    public void Broken(Session session, ProvenRead read, Exception fault) =>
        Write(session, read, begun with { Outcome = SyncOutcome.Broken, Detail = fault.GetType().Name });

    private SyncResult.Held Hold(
        Session session, ProvenRead read, SyncRun run, IReadOnlyList<Hold> holds, IReadOnlyList<Finding> findings) => new(
            Write(session, read, run with
            {
                Outcome = SyncOutcome.Held,
                Held = holds.Sum(hold => hold.Persons),
                Detail = string.Join(' ', holds.Take(20).Select(hold => hold.Place.Of == Guid.Empty ? $"{hold.Cause}" : $"{hold.Cause}:{hold.Place.Of:D}")),
            }),
            holds, findings);

    private SyncRun Counted(Roster roster) => begun with
    {
        Schools = roster.Schools.Count,
        Persons = roster.Persons.Count,
        Groups = roster.Groups.Count,
    };

    private SyncRun Write(Session session, ProvenRead read, SyncRun run)
    {
        Leases.Check(session, lease);
        var ended = run with { Ended = DateTimeOffset.FromUnixTimeMilliseconds(session.Now), Calls = read.Calls, Bytes = read.Bytes };
        SyncRuns.Add(tenant, session, ended);
        return ended;
    }
}
