using System.Globalization;
using System.Text;

namespace Skolsynk.Sandbox.Municipalities;

/// <summary>What may happen to a municipality: first the single steps, then what people and School Data Sync do.</summary>
public sealed partial class Municipality
{
    public void Put(SandboxSchool school) => Locked(() => Log(schools.Put(school), new(ChangedKind.School, school.Id)));

    public void Put(SandboxUser user) => Locked(() => Log(users.Put(user), new(ChangedKind.User, user.Id)));

    public void Put(SandboxClass item) => Locked(() => Log(classes.Put(item), new(ChangedKind.Class, item.Id)));

    /// <summary>Ties a user to a school.</summary>
    public void TieUser(string userId, string schoolId) => Locked(() =>
        Log(userSchools.Add(Known(users, userId), Known(schools, schoolId)), new(ChangedKind.User, userId)));

    public void UntieUser(string userId, string schoolId) => Locked(() =>
        Log(userSchools.Remove(userId, schoolId), new(ChangedKind.User, userId)));

    /// <summary>Ties a class to a school.</summary>
    public void TieClass(string classId, string schoolId) => Locked(() =>
        Log(classSchools.Add(Known(classes, classId), Known(schools, schoolId)), new(ChangedKind.Class, classId)));

    public void UntieClass(string classId, string schoolId) => Locked(() =>
        Log(classSchools.Remove(classId, schoolId), new(ChangedKind.Class, classId)));

    /// <summary>Makes the user a member of the class, as SDS does with pupils.</summary>
    public void AddMember(string classId, string userId) => Locked(() =>
        Log(classMembers.Add(Known(classes, classId), Known(users, userId)), new(ChangedKind.Member, classId, userId)));

    /// <summary>Makes the user a teacher of the class: an owner, and a member too as every teacher is.</summary>
    public void AddTeacher(string classId, string userId) => Locked(() =>
    {
        AddMember(classId, userId);
        Log(classTeachers.Add(classId, userId), new(ChangedKind.Teacher, classId, userId));
    });

    /// <summary>Takes the user out of the class, whatever the role there was.</summary>
    public void Leave(string classId, string userId) => Locked(() =>
    {
        Log(classTeachers.Remove(classId, userId), new(ChangedKind.Teacher, classId, userId, Removed: true));
        Log(classMembers.Remove(classId, userId), new(ChangedKind.Member, classId, userId, Removed: true));
    });

    public void RemoveUser(string userId) => Locked(() =>
    {
        foreach (var classId in classMembers.To(userId).Concat(classTeachers.To(userId)).ToList())
            Leave(classId, userId);
        foreach (var schoolId in userSchools.Of(userId))
            userSchools.Remove(userId, schoolId);
        protectedMembers.Remove(userId);
        Log(users.Remove(userId), new(ChangedKind.User, userId, Removed: true));
    });

    public void RemoveClass(string classId) => Locked(() =>
    {
        foreach (var userId in classMembers.Of(classId).Concat(classTeachers.Of(classId)).ToList())
            Leave(classId, userId);
        foreach (var schoolId in classSchools.Of(classId))
            classSchools.Remove(classId, schoolId);
        Log(classes.Remove(classId), new(ChangedKind.Class, classId, Removed: true));
    });

    /// <summary>Deletes a school (the administrative unit); its people and classes stay, without that school.</summary>
    public void DeleteSchool(string schoolId) => Locked(() =>
    {
        foreach (var userId in userSchools.To(schoolId))
            UntieUser(userId, schoolId);
        foreach (var classId in classSchools.To(schoolId))
            UntieClass(classId, schoolId);
        Log(schools.Remove(schoolId), new(ChangedKind.School, schoolId, Removed: true));
    });

    /// <summary>Moves a person from one class to another.</summary>
    public void MoveToClass(string userId, string fromClassId, string toClassId) => Locked(() =>
    {
        Known(classes, toClassId);
        var teaches = classTeachers.Has(fromClassId, userId);
        Leave(fromClassId, userId);
        if (teaches)
            AddTeacher(toClassId, userId);
        else
            AddMember(toClassId, userId);
    });

