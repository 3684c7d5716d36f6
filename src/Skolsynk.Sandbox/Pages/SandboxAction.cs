using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Sandbox.Pages;

/// <summary>What an action is about; which fields are needed depends on the action.</summary>
public sealed record ActionFields
{
    public string? UserId { get; init; }

    public string? ClassId { get; init; }

    public string? ToClassId { get; init; }

    public string? SchoolId { get; init; }

    public string? ToSchoolId { get; init; }

    public string? Name { get; init; }

    public string? GivenName { get; init; }

    public string? Surname { get; init; }
}

/// <summary>A field that the action needs was not given.</summary>
public sealed class MissingFieldException(string field) : Exception($"The field {field} is needed.");

/// <summary>One thing that a person or a script may do to a municipality.</summary>
/// <param name="Name">The last part of its address.</param>
/// <param name="Done">What is said afterwards, in Swedish.</param>
/// <param name="Do">Gives the id of what was made, else null.</param>
public sealed record SandboxAction(string Name, string Done, Func<Municipality, ActionFields, string?> Do)
{
    public static readonly IReadOnlyList<SandboxAction> All =
    [
        Of("move-to-class", "Personen flyttades till klassen.", (one, of) =>
            one.MoveToClass(Need(of.UserId, "userId"), Need(of.ClassId, "classId"), Need(of.ToClassId, "toClassId"))),
        Of("move-to-school", "Personen flyttades till skolan.", (one, of) =>
            one.MoveToSchool(Need(of.UserId, "userId"), Need(of.SchoolId, "schoolId"), Need(of.ToSchoolId, "toSchoolId"))),
        Of("join-class", "Personen lades till i klassen.", (one, of) =>
            one.AddMember(Need(of.ClassId, "classId"), Need(of.UserId, "userId"))),
        Of("leave-class", "Personen togs ur klassen.", (one, of) =>
            one.Leave(Known(of.ClassId, "classId", one.FindClass), Known(of.UserId, "userId", one.FindUser))),
        new("add-pupil", "Eleven lades till.", (one, of) => one.AddPupil(
            Need(of.GivenName, "givenName"), Need(of.Surname, "surname"), Need(of.SchoolId, "schoolId"), of.ClassId).Id),
        new("add-teacher", "Läraren lades till.", (one, of) => one.AddNewTeacher(
            Need(of.GivenName, "givenName"), Need(of.Surname, "surname"), Need(of.SchoolId, "schoolId"), of.ClassId).Id),
        Of("remove-person", "Kontot togs bort.", (one, of) => one.RemoveUser(Known(of.UserId, "userId", one.FindUser))),
        new("recreate-account", "Kontot återskapades med samma användarnamn och nytt id.", (one, of) =>
            one.RecreateAccount(Need(of.UserId, "userId")).Id),
        Of("protect", "Personen är med i gruppen med skyddade personer.", (one, of) => one.Protect(Need(of.UserId, "userId"))),
        Of("unprotect", "Personen är inte längre med i gruppen med skyddade personer.", (one, of) =>
            one.Unprotect(Known(of.UserId, "userId", one.FindUser))),
        Of("rename-class", "Klassen bytte namn.", (one, of) => one.RenameClass(Need(of.ClassId, "classId"), Need(of.Name, "name"))),
        Of("expire-class", "Klassen avslutades.", (one, of) => one.ExpireClass(Need(of.ClassId, "classId"))),
        Of("remove-class", "Klassen togs bort.", (one, of) => one.RemoveClass(Known(of.ClassId, "classId", one.FindClass))),
        Of("delete-school", "Skolan togs bort.", (one, of) => one.DeleteSchool(Known(of.SchoolId, "schoolId", one.FindSchool))),
        Of("end-school-year", "Läsåret avslutades.", (one, _) => SchoolYearEnd.End(one)),
        Of("forget-history", "Alla deltakvitton är nu för gamla.", (one, _) => one.ForgetHistory()),
    ];

    public static SandboxAction? Find(string name) => All.FirstOrDefault(action => action.Name == name);

    private static SandboxAction Of(string name, string done, Action<Municipality, ActionFields> carryOut) => new(name, done, (one, of) =>
    {
        carryOut(one, of);
        return null;
    });

    private static string Need(string? value, string field) =>
        string.IsNullOrWhiteSpace(value) ? throw new MissingFieldException(field) : value.Trim();

    private static string Known<T>(string? value, string field, Func<string, T?> find) where T : class
    {
        var id = Need(value, field);
        return find(id) is null ? throw new UnknownIdException(typeof(T).Name) : id;
    }
}
