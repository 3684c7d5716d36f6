using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;
using Skolsynk.Suppliers;

namespace Skolsynk.Deliveries;

/// <summary>What happens to a school, person or group at the supplier.</summary>
public enum PreviewChange
{
    Created,
    Changed,
    Removed,
}

/// <summary>One school, person or group that settings do something to.</summary>
/// <param name="Pairs">The numbers of its objects and what happens to them: of a teacher, her Employments too.</param>
public sealed record PreviewRow(PreviewKind Kind, Guid Id, PreviewChange Change, IReadOnlyList<ulong> Pairs)
{
    /// <summary>Why it is not sent by the new settings; null: it is.</summary>
    public NotSentReason? Why { get; init; }
}

/// <summary>
/// What a change of settings does, whole: what the old settings give, what the new ones give, and each school, person and group that differs.
/// Made by the very functions that deliver. Pure.
/// </summary>
/// <param name="Before">Null: nothing was ever sent.</param>
/// <param name="Rows">By kind and id.</param>
public sealed record PreviewEffect(ScopedRoster? Before, ScopedRoster After, SettingsPreview Preview, IReadOnlyList<PreviewRow> Rows)
{
    /// <summary>Settings that take nobody from a roster give no row.</summary>
    public static PreviewEffect Between(ScopedRoster? before, ScopedRoster after)
    {
        var work = new PreviewComparison(before, after);
        foreach (var endpoint in Enum.GetValues<Endpoint>())
            work.Compare(endpoint);
        return work.Effect();
    }
}

/// <summary>Goes through all objects once.</summary>
internal sealed class PreviewComparison
{
    private readonly ScopedRoster? before;
    private readonly ScopedRoster after;
    private readonly Mapping? old;
    private readonly Mapping next;
    private readonly HashSet<Guid> students;
    private readonly Dictionary<(EntityKind Kind, Guid Id), List<ulong>> touched = [];
    private readonly List<ulong> pairs = [];
    private readonly List<ulong> removals = [];
    private readonly List<Loss> losses = [];

    public PreviewComparison(ScopedRoster? before, ScopedRoster after)
    {
        (this.before, this.after) = (before, after);
        (old, next) = (before is null ? null : new Mapping(before), new Mapping(after));
        students = after.Persons.Concat(before?.Persons ?? []).Where(person => person.EnrolledAt.Count > 0).Select(person => person.Id).ToHashSet();
    }

    public void Compare(Endpoint endpoint)
    {
        var was = Hashes(old, endpoint);
        var now = Hashes(next, endpoint);
        foreach (var (id, one) in now)
        {
            if (!was.TryGetValue(id, out var earlier))
                Add(endpoint, DeliveryAction.Create, id, one.Of);
            else if (earlier.Hash != one.Hash)
                Add(endpoint, DeliveryAction.Replace, id, one.Of);
        }
        foreach (var (id, one) in was)
        {
            if (!now.ContainsKey(id))
                Add(endpoint, DeliveryAction.Delete, id, one.Of);
        }
    }

    public PreviewEffect Effect()
    {
        var why = after.NotSent.ToDictionary(one => (one.Kind, one.Id), one => one.Reason);
        var counts = Enum.GetValues<PreviewKind>().ToDictionary(kind => kind, _ => PreviewCount.Nothing);
        var rows = new List<PreviewRow>();
        foreach (var kind in new[] { EntityKind.School, EntityKind.Person, EntityKind.Group })
        {
            var (was, now) = (before is null ? [] : IdsOf(before, kind), IdsOf(after, kind));
            foreach (var id in now.Concat(was.Where(id => !now.Contains(id))))
            {
                var shown = KindOf(kind, id);
                PreviewChange? change = !was.Contains(id) ? PreviewChange.Created : !now.Contains(id) ? PreviewChange.Removed
                    : touched.ContainsKey((kind, id)) ? PreviewChange.Changed : null;
                counts[shown] = And(counts[shown], change);
                if (change is { } what)
                    rows.Add(new(shown, id, what, touched.GetValueOrDefault((kind, id)) ?? []) { Why = what is PreviewChange.Removed && why.TryGetValue((kind, id), out var reason) ? reason : null });
            }
        }
        pairs.Sort();
        removals.Sort();
        return new(before, after, new(counts, Memberships(), pairs, removals) { Losses = losses }, rows);
    }

    private void Add(Endpoint endpoint, DeliveryAction action, Guid id, Guid of)
    {
        var pair = SettingsPreview.Pair(endpoint, action, id);
        pairs.Add(pair);
        if (SubjectOf(endpoint) is { } kind)
            (touched.TryGetValue((kind, of), out var known) ? known : touched[(kind, of)] = []).Add(pair);
        if (action is not DeliveryAction.Delete)
            return;
        removals.Add(pair);
        if (PlanBrake.LossOf(endpoint, id) is { } loss)
            losses.Add(loss);
    }

    private static Dictionary<Guid, (UInt128 Hash, Guid Of)> Hashes(Mapping? mapping, Endpoint endpoint)
    {
        if (mapping is null)
            return [];
        var hashes = mapping.Subjects(endpoint).ToDictionary(one => one.Id, one => (UInt128.Zero, one.Of));
        foreach (var resource in mapping.Render(endpoint, (_, _) => true))
            hashes[resource.ExternalId] = (resource.Hash, hashes[resource.ExternalId].Of);
        return hashes;
    }

    private static EntityKind? SubjectOf(Endpoint endpoint) => endpoint switch
    {
        Endpoint.SchoolUnits => EntityKind.School,
        Endpoint.Users or Endpoint.Employments => EntityKind.Person,
        Endpoint.StudentGroups or Endpoint.Activities => EntityKind.Group,
        _ => null,
    };

    private static HashSet<Guid> IdsOf(ScopedRoster roster, EntityKind kind) => kind switch
    {
        EntityKind.School => [.. roster.Schools.Select(school => school.Id)],
        EntityKind.Person => [.. roster.Persons.Select(person => person.Id)],
        _ => [.. roster.Groups.Select(group => group.Id)],
    };

    private PreviewKind KindOf(EntityKind kind, Guid id) => kind switch
    {
        EntityKind.School => PreviewKind.Schools,
        EntityKind.Person => students.Contains(id) ? PreviewKind.Students : PreviewKind.Teachers,
        _ => PreviewKind.Groups,
    };

    private static PreviewCount And(PreviewCount count, PreviewChange? change) => change switch
    {
        PreviewChange.Created => count with { Created = count.Created + 1 },
        PreviewChange.Changed => count with { Changed = count.Changed + 1 },
        PreviewChange.Removed => count with { Removed = count.Removed + 1 },
        _ => count with { Same = count.Same + 1 },
    };

    private (int Created, int Removed) Memberships()
    {
        static HashSet<(Guid, Guid)> Of(ScopedRoster? roster) =>
            [.. (roster?.Groups ?? []).SelectMany(group => group.Students.Concat(group.Teachers), (group, person) => (group.Id, person))];
        var (was, now) = (Of(before), Of(after));
        return (now.Count(one => !was.Contains(one)), was.Count(one => !now.Contains(one)));
    }
}
