namespace Skolsynk.Source;

/// <summary>A call as it may be logged (<see cref="Where"/>, a template) and as it is sent (<see cref="Path"/>, with ids, relative to the base URL).</summary>
internal readonly record struct GraphCall(string Where, string Path);

/// <summary>The calls of the education API that are used. Ids are escaped; they are opaque and may hold anything.</summary>
internal static class GraphCalls
{
    public const string BatchWhere = "POST /$batch";

    public static GraphCall Schools(int top) => new("GET /education/schools", $"/education/schools?$select={SourceItems.SchoolFields}&$top={top}");

    public static GraphCall UserIds(int top) => new("GET /education/users", $"/education/users?$select=id&$top={top}");

    public static GraphCall Classes(int top) => new("GET /education/classes", $"/education/classes?$select={SourceItems.ClassFields}&$top={top}");

    public static GraphCall UsersOfSchool(string id, int top) =>
        new("GET /education/schools/{id}/users", $"/education/schools/{Escape(id)}/users?$select={SourceItems.UserFields}&$top={top}");

    public static GraphCall ClassesOfSchool(string id, int top) =>
        new("GET /education/schools/{id}/classes", $"/education/schools/{Escape(id)}/classes?$select={SourceItems.ClassFields}&$top={top}");

    public static GraphCall Members(string id, int top) =>
        new("GET /education/classes/{id}/members", $"/education/classes/{Escape(id)}/members?$select={SourceItems.MemberFields}&$top={top}");

    public static GraphCall Teachers(string id, int top) =>
        new("GET /education/classes/{id}/teachers", $"/education/classes/{Escape(id)}/teachers?$select={SourceItems.MemberFields}&$top={top}");

    public static GraphCall School(string id) =>
        new("GET /education/schools/{id}", $"/education/schools/{Escape(id)}?$select={SourceItems.SchoolFields}");

    public static GraphCall User(string id) =>
        new("GET /education/users/{id}", $"/education/users/{Escape(id)}?$select={SourceItems.UserFields}");

    /// <summary>By user name or e-mail address; both may be filtered by (learn.microsoft.com, educationUser).</summary>
    public static GraphCall UsersNamed(string address)
    {
        var quoted = $"'{address.Replace("'", "''", StringComparison.Ordinal)}'";
        return new("GET /education/users?$filter", $"/education/users?$select={SourceItems.UserFields}&$filter={Escape($"userPrincipalName eq {quoted} or mail eq {quoted}")}");
    }

    public static GraphCall Class(string id) =>
        new("GET /education/classes/{id}", $"/education/classes/{Escape(id)}?$select={SourceItems.ClassFields}");

    public static GraphCall SchoolsOfUser(string id) =>
        new("GET /education/users/{id}/schools", $"/education/users/{Escape(id)}/schools?$select=id");

    public static GraphCall SchoolsOfClass(string id) =>
        new("GET /education/classes/{id}/schools", $"/education/classes/{Escape(id)}/schools?$select=id");

    /// <summary>Of a group and of the groups in it; the id alone is asked for. Needs <c>GroupMember.Read.All</c>.</summary>
    public static GraphCall GroupMembers(string id, int top) =>
        new("GET /groups/{id}/transitiveMembers", $"/groups/{Escape(id)}/transitiveMembers?$select=id&$top={top}");

    private static string Escape(string id) => Uri.EscapeDataString(id);
}
