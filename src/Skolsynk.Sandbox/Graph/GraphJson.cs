using System.Text.Json;
using Skolsynk.Sandbox.Municipalities;

namespace Skolsynk.Sandbox.Graph;

/// <summary>Objects as Graph writes them, member by member: no reflection, for there may be a hundred thousand.</summary>
internal static class GraphJson
{
    public static void Write(Utf8JsonWriter json, SandboxSchool school, Selection select, Oddity odd = default)
    {
        json.WriteStartObject();
        json.WriteString("id", school.Id);
        Text(json, select, "displayName", odd.Name ?? school.DisplayName);
        Text(json, select, "description", null);
        Text(json, select, "externalSource", odd.IsUnknown ? "unheardOf" : school.ExternalSource);
        Text(json, select, "externalSourceDetail", null);
        Text(json, select, "schoolNumber", school.SchoolNumber);
        Text(json, select, "externalId", school.ExternalId);
        Text(json, select, "lowestGrade", school.LowestGrade);
        Text(json, select, "highestGrade", school.HighestGrade);
        Text(json, select, "principalEmail", null);
        Text(json, select, "principalName", null);
        Text(json, select, "phone", null);
        Text(json, select, "fax", null);
        Unknown(json, odd);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, SandboxUser user, Selection select, Oddity odd = default)
    {
        json.WriteStartObject();
        json.WriteString("id", user.Id);
        Text(json, select, "primaryRole", odd.IsUnknown ? "apprentice" : user.PrimaryRole);
        if (select.Has("accountEnabled"))
            json.WriteBoolean("accountEnabled", user.AccountEnabled);
        Text(json, select, "displayName", odd.Name ?? user.DisplayName);
        Text(json, select, "givenName", odd.Name ?? user.GivenName);
        Text(json, select, "surname", user.Surname);
        Text(json, select, "mail", user.Mail);
        Text(json, select, "userPrincipalName", user.UserPrincipalName);
        Text(json, select, "userType", odd.IsUnknown ? "Visitor" : user.UserType);
        Text(json, select, "externalSource", user.ExternalSource);
        WriteRole(json, user, select);
        Unknown(json, odd);
        json.WriteEndObject();
    }

    public static void Write(Utf8JsonWriter json, SandboxClass item, Selection select, Oddity odd = default)
    {
        json.WriteStartObject();
        WriteMembers(json, item, select, odd);
        json.WriteEndObject();
    }

    /// <summary>The members of a class, inside an object that somebody else begins and ends.</summary>
    public static void WriteMembers(Utf8JsonWriter json, SandboxClass item, Selection select, Oddity odd = default)
    {
        json.WriteString("id", item.Id);
        Text(json, select, "displayName", odd.Name ?? item.DisplayName);
        Text(json, select, "mailNickname", item.MailNickname);
        Text(json, select, "description", null);
        Text(json, select, "classCode", item.ClassCode);
        Text(json, select, "externalName", item.ExternalSource is null ? null : item.DisplayName);
        Text(json, select, "externalId", item.ExternalId);
        Text(json, select, "externalSource", odd.IsUnknown ? "unheardOf" : item.ExternalSource);
        Text(json, select, "grade", item.Grade);
        if (select.Has("term"))
            json.WriteNull("term");
        if (select.Has("course"))
            WriteCourse(json, item);
        Unknown(json, odd);
    }

    /// <summary>Type and id and nothing else: how Graph shows a member that the caller may not read.</summary>
    /// <summary>A member of a group for whom nothing but the id was asked.</summary>
    public static void WriteMember(Utf8JsonWriter json, SandboxUser user, Selection select, Oddity odd)
    {
        json.WriteStartObject();
        json.WriteString("@odata.type", "#microsoft.graph.user");
        json.WriteString("id", user.Id);
        json.WriteEndObject();
    }

    public static void WriteBare(Utf8JsonWriter json, SandboxUser user)
    {
        json.WriteStartObject();
        json.WriteString("@odata.type", "#microsoft.graph.educationUser");
        json.WriteString("id", user.Id);
        foreach (var name in (ReadOnlySpan<string>)["primaryRole", "displayName", "givenName", "surname", "mail", "userPrincipalName"])
            json.WriteNull(name);
        json.WriteEndObject();
    }

    private static void WriteRole(Utf8JsonWriter json, SandboxUser user, Selection select)
    {
        if (select.Has("student") && user.IsStudent)
        {
            json.WriteStartObject("student");
            Text(json, Selection.All, "externalId", user.ExternalId);
            Text(json, Selection.All, "grade", user.Grade);
            json.WriteEndObject();
        }

        if (select.Has("teacher") && user.IsTeacher)
        {
            json.WriteStartObject("teacher");
            Text(json, Selection.All, "externalId", user.ExternalId);
            json.WriteEndObject();
        }
    }

    private static void WriteCourse(Utf8JsonWriter json, SandboxClass item)
    {
        if (item.CourseNumber is null)
        {
            json.WriteNull("course");
            return;
        }

        json.WriteStartObject("course");
        json.WriteString("courseNumber", item.CourseNumber);
        json.WriteNull("displayName");
        json.WriteNull("subject");
        json.WriteEndObject();
    }

    private static void Unknown(Utf8JsonWriter json, Oddity odd)
    {
        if (!odd.IsUnknown)
            return;
        json.WriteStartObject("aMemberOfTomorrow");
        json.WriteNumber("level", 3);
        json.WriteEndObject();
    }

    private static void Text(Utf8JsonWriter json, Selection select, string name, string? value)
    {
        if (!select.Has(name))
            return;
        if (value is null)
            json.WriteNull(name);
        else
            json.WriteString(name, value);
    }
}

/// <summary>What a fault makes strange about one object.</summary>
/// <param name="Name">Instead of the true name.</param>
/// <param name="IsUnknown">Enum values and members of tomorrow.</param>
internal readonly record struct Oddity(string? Name, bool IsUnknown)
{
    public static readonly string MillionCharacters = new('å', 1_000_000);
}
