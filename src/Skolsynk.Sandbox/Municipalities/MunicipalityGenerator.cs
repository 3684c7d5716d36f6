using System.Globalization;

namespace Skolsynk.Sandbox.Municipalities;

/// <summary>Makes a municipality with Swedish names: the same seed and size always give the same one, ids included.</summary>
public sealed class MunicipalityGenerator
{
    private const int PupilsPerClass = 25;
    private static readonly string[] Subjects = ["Ma", "Sv", "En", "No", "So", "Idh", "Mu", "Bl", "Tk", "Sl"];

    private readonly Chance chance;
    private readonly MunicipalitySize size;
    private readonly Municipality municipality;
    private readonly HashSet<string> userNames = new(StringComparer.Ordinal);
    private readonly List<SchoolPlan> plans = [];
    private int serial;

    private MunicipalityGenerator(int seed, MunicipalitySize size, bool isNew)
    {
        chance = new Chance(seed);
        this.size = size;
        var place = chance.Of(SwedishNames.PlaceStarts) + chance.Of(SwedishNames.PlaceEnds);
        municipality = new Municipality(chance.NextGuid(), Genitive(place) + " kommun", $"{Municipality.Plain(place)}{seed}.example") { IsNew = isNew };
    }

    /// <summary>A school under construction: its grades, its teachers and its classes of pupils.</summary>
    private sealed record SchoolPlan(string Id, int LowestGrade, int HighestGrade)
    {
        public List<string> Teachers { get; } = [];

        public List<(SandboxClass Class, List<string> Pupils)> Classes { get; } = [];
    }

    public static Municipality Create(int seed, MunicipalitySize? size = null, bool isNew = false) =>
        new MunicipalityGenerator(seed, size ?? MunicipalitySize.Small, isNew).Create();

    private Municipality Create()
    {
        AddSchools();
        AddTeachers();
        AddClassesOfPupils();
        AddTeachingGroups();
        new Mess(chance, municipality, NewUser).Add(size);
        municipality.ForgetHistory();
        return municipality;
    }

    private void AddSchools()
    {
        (int Low, int High, string Suffix)[] kinds = [(0, 6, "skolan F-6"), (7, 9, "skolan 7-9"), (0, 9, "skola")];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < size.Schools; i++)
        {
            var (low, high, suffix) = kinds[i % kinds.Length];
            string name;
            do
                name = chance.Of(SwedishNames.PlaceStarts) + chance.Of(SwedishNames.PlaceEnds) + suffix;
            while (!names.Add(name));
            var code = chance.NextCode();
            var school = new SandboxSchool(chance.NextId(), name)
            {
                SchoolUnitCode = code,
                // Where the code stands differs from school to school, and some sources do not have it at all.
                SchoolNumber = i % 3 == 0 ? code : null,
                ExternalId = i % 3 == 1 ? code : Invariant($"S{i + 1:0000}"),
                LowestGrade = Invariant($"{low}"),
                HighestGrade = Invariant($"{high}"),
            };
            municipality.Put(school);
            plans.Add(new SchoolPlan(school.Id, low, high));
        }
    }

    private void AddTeachers()
    {
        for (var i = 0; i < size.Teachers; i++)
        {
            var plan = plans[i % plans.Count];
            var user = NewUser(i % 17 == 5 ? "faculty" : "teacher");
            municipality.Put(user);
            municipality.TieUser(user.Id, plan.Id);
            plan.Teachers.Add(user.Id);
            if (i % 19 != 7)
                continue;
            var second = plans[(i + 1) % plans.Count];
            municipality.TieUser(user.Id, second.Id);
            second.Teachers.Add(user.Id);
        }
    }

    private void AddClassesOfPupils()
    {
        var letters = new Dictionary<(string School, int Grade), int>();
        for (var made = 0; made < size.Pupils; made += PupilsPerClass)
        {
            var number = made / PupilsPerClass;
            var plan = plans[number % plans.Count];
            var grade = plan.LowestGrade + (plan.Classes.Count % (plan.HighestGrade - plan.LowestGrade + 1));
            var letter = letters[(plan.Id, grade)] = letters.GetValueOrDefault((plan.Id, grade)) + 1;
            var item = NewClass(Invariant($"{grade}{(char)('A' + letter - 1)}"), grade, plan.Id, course: null);
            var pupils = Enumerable.Range(made, Math.Min(PupilsPerClass, size.Pupils - made)).Select(i => AddPupil(i, grade, plan)).ToList();
            foreach (var pupil in pupils)
                municipality.AddMember(item.Id, pupil);
            plan.Classes.Add((item, pupils));
            municipality.AddTeacher(item.Id, plan.Teachers[number / plans.Count % plan.Teachers.Count]);
        }
    }

    private string AddPupil(int number, int grade, SchoolPlan plan)
    {
        var user = NewUser("student") with { Grade = Invariant($"{grade}") };
        // Young pupils often have no mailbox, and some mail addresses differ from the user name.
        if (number % 11 == 3)
            user = user with { Mail = null };
        else if (number % 23 == 4)
            user = user with { Mail = Invariant($"elev{number}@{municipality.Domain}") };
        municipality.Put(user);
        municipality.TieUser(user.Id, plan.Id);
        if (number % 97 == 40)
            municipality.TieUser(user.Id, plans[(plans.IndexOf(plan) + 1) % plans.Count].Id);
        return user.Id;
    }

    private void AddTeachingGroups()
    {
        foreach (var plan in plans)
        {
            foreach (var (item, pupils) in plan.Classes)
            {
                var from = chance.Below(Subjects.Length);
                for (var i = 0; i < size.TeachingGroupsPerClass; i++)
                {
                    var subject = Subjects[(from + i) % Subjects.Length];
                    var group = NewClass(
                        $"{subject} {item.DisplayName}", int.Parse(item.Grade!, CultureInfo.InvariantCulture), plan.Id, subject);
                    foreach (var pupil in pupils)
                        municipality.AddMember(group.Id, pupil);
                    municipality.AddTeacher(group.Id, chance.Of(plan.Teachers));
                }
            }
        }
    }

    private SandboxClass NewClass(string name, int grade, string schoolId, string? course)
    {
        serial++;
        var item = new SandboxClass(chance.NextId(), name)
        {
            ExternalId = Invariant($"G{serial:000000}"),
            ClassCode = name.Replace(' ', '-'),
            Grade = Invariant($"{grade}"),
            CourseNumber = course,
            MailNickname = Invariant($"grupp{serial:000000}"),
        };
        municipality.Put(item);
        municipality.TieClass(item.Id, schoolId);
        return item;
    }

    private SandboxUser NewUser(string? role)
    {
        var (given, family) = (chance.Of(SwedishNames.Given), chance.Of(SwedishNames.Family));
        var local = $"{Municipality.Plain(given)}.{Municipality.Plain(family)}";
        var candidate = local;
        for (var number = 2; !userNames.Add(candidate); number++)
            candidate = Invariant($"{local}{number}");
        serial++;
        var userName = $"{candidate}@{municipality.Domain}";
        return new SandboxUser(chance.NextId(), userName)
        {
            GivenName = given,
            Surname = family,
            DisplayName = $"{given} {family}",
            Mail = userName,
            PrimaryRole = role,
            ExternalId = Invariant($"P{serial:0000000}"),
        };
    }

    private static string Genitive(string place) => place.EndsWith('s') ? place : place + "s";

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
