using CsCheck;
using Skolsynk.Rosters;

namespace Skolsynk.Tests.Rosters;

/// <summary>Small random rosters over the same few ids, so that two of them differ in every way there is.</summary>
internal static class RosterGen
{
    private static readonly Gen<string?> Name = Gen.Int[0, 3].Select(n => n switch { 0 => null, 1 => "Alva", 2 => "Åke", _ => "Bo \"B\" Ek" });

    private static Gen<int[]> Some(int most) => Gen.Bool.Array[most].Select(chosen =>
        Enumerable.Range(0, most).Where(i => chosen[i]).ToArray());

    public static readonly Gen<Roster> Any =
        from schools in Some(4)
        from persons in Some(9)
        from groups in Some(6)
        from seeds in Gen.Int[0, 3].Array[20]
        from name in Name.Array[40]
        from links in Gen.Bool.Array[200]
        select Of(schools, persons, groups, seeds, name, links);

    private static Roster Of(int[] schools, int[] persons, int[] groups, int[] seeds, string?[] name, bool[] links)
    {
        Guid[] Tied(int n) => Sorted(schools.Where(school => links[(n * 4) + school]).Select(Snapshots.School), id => id);
        return new Roster(
            Sorted(schools.Select(n => new School { Id = Snapshots.School(n), Name = name[n], SuggestedCode = n == 1 ? "65590140" : null }), school => school.Id),
            Sorted(persons.Select(n => PersonOf(n, seeds[n], name, Tied(n))), person => person.Id),
            Sorted(
                groups.Select(n => new Group
                {
                    Id = Snapshots.Group(n),
                    Name = name[n + 20],
                    Kind = (GroupKind)(1 + (seeds[n + 10] & 1)),
                    Schools = Tied(n + 10),
                    Members = Sorted(
                        persons.Where(person => links[100 + (n * 9) + person])
                            .Select(person => new Membership(Snapshots.Person(person), (MemberRole)(seeds[person] & 1))),
                        member => member.Person),
                }),
                group => group.Id));
    }

    private static Person PersonOf(int n, int seed, string?[] name, Guid[] schools) => new()
    {
        Id = Snapshots.Person(n),
        SourceId = seed == 3 ? $"source-{n}" : null,
        GivenName = name[n],
        FamilyName = name[n + 10],
        UserName = $"u{n}@skola.example",
        Mail = seed switch { 0 => null, 1 => $"u{n}@skola.example", _ => $"post{n}@skola.example" },
        Role = (PersonRole)(seed % 3),
        Schools = schools,
        SchoolYear = seed == 2 ? 7 : null,
    };

    public static T[] Sorted<T>(IEnumerable<T> items, Func<T, Guid> idOf) => [.. items.OrderBy(item => Ids.AsNumber(idOf(item)))];
}
