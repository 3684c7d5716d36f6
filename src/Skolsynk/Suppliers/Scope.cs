using Skolsynk.Rosters;

namespace Skolsynk.Suppliers;

/// <summary>
/// What one connection may have of a roster. Pure; every channel (delivery, preview, Excel, pages) shows what comes from here and
/// no more. Each school, person and group of the roster is either selected or named in <see cref="ScopedRoster.NotSent"/>, with
/// one reason: the first that hinders it, where what the administrator chose comes before what the source lacks.
/// </summary>
public static class Scope
{
    public static ScopedRoster Select(Roster roster, ScopeInput input)
    {
        var notSent = new List<NotSent>();
        var schools = new SchoolSelection(roster.Schools, input, notSent);
        var persons = new PersonSelection(roster.Persons, input, schools);
        var groups = new GroupSelection(roster.Groups, input, schools, persons);

        // Who teaches decides who is employed where, so the groups are looked at before the persons and again after them.
        var selectedPersons = persons.Select(groups.SchoolsByPerson(), notSent);
        var selectedGroups = groups.Select(selectedPersons, notSent);
        return new ScopedRoster
        {
            OrganisationId = input.OrganisationId,
            OrganisationName = input.OrganisationName,
            MunicipalityCode = input.MunicipalityCode,
            Schools = schools.Selected,
            Persons = Present(selectedPersons),
            Groups = selectedGroups,
            NotSent = notSent,
        };
    }

    private static List<ScopedPerson> Present(ScopedPerson?[] persons)
    {
        var present = new List<ScopedPerson>(persons.Length);
        foreach (var person in persons)
        {
            if (person is not null)
                present.Add(person);
        }

        return present;
    }
}
