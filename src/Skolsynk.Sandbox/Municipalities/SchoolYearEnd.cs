using System.Globalization;

namespace Skolsynk.Sandbox.Municipalities;

/// <summary>The end of a school year, as School Data Sync carries it out.</summary>
public static class SchoolYearEnd
{
    /// <summary>
    /// Every class of SDS expires and keeps its id and members; each with a next year gets a successor, a new group under the old
    /// SIS id and the next year's name (“7A” → “8A”), with the same people. The leavers of grade 9 lose their schools and stay
    /// as accounts.
    /// </summary>
    public static void End(Municipality municipality, string prefix = "Exp0626_")
    {
        foreach (var item in municipality.Classes.Where(item => item.ExternalSource == "sis" && !IsExpired(item)))
        {
            var (pupils, teachers) = People(municipality, item.Id);
            var successor = Successor(item);
            municipality.ExpireClass(item.Id, prefix);
            if (successor is null)
                Leave(municipality, item, pupils);
            else
                Begin(municipality, item, successor, pupils, teachers);
        }

        foreach (var user in municipality.Users.Where(user => user.IsStudent))
            municipality.Put(user with { Grade = Next(user.Grade) });
    }

    private static bool IsExpired(SandboxClass item) => item.DisplayName?.StartsWith("Exp", StringComparison.Ordinal) == true;

    private static (IReadOnlyList<SandboxUser> Pupils, IReadOnlyList<SandboxUser> Teachers) People(Municipality municipality, string id)
    {
        var teachers = municipality.TeachersOf(id);
        return ([.. municipality.MembersOf(id).Except(teachers)], teachers);
    }

    private static SandboxClass? Successor(SandboxClass item)
    {
        if (item.Grade is null || item.DisplayName is null || Next(item.Grade) is not { } grade)
            return null;
        return item with
        {
            Id = Guid.CreateVersion7().ToString("D"),
            DisplayName = item.DisplayName.Replace(item.Grade, grade, StringComparison.Ordinal),
            Grade = grade,
        };
    }

    private static void Leave(Municipality municipality, SandboxClass item, IReadOnlyList<SandboxUser> pupils)
    {
        if (item.Grade != "9")
            return;
        foreach (var pupil in pupils)
        {
            foreach (var school in municipality.SchoolsOfUser(pupil.Id))
                municipality.UntieUser(pupil.Id, school.Id);
        }
    }

    private static void Begin(
        Municipality municipality, SandboxClass old, SandboxClass successor, IReadOnlyList<SandboxUser> pupils,
        IReadOnlyList<SandboxUser> teachers)
    {
        municipality.Put(successor);
        foreach (var school in municipality.SchoolsOfClass(old.Id))
            municipality.TieClass(successor.Id, school.Id);
        foreach (var pupil in pupils)
            municipality.AddMember(successor.Id, pupil.Id);
        foreach (var teacher in teachers)
            municipality.AddTeacher(successor.Id, teacher.Id);
    }

    private static string? Next(string? grade) =>
        int.TryParse(grade, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number < 9
            ? (number + 1).ToString(CultureInfo.InvariantCulture)
            : null;
}
