using Skolsynk.Deliveries;
using Skolsynk.Suppliers;

namespace Skolsynk.Portal.Previews;

/// <summary>Somebody comes into a group at the supplier, or goes.</summary>
internal sealed record MemberRow(string Person, string Group, Guid School, bool Comes, bool IsTeacher);

/// <summary>The memberships of a preview, group by group; never all of them at once.</summary>
internal static class PreviewMembers
{
    /// <summary>One page of them, and how many there are.</summary>
    public static (IReadOnlyList<MemberRow> Rows, int Count) Page(MadePreview made, PreviewFilter filter, Guid preview, int page)
    {
        var (rows, count, skip) = (new List<MemberRow>(), 0, (page - 1) * PreviewFilter.PageSize);
        var school = filter.SchoolOf(made, preview);
        foreach (var row in made.Rows.Where(one => one.Row.Kind is PreviewKind.Groups && (filter.School.Length == 0 || (school is { } id && one.Schools.Contains(id)))))
        {
            var (was, now) = (MadePreview.Group(made.Effect.Before, row.Row.Id), MadePreview.Group(made.Effect.After, row.Row.Id));
            foreach (var (person, comes, teacher) in Of(was, now))
            {
                if (filter.Change is { } change && (change is PreviewChange.Changed || change is PreviewChange.Created != comes))
                    continue;
                if (count++ >= skip && rows.Count < PreviewFilter.PageSize)
                    rows.Add(Row(made, (comes ? now : was)!, person, comes, teacher));
            }
        }
        return (rows, count);
    }

    /// <summary>Who comes and who goes of one group.</summary>
    public static IEnumerable<(Guid Person, bool Comes, bool IsTeacher)> Of(ScopedGroup? was, ScopedGroup? now)
    {
        foreach (var teacher in new[] { false, true })
        {
            HashSet<Guid> old = [.. Members(was, teacher)], next = [.. Members(now, teacher)];
            foreach (var person in Members(now, teacher).Where(id => !old.Contains(id)))
                yield return (person, true, teacher);
            foreach (var person in Members(was, teacher).Where(id => !next.Contains(id)))
                yield return (person, false, teacher);
        }
    }

    public static string NameOf(MadePreview made, Guid person) =>
        (MadePreview.Person(made.Effect.After, person) ?? MadePreview.Person(made.Effect.Before, person)) is { } known ? MadePreview.NameOf(known) : "–";

    private static IReadOnlyList<Guid> Members(ScopedGroup? group, bool teachers) => group is null ? [] : teachers ? group.Teachers : group.Students;

    private static MemberRow Row(MadePreview made, ScopedGroup group, Guid person, bool comes, bool teacher) =>
        new(NameOf(made, person), group.Name, group.Owner, comes, teacher);
}
