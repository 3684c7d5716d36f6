using Skolsynk.Rosters;
using Skolsynk.Suppliers;

namespace Skolsynk.Ss12000.Scim2018;

/// <summary>A person teaches at a school unit.</summary>
internal readonly record struct Employment(Guid Id, Guid User, Guid SchoolUnit);

/// <summary>All Employments in scope, and which of a teacher's stands for her in an Activity.</summary>
internal sealed class EmploymentIndex
{
    private readonly Dictionary<(Guid User, Guid SchoolUnit), Guid> byPlace = [];
    private readonly Dictionary<Guid, Guid> smallest = [];

    public EmploymentIndex(IReadOnlyList<ScopedPerson> persons)
    {
        var all = new List<Employment>();
        for (var i = 0; i < persons.Count; i++)
        {
            for (var j = 0; j < persons[i].EmployedAt.Count; j++)
                all.Add(Add(persons[i].Id, persons[i].EmployedAt[j]));
        }

        all.Sort(static (a, b) => Ids.Compare(a.Id, b.Id));
        All = all;
    }

    /// <summary>Sorted by id.</summary>
    public IReadOnlyList<Employment> All { get; }

    /// <summary>The Employment at the school unit, else the person's one with the smallest id; null: she has none.</summary>
    public Guid? For(Guid user, Guid schoolUnit)
    {
        if (byPlace.TryGetValue((user, schoolUnit), out var there))
            return there;
        return smallest.TryGetValue(user, out var other) ? other : null;
    }

    private Employment Add(Guid user, Guid schoolUnit)
    {
        var employment = new Employment(DerivedIds.OfEmployment(schoolUnit, user), user, schoolUnit);
        byPlace.Add((user, schoolUnit), employment.Id);
        if (!smallest.TryGetValue(user, out var other) || Ids.Compare(employment.Id, other) < 0)
            smallest[user] = employment.Id;
        return employment;
    }
}
