using Skolsynk.Rosters;

namespace Skolsynk.Suppliers;

/// <summary>The schools in scope, numbered in the order of their ids: the smaller number is the smaller id.</summary>
internal sealed class SchoolSelection
{
    private readonly Dictionary<Guid, int> numbers = [];
    private readonly List<ScopedSchool> selected = [];
    private readonly List<Guid[]> alone = [];

    public SchoolSelection(IReadOnlyList<School> schools, ScopeInput input, List<NotSent> notSent)
    {
        var chosen = input.Settings.AllSchools ? null : new HashSet<Guid>(input.Settings.Schools);
        foreach (var school in Sorting.ById(schools, school => school.Id))
        {
            var code = input.SchoolUnitCodes.GetValueOrDefault(school.Id);
            if (Hindrance(school, code, chosen) is { } reason)
            {
                notSent.Add(new NotSent(EntityKind.School, school.Id, reason));
                continue;
            }

            numbers.Add(school.Id, selected.Count);
            selected.Add(new ScopedSchool(school.Id, school.Name!, code!));
            alone.Add([school.Id]);
        }
    }

    public IReadOnlyList<ScopedSchool> Selected => selected;

    /// <summary>The numbers of those of the schools that are in scope, smallest first.</summary>
    public void Numbers(IReadOnlyList<Guid> schools, List<int> into)
    {
        into.Clear();
        for (var i = 0; i < schools.Count; i++)
        {
            if (numbers.TryGetValue(schools[i], out var number) && !into.Contains(number))
                into.Add(number);
        }

        into.Sort();
    }

    /// <summary>The in-scope school with the smallest id, as a number; null: none of them is in scope.</summary>
    public int? Smallest(IReadOnlyList<Guid> schools)
    {
        int? smallest = null;
        for (var i = 0; i < schools.Count; i++)
        {
            if (numbers.TryGetValue(schools[i], out var number) && !(smallest <= number))
                smallest = number;
        }

        return smallest;
    }

    public Guid IdOf(int number) => selected[number].Id;

    /// <summary>The ids of the numbered schools; nearly everyone is at one school, and those share one list.</summary>
    public IReadOnlyList<Guid> IdsOf(List<int> schoolNumbers) => schoolNumbers.Count switch
    {
        0 => [],
        1 => alone[schoolNumbers[0]],
        _ => schoolNumbers.ConvertAll(IdOf),
    };

    private static NotSentReason? Hindrance(School school, string? code, HashSet<Guid>? chosen)
    {
        if (chosen is not null && !chosen.Contains(school.Id))
            return NotSentReason.SchoolNotChosen;
        if (string.IsNullOrWhiteSpace(code))
            return NotSentReason.SchoolWithoutCode;
        return string.IsNullOrWhiteSpace(school.Name) ? NotSentReason.SchoolWithoutName : null;
    }
}
