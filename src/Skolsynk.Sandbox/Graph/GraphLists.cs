using Skolsynk.Sandbox.Entra;
using Skolsynk.Sandbox.Faults;
using Skolsynk.Sandbox.Municipalities;
using Skolsynk.Sandbox.Tenants;

namespace Skolsynk.Sandbox.Graph;

/// <summary>The education lists and objects of one municipality.</summary>
internal static class GraphLists
{
    /// <summary>The answer to a path below <c>education/</c>; null when there is no such path.</summary>
    public static GraphAnswer? Answer(Municipality from, GraphCall call, GraphQuery query, Rights rights) => call.Segments switch
    {
        ["education", "schools"] => Schools(call, query, from.Schools, rights),
        ["education", "schools", var id] => One(from.FindSchool(id), query, GraphJson.Write, rights),
        ["education", "schools", var id, "users"] => If(from.FindSchool(id), () => Users(call, query, from.UsersOfSchool(id), rights)),
        ["education", "schools", var id, "classes"] => If(from.FindSchool(id), () => Classes(call, query, from.ClassesOfSchool(id), rights)),
        ["education", "users"] when query.Address is { } address => Users(call, query, Named(from, address), rights),
        ["education", "users"] => Users(call, query, from.Users, rights),
        ["education", "users", var id] => One(from.FindUser(id), query, GraphJson.Write, rights),
        ["education", "users", var id, "schools"] => If(from.FindUser(id), () => Schools(call, query, from.SchoolsOfUser(id), rights)),
        ["education", "users", var id, "classes"] => If(from.FindUser(id), () => Classes(call, query, from.ClassesOfUser(id), rights)),
        ["education", "users", var id, "taughtClasses"] =>
            If(from.FindUser(id), () => Classes(call, query, from.ClassesTaughtBy(id), rights)),
        ["education", "classes"] => Classes(call, query, from.Classes, rights),
        ["education", "classes", var id] => One(from.FindClass(id), query, GraphJson.Write, rights),
        ["education", "classes", var id, "members"] => If(from.FindClass(id), () => Members(call, query, from.MembersOf(id), rights)),
        ["education", "classes", var id, "teachers"] => If(from.FindClass(id), () => Members(call, query, from.TeachersOf(id), rights)),
        ["education", "classes", var id, "schools"] => If(from.FindClass(id), () => Schools(call, query, from.SchoolsOfClass(id), rights)),
        ["groups", var id, "members" or "transitiveMembers"] => If(id == from.ProtectedGroupId ? id : null, () => GraphPage.Of(
            call, query, from.ProtectedMembers, user => user.Id, new("directoryObjects", GraphJson.WriteMember, rights.Faults))),
        _ => null,
    };

    private static GraphAnswer Schools(GraphCall call, GraphQuery query, IReadOnlyList<SandboxSchool> items, Rights rights) =>
        GraphPage.Of(call, query, items, school => school.Id, new("education/schools", GraphJson.Write, rights.Faults));

    private static GraphAnswer Users(GraphCall call, GraphQuery query, IReadOnlyList<SandboxUser> items, Rights rights) =>
        GraphPage.Of(call, query, items, user => user.Id, new("education/users", GraphJson.Write, rights.Faults));

    /// <summary>Pupils, teachers and those who can sign in besides them.</summary>
    private static List<SandboxUser> Named(Municipality from, string address) =>
    [
        .. from.Users.Concat(Accounts.StaffOf(from).Select(one => new SandboxUser($"{one.ObjectId:D}", one.UserName) { GivenName = one.Name.Split(' ')[0], Surname = one.Name.Split(' ')[^1], DisplayName = one.Name, PrimaryRole = "none" }))
            .Where(user => address.Equals(user.UserPrincipalName, StringComparison.OrdinalIgnoreCase) || address.Equals(user.Mail, StringComparison.OrdinalIgnoreCase)),
    ];

    private static GraphAnswer Classes(GraphCall call, GraphQuery query, IReadOnlyList<SandboxClass> items, Rights rights) =>
        GraphPage.Of(call, query, items, item => item.Id, new("education/classes", GraphJson.Write, rights.Faults));

    private static GraphAnswer Members(GraphCall call, GraphQuery query, IReadOnlyList<SandboxUser> items, Rights rights) =>
        rights.MayReadMembers && !rights.Faults.Any(FaultKind.BareMembers)
            ? Users(call, query, items, rights)
            : GraphPage.Of(call, query, items, user => user.Id, new("education/users", Bare, rights.Faults));

    private static void Bare(System.Text.Json.Utf8JsonWriter json, SandboxUser user, Selection select, Oddity odd) =>
        GraphJson.WriteBare(json, user);

    private static GraphAnswer One<T>(T? item, GraphQuery query, WriteItem<T> write, Rights rights) where T : class
    {
        if (item is null)
            return GraphAnswer.NotFound();
        return GraphAnswer.Json(json => write(json, item, query.Select, new Oddity(null, rights.Faults.Any(FaultKind.UnknownValues))));
    }

    private static GraphAnswer If(object? found, Func<GraphAnswer> answer) => found is null ? GraphAnswer.NotFound() : answer();
}

/// <summary>What this call may see, and what goes wrong with it.</summary>
internal sealed record Rights(IReadOnlyList<string> Roles, FaultSet Faults)
{
    public bool MayReadRoster => Roles.Contains(Tenant.ReadRoster);

    public bool MayReadMembers => Roles.Contains(Tenant.ReadHiddenMembers);

    public bool MayReadGroups => Roles.Contains(Tenant.ReadGroupMembers);
}
