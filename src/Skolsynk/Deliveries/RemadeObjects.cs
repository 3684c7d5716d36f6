using Skolsynk.Rosters;
using Skolsynk.Ss12000;
using Skolsynk.Ss12000.Scim2018;

namespace Skolsynk.Deliveries;

/// <summary>
/// Employments and Activities that would be deleted although the person or group that they are about stays: their ids follow from those of
/// others, so a changed rule, register or setting can make all of them anew under other ids. Pure.
/// </summary>
internal static class RemadeObjects
{
    /// <param name="letGo">Persons and groups whose leaving, of a school too, was let through elsewhere.</param>
    public static IReadOnlyList<Loss> Of(ReceiptBook book, Func<Endpoint, Guid, bool> inScope, IReadOnlySet<(EntityKind Kind, Guid Id)> letGo)
    {
        var gone = book.All().Where(one => one.Endpoint is Endpoint.Employments or Endpoint.Activities && !inScope(one.Endpoint, one.Id)
            && !PlanBrake.IsNotThere(one.Receipt)).Select(one => (one.Endpoint, one.Id)).ToHashSet();
        if (gone.Count == 0)
            return [];
        var of = book.All().ToLookup(one => one.Endpoint, one => one.Id);
        var (users, groups, units) = (of[Endpoint.Users].ToHashSet(), of[Endpoint.StudentGroups].ToHashSet(), of[Endpoint.SchoolUnits].ToList());
        bool Leaves(Endpoint endpoint, EntityKind kind, Guid id) => !inScope(endpoint, id) || letGo.Contains((kind, id));
        var persons = users.Where(id => Leaves(Endpoint.Users, EntityKind.Person, id)).Concat(letGo.Where(one => one.Kind == EntityKind.Person && !users.Contains(one.Id)).Select(one => one.Id)).ToList();
        var classes = groups.Where(id => Leaves(Endpoint.StudentGroups, EntityKind.Group, id)).ToList();
        foreach (var unit in units)
        {
            var leaves = !inScope(Endpoint.SchoolUnits, unit);
            foreach (var person in leaves ? users : persons.AsEnumerable())
                gone.Remove((Endpoint.Employments, DerivedIds.OfEmployment(unit, person)));
            foreach (var group in leaves ? groups : classes.AsEnumerable())
                gone.Remove((Endpoint.Activities, DerivedIds.OfActivity(group, unit)));
        }
        return [.. gone.Select(one => new Loss(LossKind.Remade, one.Endpoint is Endpoint.Employments ? EntityKind.Person : EntityKind.Group, one.Id))];
    }
}
