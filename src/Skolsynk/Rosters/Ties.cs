namespace Skolsynk.Rosters;

/// <summary>Which schools each person or group is tied to, from the schools' lists. Ties to schools that do not exist fall away.</summary>
internal sealed class Ties
{
    private static readonly Guid[] None = [];

    private readonly long[] pairs;
    private readonly Guid[][] single;
    private readonly SortedById<School> schools;

    /// <param name="tenant">The Entra tenant.</param>
    /// <param name="bySchool">School's source id → source ids of what is tied to it.</param>
    /// <param name="schools">The schools that exist.</param>
    /// <param name="placeOf">The place of what is tied by its source id, or -1 when it is not in the roster.</param>
    public Ties(
        Guid tenant, IReadOnlyDictionary<string, IReadOnlyList<string>> bySchool, SortedById<School> schools, Func<string, int> placeOf)
    {
        this.schools = schools;
        single = Array.ConvertAll(schools.Items, school => new[] { school.Id });
        var found = new List<long>();
        foreach (var (schoolId, ids) in bySchool)
        {
            var school = schools.IndexOf(Ids.Of(tenant, EntityKind.School, schoolId));
            if (school < 0) continue;
            foreach (var id in ids)
            {
                var index = placeOf(id);
                if (index >= 0) found.Add(((long)index << 32) | (uint)school);
            }
        }
        found.Sort();
        pairs = [.. found];
    }

    /// <summary>Sorted and unique, because schools stand in the order of their ids.</summary>
    public IReadOnlyList<Guid> Of(int index)
    {
        var start = Array.BinarySearch(pairs, (long)index << 32);
        if (start < 0) start = ~start;
        while (start > 0 && pairs[start - 1] >> 32 == index) start--;
        var end = start;
        while (end < pairs.Length && pairs[end] >> 32 == index) end++;
        if (end == start) return None;
        if (end == start + 1) return single[(int)(uint)pairs[start]];
        var ids = new List<Guid>(end - start);
        for (var i = start; i < end; i++)
            if (i == start || pairs[i] != pairs[i - 1]) ids.Add(schools.Items[(int)(uint)pairs[i]].Id);
        return ids;
    }
}
