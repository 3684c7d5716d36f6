using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Sandbox.Pages;

/// <summary>One person.</summary>
internal static class PersonPage
{
    public static Html Body(Municipality one, SandboxUser user)
    {
        var classes = one.ClassesOfUser(user.Id);
        return Html.Of($"""
            <dl><dt>Roll</dt><dd>{Swedish.Role(user.PrimaryRole)}</dd><dt>Användarnamn</dt><dd>{user.UserPrincipalName ?? "–"}</dd>
            <dt>E-post</dt><dd>{user.Mail ?? "–"}</dd><dt>Skola</dt><dd>{MunicipalityPage.SchoolNames(one.SchoolsOfUser(user.Id))}</dd>
            <dt>Konto</dt><dd>{(user.AccountEnabled ? "aktivt" : "avstängt")}{(user.UserType == "Guest" ? ", gäst" : "")}</dd>
            <dt>Id</dt><dd class="id">{user.Id}</dd></dl>
            <h2>Klasser</h2>
            {Classes(one, classes)}
            <h2>Ändra</h2>
            {MoveToClass(one, user, classes)}
            {MoveToSchool(one, user)}
            {Protection(one, user)}
            {Parts.Action(one.EntraTenantId, "recreate-account", "Återskapa kontot (samma användarnamn, nytt id)", Id(user))}
            {Parts.Behind("Ta bort kontot", Parts.Action(one.EntraTenantId, "remove-person", "Ta bort kontot", Id(user)))}
            """);
    }

    private static Html Protection(Municipality one, SandboxUser user) => one.IsProtected(user.Id)
        ? Parts.Action(one.EntraTenantId, "unprotect", "Ta ur gruppen med skyddade personer", Id(user))
        : Parts.Action(one.EntraTenantId, "protect", "Lägg i gruppen med skyddade personer", Id(user));

    private static Html Classes(Municipality one, IReadOnlyList<SandboxClass> classes) => classes.Count == 0
        ? Html.Of($"<p class=\"quiet\">Inga.</p>")
        : Html.Of($"<ul>{Html.Each(classes, item => Html.Of($"<li>{MunicipalityPage.ClassLink(one, item)}</li>"))}</ul>");

    private static Html MoveToClass(Municipality one, SandboxUser user, IReadOnlyList<SandboxClass> classes)
    {
        var to = classes.SelectMany(item => ClassPage.OtherClasses(one, item)).Distinct().OrderBy(other => other.Text, Swedish.Order).ToList();
        return Html.When(to.Count > 0, () => Parts.Action(
            one.EntraTenantId, "move-to-class", "Flytta till klassen", Id(user),
            Parts.Choice("classId", "Från klass", classes.Select(ClassPage.ClassOption)), Parts.Choice("toClassId", "Till klass", to)));
    }

    private static Html MoveToSchool(Municipality one, SandboxUser user)
    {
        var from = one.SchoolsOfUser(user.Id);
        var to = one.Schools.Except(from).Select(MunicipalityPage.SchoolOption).OrderBy(school => school.Text, Swedish.Order).ToList();
        return Html.When(from.Count > 0 && to.Count > 0, () => Parts.Action(
            one.EntraTenantId, "move-to-school", "Flytta till skolan", Id(user),
            Parts.Choice("schoolId", "Från skola", from.Select(MunicipalityPage.SchoolOption)), Parts.Choice("toSchoolId", "Till skola", to)));
    }

    private static Html Id(SandboxUser user) => Parts.Hidden("userId", user.Id);
}
