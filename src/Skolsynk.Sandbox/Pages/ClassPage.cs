using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Sandbox.Pages;

/// <summary>One class and its people.</summary>
internal static class ClassPage
{
    public static Html Body(Municipality one, SandboxClass item)
    {
        var teachers = one.TeachersOf(item.Id).Select(user => user.Id).ToHashSet(StringComparer.Ordinal);
        var others = OtherClasses(one, item);
        var rows = Html.Each(one.MembersOf(item.Id), user => Row(one, item, user, teachers.Contains(user.Id), others));
        return Html.Of($"""
            <dl><dt>Skola</dt><dd>{MunicipalityPage.SchoolNames(one.SchoolsOfClass(item.Id))}</dd><dt>Id</dt><dd class="id">{item.Id}</dd>
            <dt>Externt id</dt><dd>{item.ExternalId ?? "–"}</dd><dt>Källa</dt><dd>{item.ExternalSource ?? "för hand"}</dd></dl>
            <h2>Medlemmar</h2>
            {Parts.Table("Medlemmar", Parts.Head("Namn", "Roll", "Flytta", "Ta bort"), rows)}
            <h2>Ändra</h2>
            {Parts.Action(one.EntraTenantId, "rename-class", "Byt namn", Id(item), Parts.Field("name", "Klassens namn", item.DisplayName))}
            {AddPupil(one, item)}
            {Parts.Behind(
                "Avsluta eller ta bort klassen",
                Parts.Action(one.EntraTenantId, "expire-class", "Avsluta (prefixet Exp0626_)", Id(item)),
                Parts.Action(one.EntraTenantId, "remove-class", "Ta bort klassen", Id(item)))}
            """);
    }

    /// <summary>The other classes of the same schools, to move to.</summary>
    public static IReadOnlyList<Option> OtherClasses(Municipality one, SandboxClass item) =>
    [
        .. one.SchoolsOfClass(item.Id).SelectMany(school => one.ClassesOfSchool(school.Id)).Where(other => other.Id != item.Id)
            .DistinctBy(other => other.Id).Select(ClassOption).OrderBy(other => other.Text, Swedish.Order),
    ];

    public static Option ClassOption(SandboxClass item) => new(item.Id, item.DisplayName ?? Swedish.Nameless);

    private static Html Row(Municipality one, SandboxClass item, SandboxUser user, bool teaches, IReadOnlyList<Option> others)
    {
        var both = Parts.Join(Id(item), Parts.Hidden("userId", user.Id));
        var move = Html.When(others.Count > 0, () =>
            Parts.Action(one.EntraTenantId, "move-to-class", "Flytta", both, Parts.Choice("toClassId", "Till klass", others)));
        return Html.Of($"""
            <tr><th scope="row">{MunicipalityPage.PersonLink(one, user)}</th><td>{(teaches ? "Lärare här" : Swedish.Role(user.PrimaryRole))}</td>
            <td>{move}</td><td>{Parts.Action(one.EntraTenantId, "leave-class", "Ta ur klassen", both)}</td></tr>
            """);
    }

    private static Html AddPupil(Municipality one, SandboxClass item) => one.SchoolsOfClass(item.Id) is not [var school, ..]
        ? Html.None
        : Parts.Action(
            one.EntraTenantId, "add-pupil", "Lägg till elev i klassen", Id(item), Parts.Hidden("schoolId", school.Id),
            Parts.Field("givenName", "Förnamn"), Parts.Field("surname", "Efternamn"));

    private static Html Id(SandboxClass item) => Parts.Hidden("classId", item.Id);
}