    /// <summary>Moves a person to another school: out of the old one and of its classes, into the new one and into no class yet.</summary>
    public void MoveToSchool(string userId, string fromSchoolId, string toSchoolId) => Locked(() =>
    {
        TieUser(userId, toSchoolId);
        UntieUser(userId, fromSchoolId);
        foreach (var classId in classMembers.To(userId))
        {
            if (classSchools.Has(classId, fromSchoolId) && !classSchools.Has(classId, toSchoolId))
                Leave(classId, userId);
        }
    });

    public void RenameClass(string classId, string newName) => Locked(() =>
        Put(classes.Find(Known(classes, classId))! with { DisplayName = newName }));

    /// <summary>A new pupil, in a school and perhaps in a class; the user name is made from the name and unused.</summary>
    public SandboxUser AddPupil(string givenName, string surname, string schoolId, string? classId = null) =>
        AddPerson("student", givenName, surname, schoolId, classId);

    /// <summary>A new teacher, in a school and perhaps teaching a class.</summary>
    public SandboxUser AddNewTeacher(string givenName, string surname, string schoolId, string? classId = null) =>
        AddPerson("teacher", givenName, surname, schoolId, classId);

    /// <summary>The same person gets a new account with the same user name, mail, schools and classes, but another id.</summary>
    public SandboxUser RecreateAccount(string userId) => Locked(() =>
    {
        var old = users.Find(Known(users, userId))!;
        var (memberOf, teacherOf, tiedTo) = (classMembers.To(userId), classTeachers.To(userId), userSchools.Of(userId));
        RemoveUser(userId);
        var created = old with { Id = NewId() };
        Put(created);
        foreach (var schoolId in tiedTo)
            TieUser(created.Id, schoolId);
        foreach (var classId in memberOf)
            AddMember(classId, created.Id);
        foreach (var classId in teacherOf)
            AddTeacher(classId, created.Id);
        return created;
    });

    /// <summary>What SDS does at year end: the prefix <c>ExpMMyy_</c> on name and external id; id and members stay.</summary>
    public void ExpireClass(string classId, string prefix = "Exp0626_") => Locked(() =>
    {
        var item = classes.Find(Known(classes, classId))!;
        if (item.DisplayName?.StartsWith(prefix, StringComparison.Ordinal) != true)
            Put(item with { DisplayName = prefix + item.DisplayName, ExternalId = prefix + item.ExternalId });
    });

    /// <summary>The user name for a name: <c>given.family@domain</c> without diacritics, numbered when taken.</summary>
    public string NewUserName(string givenName, string surname) => Locked(() =>
    {
        var local = $"{Plain(givenName)}.{Plain(surname)}";
        var taken = users.Sorted().Select(user => user.UserPrincipalName).ToHashSet(StringComparer.OrdinalIgnoreCase);
        return Enumerable.Range(1, int.MaxValue)
            .Select(number => number == 1 ? $"{local}@{Domain}" : $"{local}{number}@{Domain}")
            .First(candidate => !taken.Contains(candidate));
    });

    private SandboxUser AddPerson(string role, string givenName, string surname, string schoolId, string? classId) => Locked(() =>
    {
        Known(schools, schoolId);
        var userName = NewUserName(givenName, surname);
        var user = new SandboxUser(NewId(), userName)
        {
            GivenName = givenName,
            Surname = surname,
            DisplayName = $"{givenName} {surname}",
            Mail = userName,
            PrimaryRole = role,
        };
        Put(user);
        TieUser(user.Id, schoolId);
        if (classId is not null && role == "teacher")
            AddTeacher(classId, user.Id);
        else if (classId is not null)
            AddMember(classId, user.Id);
        return user;
    });

    internal static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var letter in text.Normalize(NormalizationForm.FormD))
        {
            if (char.IsAsciiLetterOrDigit(letter))
                plain.Append(char.ToLower(letter, CultureInfo.InvariantCulture));
        }

        return plain.ToString();
    }

    private static string NewId() => Guid.CreateVersion7().ToString("D");

    private static string Known<T>(Register<T> register, string id) where T : class =>
        register.Has(id) ? id : throw new UnknownIdException(typeof(T).Name);

    private void Log(bool changed, LoggedChange change)
    {
        if (changed)
            log.Add(change);
    }
}

/// <summary>Something was asked of an id that the municipality does not have.</summary>
public sealed class UnknownIdException(string kind) : Exception($"No {kind} has that id.");
