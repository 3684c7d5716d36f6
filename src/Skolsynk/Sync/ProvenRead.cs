using Skolsynk.Data;
using Skolsynk.Rosters;
using Skolsynk.Source;
using Skolsynk.Stores;
using Skolsynk.Tenants;

namespace Skolsynk.Sync;

/// <summary>What a read says beside what is stored.</summary>
/// <param name="Next">The snapshot in order.</param>
/// <param name="Before">The stored form of all that it would change.</param>
/// <param name="Changes">From what is stored to the snapshot.</param>
internal sealed record View(NormalisedRoster Next, Roster Before, RosterChanges Changes);

/// <summary>A roster in which nothing is missing that was not proven gone.</summary>
internal sealed record ProvenRoster(View View, Roster Roster);

/// <summary>
/// Reads one tenant and asks for everything that is missing before it believes that it is gone (architecture §5, invariant 1).
/// One instance serves one run.
/// </summary>
/// <param name="mark">Done when the lists are read and before anything of them is looked at.</param>
internal sealed class ProvenRead(
    Database database, TenantId tenant, RosterSettings settings, TenantSource source, Func<CancellationToken, Task> mark)
{
    /// <summary>With more in doubt, the source is first read once more: only what both reads lack is missing.</summary>
    public const int MostDoubts = 500;

    private readonly HashSet<string> asked = new(StringComparer.Ordinal);
    private StoredIndex? stored;
    private SourceSnapshot? snapshot;
    private Kept kept = Kept.Nothing;
    private RosterSettings current = settings;
    private bool readTwice;

    public TenantId Tenant => tenant;

    /// <summary>Why it ended without a roster; null as long as it did not.</summary>
    public ReadFailure? Failure { get; private set; }

    public StoredIndex Stored => stored ?? throw new InvalidOperationException("Nothing was read yet.");

    public int Calls { get; private set; }

    public long Bytes { get; private set; }

    /// <summary>The first step: a whole read, compared but not yet believed. Null when it failed.</summary>
    public async Task<View?> Read(IProgress<ReadProgress>? progress, CancellationToken cancellation)
    {
        snapshot = await Snapshot(progress, cancellation);
        if (snapshot is null) return null;
        await mark(cancellation);
        // One view: a mark that comes later moves the roster's version, and nothing of this run is committed. The marks come out of it
        // first, so that the snapshot is put in order while the index is read.
        var marks = new TaskCompletionSource<(ProtectedSet, Aliases)>(TaskCreationOptions.RunContinuationsAsynchronously);
        var loading = database.Read(session =>
        {
            marks.SetResult((ProtectedPersons.Load(session, tenant), PersonAliases.Load(session, tenant)));
            return RosterStore.LoadIndex(tenant, session);
        }, cancellation);
        if (await Task.WhenAny(marks.Task, loading) == loading) stored = await loading;
        var (persons, aliases) = await marks.Task;
        current = current with { Protected = persons.All, Aliases = aliases };
        kept = new Kept { Entities = persons.Waiting };
        var next = Next();
        stored = await loading;
        return await Look(next, cancellation);
    }

    /// <summary>The second step: what is missing is asked for. Null when the source failed.</summary>
    public async Task<ProvenRoster?> Prove(View view, CancellationToken cancellation)
    {
        IReadOnlyList<Question> Missing() => Doubts.OfEntities(view.Before, view.Next);
        IReadOnlyList<Question> Lost() => Doubts.OfTies(view.Before, kept.In(view.Before, view.Next.Roster));

        foreach (var doubts in new Func<IReadOnlyList<Question>>[] { Missing, Lost })
        {
            if (!readTwice && doubts().Count > MostDoubts)
            {
                if (await ReadAgain(cancellation) is not { } wider) return null;
                view = wider;
            }
            if (await Settle(Unproven(doubts()), view, cancellation) is not { } settled) return null;
            view = settled;
        }
        return new ProvenRoster(view, kept.In(view.Before, view.Next.Roster));
    }

    /// <summary>
    /// Ties and members that two whole reads lack are gone. What was found by asking, however, stood in neither of them: its ties
    /// and members are always asked for.
    /// </summary>
    private List<Question> Unproven(IReadOnlyList<Question> doubts) =>
        [.. doubts.Where(question => !readTwice || IsEntity(question) || asked.Contains(question.Id))];

    private static bool IsEntity(Question question) => question.Kind is QuestionKind.School or QuestionKind.Person or QuestionKind.Class;

    private async Task<View?> ReadAgain(CancellationToken cancellation)
    {
        readTwice = true;
        if (await Snapshot(null, cancellation) is not { } second) return null;
        // Whoever stands in the second alone may have been marked after the first group was read.
        await mark(cancellation);
        var (persons, aliases) = await database.Read(session => (ProtectedPersons.Load(session, tenant), PersonAliases.Load(session, tenant)), cancellation);
        current = current with { Protected = persons.All, Aliases = aliases };
        kept = kept.And(new Kept { Entities = persons.Waiting });
        snapshot = TwoReads.Union(snapshot!, second);
        return await Look(Next(), cancellation);
    }

    private async Task<View?> Settle(List<Question> questions, View view, CancellationToken cancellation)
    {
        if (questions.Count == 0) return view;
        switch (await source.Ask(questions, cancellation))
        {
            case AskOutcome.Answered answered:
                asked.UnionWith(questions.Select(question => question.Id));
                var settled = Proof.Settle(snapshot!, questions, answered.Answers, current);
                kept = kept.And(settled.Kept);
                snapshot = settled.Snapshot;
                return await Look(Next(), cancellation);
            case AskOutcome.Failed failed:
                Failure = failed.Failure;
                return null;
            default:
                throw new InvalidOperationException("An outcome of asking that is not known.");
        }
    }

    private async Task<SourceSnapshot?> Snapshot(IProgress<ReadProgress>? progress, CancellationToken cancellation)
    {
        switch (await source.Read(progress, cancellation))
        {
            case ReadOutcome.Complete complete:
                Calls += complete.Cost.Calls;
                Bytes += complete.Cost.Bytes;
                return complete.Snapshot;
            case ReadOutcome.Failed failed:
                Failure = failed.Failure;
                return null;
            default:
                throw new InvalidOperationException("An outcome of reading that is not known.");
        }
    }

    private NormalisedRoster Next() => Normalise.Roster(snapshot!, current);

    private async Task<View> Look(NormalisedRoster next, CancellationToken cancellation)
    {
        var changes = Changes.Between(Stored.Index, next.Roster);
        var before = await database.Read(session => RosterStore.LoadTouched(tenant, session, Stored.Index, changes), cancellation);
        return new View(next, before, changes);
    }
}
