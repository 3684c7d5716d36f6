using Skolsynk.Source;

namespace Skolsynk.Rosters;

/// <summary>What a snapshot says once it is in order.</summary>
/// <param name="Roster">What may be kept.</param>
/// <param name="Findings">Fields that were dropped.</param>
/// <param name="LeftOut">
/// Ids that the source has but the roster has not, by fact or by setting: protected persons, guests, disabled accounts, ended
/// classes, classes made by hand. Nobody needs to be asked whether they are gone.
/// </param>
public sealed record NormalisedRoster(Roster Roster, IReadOnlyList<Finding> Findings, IReadOnlySet<Guid> LeftOut);

/// <summary>From a snapshot of the source to a roster. A pure function.</summary>
public static class Normalise
{
    public static NormalisedRoster Roster(SourceSnapshot snapshot, RosterSettings settings)
    {
        var notes = new Notes();
        var schools = SchoolsOf(snapshot, settings, notes);
        var persons = new PersonList(snapshot, settings, schools, notes);
        var groups = GroupsOf(snapshot, settings, schools, persons, notes);
        return new NormalisedRoster(
            new Roster(schools.Items, persons.Persons, groups), notes.Findings, notes.LeftOut);
    }

    private static SortedById<School> SchoolsOf(SourceSnapshot snapshot, RosterSettings settings, Notes notes)
    {
        var schools = new List<School>(snapshot.Schools.Count);
        foreach (var school in snapshot.Schools)
        {
            if (!notes.TryId(settings, EntityKind.School, school.Id, out var id, out var sourceId)) continue;
            schools.Add(new School
            {
                Id = id,
                SourceId = sourceId,
                Name = notes.Keep(school.DisplayName, EntityKind.School, id, Field.Name),
                SuggestedCode = SourceFields.SuggestedCodeOf(school.SchoolNumber, school.ExternalId),
            });
        }
        return new SortedById<School>(schools, school => school.Id, EntityKind.School, notes);
    }

    private static Group[] GroupsOf(
        SourceSnapshot snapshot, RosterSettings settings, SortedById<School> schools, PersonList persons, Notes notes)
    {
        var found = new List<(Guid Id, string? SourceId, SourceClass Source, ClassMembers Members)>(snapshot.Classes.Count);
        foreach (var source in snapshot.Classes)
        {
            if (!notes.TryId(settings, EntityKind.Group, source.Id, out var id, out var sourceId)) continue;
            if (SourceFields.HasEnded(source.DisplayName, source.ExternalId)
                || (!settings.IncludeHandmadeGroups && SourceFields.IsHandmade(source.ExternalSource)))
                notes.LeftOut.Add(id);
            else if (snapshot.MembersByClass.TryGetValue(source.Id, out var lists))
                found.Add((id, sourceId, source, lists));
        }
        var sorted = new SortedById<(Guid Id, string? SourceId, SourceClass Source, ClassMembers Members)>(
            found, row => row.Id, EntityKind.Group, notes);
        var ties = new Ties(
            settings.EntraTenantId, snapshot.ClassesBySchool, schools, id => sorted.IndexOf(Ids.Of(settings.EntraTenantId, EntityKind.Group, id)));
        var groups = new Group[sorted.Items.Length];
        var members = MembersOf(sorted.Items, persons);
        for (var i = 0; i < groups.Length; i++)
        {
            var (id, sourceId, source, _) = sorted.Items[i];
            var name = notes.Keep(source.DisplayName, EntityKind.Group, id, Field.Name);
            groups[i] = new Group
            {
                Id = id,
                SourceId = sourceId,
                Name = name,
                Kind = settings.GroupKind.KindOf(name),
                Schools = ties.Of(i),
                Members = members[i],
            };
        }
        return groups;
    }

    /// <summary>The longest part of the whole, and no list depends on another: on all cores.</summary>
    private static Membership[][] MembersOf(
        (Guid Id, string? SourceId, SourceClass Source, ClassMembers Members)[] groups, PersonList persons)
    {
        var members = new Membership[groups.Length][];
        Parallel.For(0, groups.Length, () => new MemberLists(persons), (i, _, lists) =>
        {
            members[i] = lists.Of(groups[i].Members);
            return lists;
        }, _ => { });
        return members;
    }
}
