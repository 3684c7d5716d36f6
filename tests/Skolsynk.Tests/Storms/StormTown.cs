using Skolsynk.Source;
using Skolsynk.Tests.Rosters;
using Skolsynk.Tests.Sync;

namespace Skolsynk.Tests.Storms;

/// <summary>A municipality of two schools, six pupils, two teachers and three classes, in which somebody always changes something.</summary>
internal sealed class StormTown
{
    private readonly SortedDictionary<int, SourceSchool> schools = [];
    private readonly SortedDictionary<int, (SourceUser User, SortedSet<int> Schools)> persons = [];
    private readonly SortedDictionary<int, (SourceClass Class, int School, SortedSet<int> Members, SortedSet<int> Teachers)> classes = [];
    private int lastPerson;
    private int lastClass;
    private int lastSchool;

    public StormTown(int pupils = 6)
    {
        for (var school = 1; school <= 2; school++)
            AddSchool();
        for (var pupil = 0; pupil < pupils; pupil++)
            AddPerson("student", 1 + (pupil % 2));
        AddPerson("teacher", 1);
        AddPerson("teacher", 2);
        AddClass(1);
        AddClass(2);
        AddClass(1);
        Source = new Municipality { Truth = Snapshot() };
    }

    /// <summary>What the sync runs read.</summary>
    public Municipality Source { get; }

    public IReadOnlyList<Guid> Persons => [.. persons.Keys.Select(Snapshots.Person)];

    public IReadOnlyList<Guid> Schools => [.. schools.Keys.Select(Snapshots.School)];

    /// <summary>Stands in every body that tells of her; nobody else's name contains it.</summary>
    public string FamilyName(Guid person) => NamesEver[person] + "\"";

    private Dictionary<Guid, string> NamesEver { get; } = [];

    /// <summary>Something happens in the source.</summary>
    /// <returns>What, for the history.</returns>
    public string Change(Random random)
    {
        var what = Happens(random);
        Source.Truth = Snapshot();
        return what;
    }

    /// <summary>Somebody's account is deleted and made again, with another id and the same user name.</summary>
    public string MakeAnew(int person)
    {
        var made = Recreate(person);
        Source.Truth = Snapshot();
        return $"person {made} is the account of {person} made anew";
    }

    /// <summary>The next read lacks somebody who is there, as a read does that is torn by a move.</summary>
    public string Tear(Random random)
    {
        var torn = Pick(random, persons.Keys);
        Source.Reads.Enqueue(Municipality.Without(Source.Truth, torn));
        return $"read torn at person {torn}";
    }

    public void Calm()
    {
        Source.Reads.Clear();
        Source.ReadFails = null;
        Source.AskFails = null;
    }

    private string Happens(Random random)
    {
        switch (random.Next(11))
        {
            case 0 when persons.Count < 12:
                return $"person {AddPerson("student", Pick(random, schools.Keys), classes.Count == 0 ? null : Pick(random, classes.Keys))} comes";
            case 1 when persons.Count > 4:
                return $"person {Remove(Pick(random, persons.Keys))} leaves";
            case 2:
                var mover = Pick(random, persons.Keys);
                var to = Pick(random, schools.Keys);
                persons[mover].Schools.Clear();
                persons[mover].Schools.Add(to);
                return $"person {mover} moves to school {to}";
            case 3:
                var named = Pick(random, persons.Keys);
                persons[named] = (persons[named].User with { GivenName = $"Ny{random.Next(1000)}" }, persons[named].Schools);
                return $"person {named} is renamed";
            case 4:
                return $"person {Recreate(Pick(random, persons.Keys))} is an account made anew";
            case 5 when classes.Count < 6:
                return $"class {AddClass(Pick(random, schools.Keys))} comes";
            case 6 when classes.Count > 1:
                var gone = Pick(random, classes.Keys);
                classes.Remove(gone);
                return $"class {gone} goes";
            case 7 when schools.Count < 3:
                return $"school {AddSchool()} comes";
            case 8 when schools.Count > 1 && random.Next(3) == 0:
                return $"school {RemoveSchool(Pick(random, schools.Keys))} goes";
            case 9 when classes.Count > 0:
                var renamed = Pick(random, classes.Keys);
                classes[renamed] = classes[renamed] with { Class = classes[renamed].Class with { DisplayName = $"K{random.Next(1000)}" } };
                return $"class {renamed} is renamed";
            default:
                if (classes.Count == 0)
                    return $"class {AddClass(Pick(random, schools.Keys))} comes";
                var (who, where) = (Pick(random, persons.Keys), Pick(random, classes.Keys));
                var list = persons[who].User.PrimaryRole == "teacher" ? classes[where].Teachers : classes[where].Members;
                if (!list.Remove(who))
                    list.Add(who);
                return $"person {who} changes class {where}";
        }
    }

