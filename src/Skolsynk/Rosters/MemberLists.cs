using Skolsynk.Source;

namespace Skolsynk.Rosters;

/// <summary>
/// Members of a class with their role there. Who stands among the teachers teaches; who is only a member is a pupil there if he is
/// a pupil at all: a teacher who is merely a member is no pupil. Who has no role in school is left out.
/// </summary>
internal sealed class MemberLists(PersonList persons)
{
    private readonly List<int> places = [];

    public Membership[] Of(ClassMembers lists)
    {
        places.Clear();
        Add(lists.Members, MemberRole.Student);
        Add(lists.Teachers, MemberRole.Teacher);
        places.Sort();
        var members = new Membership[CountPersons()];
        var count = 0;
        for (var i = 0; i < places.Count; i++)
        {
            // The teacher's place sorts after the pupil's place of the same person, and is the one that counts.
            if (i + 1 < places.Count && places[i + 1] >> 1 == places[i] >> 1) continue;
            members[count++] = new Membership(persons.Persons[places[i] >> 1].Id, (MemberRole)(places[i] & 1));
        }
        return members;
    }

    private void Add(IReadOnlyList<string> ids, MemberRole role)
    {
        foreach (var id in ids)
        {
            var place = persons.PlaceOf(id);
            if (place < 0) continue;
            var person = persons.Persons[place].Role;
            if (person == PersonRole.Student || (person == PersonRole.Teacher && role == MemberRole.Teacher))
                places.Add((place << 1) | (int)role);
        }
    }

    private int CountPersons()
    {
        var count = 0;
        for (var i = 0; i < places.Count; i++)
            if (i + 1 == places.Count || places[i + 1] >> 1 != places[i] >> 1) count++;
        return count;
    }
}
