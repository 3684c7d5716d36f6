using Microsoft.AspNetCore.Http.HttpResults;
using Skolsynk.Sandbox.Faults;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Tenants;

namespace Skolsynk.Sandbox.Pages;

/// <summary><c>/</c>: one municipality, or a class or a person of it.</summary>
internal static class MunicipalityPage
{
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/", Show);

    private static ContentHttpResult Show(HttpRequest request, TenantRegister tenants, FaultBoard board)
    {
        string? Asked(string name) => request.Query[name].ToString() is { Length: > 0 } value ? value : null;
        var tenant = tenants.Find(Asked("tenant")) ?? tenants.All.First();
        var one = tenant.Municipality;
        var said = Parts.Said(Swedish.Done(Asked("done")));
        if (Asked("class") is { } item && one.FindClass(item) is { } found)
            return Layout.Page(found.DisplayName ?? Swedish.Nameless, Parts.Join(said, ClassPage.Body(one, found)));
        if (Asked("person") is { } person && one.FindUser(person) is { } user)
            return Layout.Page(NameOf(user), Parts.Join(said, PersonPage.Body(one, user)));
        return Layout.Page(
            one.Name,
            Parts.Join(said, Counts(tenants, tenant), Search(one, Asked("q") ?? ""), Changes(one), FaultSection.Body(board, tenant)));
    }

    public static Html ClassLink(Municipality one, SandboxClass item) => Html.Of(
        $"<a href=\"/?tenant={one.EntraTenantId}&amp;class={Uri.EscapeDataString(item.Id)}\">{item.DisplayName ?? Swedish.Nameless}</a>");

    public static Html PersonLink(Municipality one, SandboxUser user) => Html.Of(
        $"<a href=\"/?tenant={one.EntraTenantId}&amp;person={Uri.EscapeDataString(user.Id)}\">{NameOf(user)}</a>");

    public static string SchoolNames(IReadOnlyList<SandboxSchool> schools) =>
        schools.Count == 0 ? "ingen skola" : string.Join(", ", schools.Select(school => school.DisplayName ?? Swedish.Nameless));

    public static Option SchoolOption(SandboxSchool school) => new(school.Id, school.DisplayName ?? Swedish.Nameless);

    private static string NameOf(SandboxUser user) => user.DisplayName ?? user.UserPrincipalName ?? Swedish.Nameless;

    private static Html Counts(TenantRegister tenants, Tenant shown) => Parts.Table(
        "Kommuner",
        Parts.Join(Parts.Head("Kommun"), Parts.NumberHead("Skolor", "Elever", "Lärare", "Övriga", "Klasser")),
        Html.Each(tenants.All, tenant => CountRow(tenant.Municipality, tenant == shown)));

    private static Html CountRow(Municipality one, bool isShown)
    {
        var users = one.Users;
        var (pupils, teachers) = (users.Count(user => user.IsStudent), users.Count(user => user.IsTeacher));
        int[] numbers = [one.Schools.Count, pupils, teachers, users.Count - pupils - teachers, one.Classes.Count];
        return Html.Of($"""
            <tr><th scope="row"><a href="/?tenant={one.EntraTenantId}"{Parts.Flag(isShown, " aria-current=\"page\"")}>{one.Name}</a></th>
            {Html.Each(numbers, number => Html.Of($"<td class=\"number\">{number:N0}</td>"))}</tr>
            """);
    }

    private static Html Search(Municipality one, string text)
    {
        var finds = Finds.In(one, text);
        var classes = Html.Each(finds.Classes, item => FoundRow(ClassLink(one, item), "Klass", one.SchoolsOfClass(item.Id)));
        var persons = Html.Each(
            finds.Persons, user => FoundRow(PersonLink(one, user), Swedish.Role(user.PrimaryRole), one.SchoolsOfUser(user.Id)));
        return Html.Of($"""
            <h2>Klasser och personer</h2>
            <form method="get" action="/" role="search">{Parts.Hidden("tenant", one.EntraTenantId.ToString("D"))}
            {Parts.Field("q", "Namn eller användarnamn", text, required: false)}<button>Sök</button></form>
            {Parts.Table("Klasser och personer", Parts.Head("Namn", "Slag", "Skola"), Parts.Join(classes, persons))}
            {Summary(finds)}
            """);
    }

    private static Html FoundRow(Html link, string kind, IReadOnlyList<SandboxSchool> schools) =>
        Html.Of($"<tr><th scope=\"row\">{link}</th><td>{kind}</td><td>{SchoolNames(schools)}</td></tr>");

    private static Html Summary(Finds finds) => (finds.Classes.Count, finds.Persons.Count) switch
    {
        (0, 0) => Html.Of($"<p class=\"quiet\">Inget hittades.</p>"),
        (Finds.Most, _) or (_, Finds.Most) => Html.Of($"<p class=\"quiet\">Bara de första visas. Sök för att se andra.</p>"),
        _ => Html.None,
    };

    private static Html Changes(Municipality one)
    {
        var school = Parts.Choice("schoolId", "Skola", one.Schools.Select(SchoolOption).OrderBy(option => option.Text, Swedish.Order));
        var pupil = Parts.Action(
            one.EntraTenantId, "add-pupil", "Lägg till elev", Parts.Field("givenName", "Förnamn"), Parts.Field("surname", "Efternamn"), school);
        return Html.Of($"""
            <h2>Ändra</h2>
            {pupil}
            {Parts.Behind("Ta bort en skola", Parts.Action(one.EntraTenantId, "delete-school", "Ta bort skolan", school))}
            {Parts.Behind(
                "Avsluta läsåret",
                Html.Of($"<p>Alla klasser får prefixet Exp0626_, och nya klasser skapas med nästa års namn.</p>"),
                Parts.Action(one.EntraTenantId, "end-school-year", "Avsluta läsåret"))}
            """);
    }
}