    private int AddSchool()
    {
        schools[++lastSchool] = new(Snapshots.School(lastSchool).ToString(), $"Skola {lastSchool}");
        return lastSchool;
    }

    private int RemoveSchool(int school)
    {
        schools.Remove(school);
        foreach (var person in persons.Values)
            person.Schools.Remove(school);
        foreach (var one in classes.Where(one => one.Value.School == school).Select(one => one.Key).ToList())
            classes.Remove(one);
        return school;
    }

    private int AddPerson(string role, int school, int? inClass = null, string? userName = null)
    {
        var n = ++lastPerson;
        var user = new SourceUser(Snapshots.Person(n).ToString(), role, true, $"Namn{n}", $"Prov{n}", null, userName ?? $"elev{n}@skola.example", "Member");
        NamesEver[Snapshots.Person(n)] = user.Surname!;
        persons[n] = (user, [school]);
        if (inClass is { } of)
            (role == "teacher" ? classes[of].Teachers : classes[of].Members).Add(n);
        return n;
    }

    private int Remove(int person)
    {
        persons.Remove(person);
        foreach (var one in classes.Values)
        {
            one.Members.Remove(person);
            one.Teachers.Remove(person);
        }
        return person;
    }

    /// <summary>A new id with the old user name, as when somebody's account was deleted and made again.</summary>
    private int Recreate(int person)
    {
        var (user, at) = persons[person];
        var of = classes.Where(one => one.Value.Members.Contains(person) || one.Value.Teachers.Contains(person)).Select(one => one.Key).ToList();
        Remove(person);
        var made = AddPerson(user.PrimaryRole!, at.Count > 0 ? at.First() : schools.Keys.First(), null, user.UserPrincipalName);
        foreach (var one in of)
            (user.PrimaryRole == "teacher" ? classes[one].Teachers : classes[one].Members).Add(made);
        return made;
    }

    private int AddClass(int school)
    {
        classes[++lastClass] = (new(Snapshots.Group(lastClass).ToString(), $"{lastClass}A"), school, [], []);
        foreach (var (person, (user, at)) in persons.Where(one => one.Value.Schools.Contains(school)))
            (user.PrimaryRole == "teacher" ? classes[lastClass].Teachers : classes[lastClass].Members).Add(person);
        return lastClass;
    }

    private SourceSnapshot Snapshot() => Snapshots.With(
        [.. schools.Values],
        [.. persons.Values.Select(one => one.User)],
        [.. classes.Values.Select(one => one.Class)],
        [.. persons.SelectMany(one => one.Value.Schools.Select(school => (Snapshots.School(school), Snapshots.Person(one.Key))))],
        [.. classes.Select(one => (Snapshots.School(one.Value.School), Snapshots.Group(one.Key)))],
        [.. classes.Select(one => (Snapshots.Group(one.Key), Ids(one.Value.Members.Concat(one.Value.Teachers)), Ids(one.Value.Teachers)))]);

    private static Guid[] Ids(IEnumerable<int> persons) => [.. persons.Select(Snapshots.Person)];

    private static int Pick(Random random, ICollection<int> from) => from.ElementAt(random.Next(from.Count));

}
