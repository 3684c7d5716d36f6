using System.Globalization;
using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Tests.Sandbox.SuppliersExpected;

/// <summary>A small municipality in which everything that can be odd is odd somewhere: ties, roles, names and ids by chance.</summary>
internal static class ChanceMunicipality
{
    private static readonly string?[] Names =
        ["Alva", " Åsa  Maria ", "A\u030Asa", "", null, "Bo 20140203-9810", "Ek\u200B", new string('x', 300), "Ali", "Lo", "Ida", "Nils"];

    private static readonly string?[] Roles = ["student", "student", "Student ", "teacher", "faculty", "none", null, "administrator", "unknownFutureValue"];

    private static readonly string?[] ClassNames =
        ["7A", "8b", "F-klass", "klass 3", "NA22C", "Ma 7A", "Idrott", "Exp0625_7A", "exp062025_x", null, " ", "Stöd 1402039810", "3\u0041\u030A"];

    private static readonly string?[] Grades = [null, "F", "FSK", "0", "3", "10", "11", "GY1", " 4 "];

    public static Municipality Create(int seed)
    {
        var random = new Random(seed);
        var made = new Municipality(new Guid(seed, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10), "Slumpby kommun", "slumpby.example");
        var schools = Enumerable.Range(0, 4).Select(_ => Id(random)).ToList();
        for (var i = 0; i < schools.Count; i++)
            made.Put(new SandboxSchool(schools[i], i == 3 ? Of(random, Names) : $"Skola {i}") { SchoolUnitCode = random.Next(4) == 0 ? null : $"9999990{i}" });
        var users = Enumerable.Range(0, 25).Select(i => User(made, random, i)).ToList();
        foreach (var user in users)
            Some(random, schools, school => made.TieUser(user, school));
        for (var i = 0; i < 8; i++)
        {
            var item = new SandboxClass(Id(random), Of(random, ClassNames)) { ExternalId = random.Next(9) == 0 ? "Exp0626_1" : null };
            made.Put(item);
            Some(random, schools, school => made.TieClass(item.Id, school));
            for (var member = 0; member < 8; member++)
                made.AddMember(item.Id, users[random.Next(users.Count)]);
            for (var teacher = random.Next(3); teacher > 0; teacher--)
                made.AddTeacher(item.Id, users[random.Next(users.Count)]);
        }

        return made;
    }

    private static string User(Municipality made, Random random, int number)
    {
        var user = new SandboxUser(Id(random), random.Next(15) == 0 ? null : $"namn{number}@slumpby.example")
        {
            GivenName = random.Next(3) == 0 ? Of(random, Names) : "Elsa",
            Surname = random.Next(3) == 0 ? Of(random, Names) : "Berg",
            Mail = random.Next(2) == 0 ? null : $"post{number}@slumpby.example",
            PrimaryRole = Of(random, Roles),
            AccountEnabled = random.Next(12) != 0,
            UserType = random.Next(12) == 0 ? "guest" : "Member",
            Grade = Of(random, Grades),
        };
        made.Put(user);
        return user.Id;
    }

    private static void Some(Random random, List<string> schools, Action<string> tie)
    {
        foreach (var school in schools.Where(_ => random.Next(3) == 0))
            tie(school);
    }

    /// <summary>Mostly a GUID, sometimes a number, as in SDS files.</summary>
    private static string Id(Random random)
    {
        if (random.Next(3) == 0)
            return random.Next(1_000_000).ToString(CultureInfo.InvariantCulture);
        Span<byte> bytes = stackalloc byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes).ToString("D");
    }

    private static string? Of(Random random, string?[] values) => values[random.Next(values.Length)];
}
