namespace Skolsynk.Sandbox.Municipalities;

/// <summary>
/// What real directories hold besides tidy classes: each kind at least once, in every size. A reader that only works without
/// it has not met a municipality.
/// </summary>
internal sealed class Mess(Chance chance, Municipality municipality, Func<string?, SandboxUser> newUser)
{
    private readonly IReadOnlyList<SandboxSchool> schools = municipality.Schools;

    public void Add(MunicipalitySize size)
    {
        var share = 1 + (size.Pupils / 2_000);
        for (var i = 0; i < share; i++)
            AddOddAccounts();
        AddOddNames();
        AddIdentityNumbers();
        AddOddClasses();
        AddPupilWhoTeaches();
    }

    /// <summary>No school, guests, disabled accounts, no role at all, a role of none.</summary>
    private void AddOddAccounts()
    {
        municipality.Put(newUser("student"));
        municipality.Put(newUser("student"));
        municipality.Put(newUser("teacher"));
        InSchool(newUser("student") with { UserType = "Guest", ExternalSource = null });
        InSchool(newUser("teacher") with { UserType = "Guest", ExternalSource = null });
        var left = InSchool(newUser("student") with { AccountEnabled = false });
        municipality.AddMember(ClassOf(left).Id, left.Id);
        InSchool(newUser("teacher") with { AccountEnabled = false });
        InSchool(newUser(null) with { ExternalId = null });
        InSchool(newUser("none") with { ExternalId = null });
    }

    private void AddOddNames()
    {
        var nameless = InSchool(newUser("student") with { Surname = null });
        municipality.AddMember(ClassOf(nameless).Id, nameless.Id);
        InSchool(newUser("student") with { Surname = "   " });
        var spaced = newUser("Student");
        spaced = InSchool(spaced with { GivenName = $"  {spaced.GivenName}  Maria ", Surname = $"{spaced.Surname}\u00A0" });
        municipality.AddMember(ClassOf(spaced).Id, spaced.Id);
        // Decomposed letters, as some directories write them.
        InSchool(newUser("student") with { GivenName = "A\u030Asa" });
    }

    private void AddIdentityNumbers()
    {
        var pupil = InSchool(newUser("student") with { ExternalId = chance.NextPersonalNumber(2014) });
        var item = ClassOf(pupil);
        municipality.AddMember(item.Id, pupil.Id);
        var number = chance.NextPersonalNumber(2013);
        var group = new SandboxClass(chance.NextId(), $"Studiehandledning {number[..8]}-{number[8..]}") { ExternalId = "SH01" };
        municipality.Put(group);
        municipality.TieClass(group.Id, municipality.SchoolsOfClass(item.Id)[0].Id);
        municipality.AddMember(group.Id, pupil.Id);
        municipality.AddTeacher(group.Id, municipality.TeachersOf(item.Id)[0].Id);
    }

    /// <summary>An expired class, a Team made by hand without a school, a class with nobody in it.</summary>
    private void AddOddClasses()
    {
        var current = municipality.ClassesOfSchool(schools[0].Id)[0];
        var people = municipality.MembersOf(current.Id);
        var expired = new SandboxClass(chance.NextId(), $"Exp0625_{current.DisplayName}") { ExternalId = $"Exp0625_{current.ExternalId}" };
        municipality.Put(expired);
        municipality.TieClass(expired.Id, schools[0].Id);
        foreach (var person in people.Where(person => person.IsStudent))
            municipality.AddMember(expired.Id, person.Id);

        var team = new SandboxClass(chance.NextId(), "Personalrum") { ExternalSource = null, MailNickname = "personalrum" };
        municipality.Put(team);
        var teachers = municipality.UsersOfSchool(schools[0].Id).Where(person => person.IsTeacher).Take(5).ToList();
        municipality.AddTeacher(team.Id, teachers[0].Id);
        foreach (var teacher in teachers.Skip(1))
            municipality.AddMember(team.Id, teacher.Id);

        var empty = new SandboxClass(chance.NextId(), "Läxhjälp tisdag") { ExternalSource = "manual" };
        municipality.Put(empty);
        municipality.TieClass(empty.Id, schools[0].Id);
    }

    private void AddPupilWhoTeaches()
    {
        var item = municipality.ClassesOfSchool(schools[^1].Id)[0];
        var pupils = municipality.MembersOf(item.Id).Where(person => person.IsStudent).ToList();
        var group = new SandboxClass(chance.NextId(), "Elevledd schackgrupp") { ExternalSource = "manual" };
        municipality.Put(group);
        municipality.TieClass(group.Id, schools[^1].Id);
        municipality.AddTeacher(group.Id, pupils[0].Id);
        foreach (var pupil in pupils.Skip(1).Take(6))
            municipality.AddMember(group.Id, pupil.Id);
    }

    private SandboxUser InSchool(SandboxUser user)
    {
        municipality.Put(user);
        municipality.TieUser(user.Id, chance.Of(schools).Id);
        return user;
    }

    private SandboxClass ClassOf(SandboxUser user) =>
        municipality.ClassesOfSchool(municipality.SchoolsOfUser(user.Id)[0].Id).First(item => item.ExternalSource == "sis" && item.Grade is not null);
}
