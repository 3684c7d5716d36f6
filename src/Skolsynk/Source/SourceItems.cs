using System.Text.Json;

namespace Skolsynk.Source;

/// <summary>Takes one item out of JSON. The reader stands on the item's first token and is left on its last; null when the item has no usable id.</summary>
internal delegate T? ItemReader<out T>(ref Utf8JsonReader json, SourceTexts texts)
    where T : class;

/// <summary>
/// The items of the education API. Each reads the fields of its record and passes over everything else, so that dates of birth, addresses and
/// phone numbers never become values; each has the <c>$select</c> that asks for no more than that.
/// </summary>
internal static class SourceItems
{
    public const string SchoolFields = "id,displayName,schoolNumber,externalId";
    public const string UserFields = "id,primaryRole,accountEnabled,givenName,surname,mail,userPrincipalName,userType,student";
    public const string MemberFields = "id,accountEnabled";
    public const string ClassFields = "id,displayName,externalId,externalSource,classCode,grade,course";

    public static SourceSchool? School(ref Utf8JsonReader json, SourceTexts texts)
    {
        var item = new ItemState("school");
        string? name = null, number = null, external = null;
        while (item.NextField(ref json, texts))
        {
            if (json.ValueTextEquals("displayName"u8)) name = texts.Text(ref Value(ref json), "school.displayName");
            else if (json.ValueTextEquals("schoolNumber"u8)) number = texts.Text(ref Value(ref json), "school.schoolNumber");
            else if (json.ValueTextEquals("externalId"u8)) external = texts.Text(ref Value(ref json), "school.externalId");
            else json.Skip();
        }
        return item.UsableId(texts) is { } id ? new SourceSchool(id, name, number, external) : null;
    }

    public static SourceUser? User(ref Utf8JsonReader json, SourceTexts texts)
    {
        var item = new ItemState("user");
        string? role = null, given = null, family = null, mail = null, userName = null, type = null, grade = null;
        bool? enabled = null;
        while (item.NextField(ref json, texts))
        {
            if (json.ValueTextEquals("primaryRole"u8)) role = texts.Word(ref Value(ref json), "user.primaryRole");
            else if (json.ValueTextEquals("accountEnabled"u8)) enabled = texts.Flag(ref Value(ref json), "user.accountEnabled");
            else if (json.ValueTextEquals("givenName"u8)) given = texts.Text(ref Value(ref json), "user.givenName");
            else if (json.ValueTextEquals("surname"u8)) family = texts.Text(ref Value(ref json), "user.surname");
            else if (json.ValueTextEquals("mail"u8)) mail = texts.Text(ref Value(ref json), "user.mail");
            else if (json.ValueTextEquals("userPrincipalName"u8)) userName = texts.Text(ref Value(ref json), "user.userPrincipalName");
            else if (json.ValueTextEquals("userType"u8)) type = texts.Word(ref Value(ref json), "user.userType");
            else if (json.ValueTextEquals("student"u8)) grade = Inner(ref Value(ref json), texts, "user.student", "grade"u8);
            else json.Skip();
        }
        return item.UsableId(texts) is { } id ? new SourceUser(id, role, enabled, given, family, mail, userName, type, grade) : null;
    }

    public static SourceClass? Class(ref Utf8JsonReader json, SourceTexts texts)
    {
        var item = new ItemState("class");
        string? name = null, external = null, source = null, code = null, grade = null, course = null;
        while (item.NextField(ref json, texts))
        {
            if (json.ValueTextEquals("displayName"u8)) name = texts.Text(ref Value(ref json), "class.displayName");
            else if (json.ValueTextEquals("externalId"u8)) external = texts.Text(ref Value(ref json), "class.externalId");
            else if (json.ValueTextEquals("externalSource"u8)) source = texts.Word(ref Value(ref json), "class.externalSource");
            else if (json.ValueTextEquals("classCode"u8)) code = texts.Text(ref Value(ref json), "class.classCode");
            else if (json.ValueTextEquals("grade"u8)) grade = texts.Word(ref Value(ref json), "class.grade");
            else if (json.ValueTextEquals("course"u8)) course = Inner(ref Value(ref json), texts, "class.course", "courseNumber"u8);
            else json.Skip();
        }
        return item.UsableId(texts) is { } id ? new SourceClass(id, name, external, source, code, grade, course) : null;
    }

    /// <summary>
    /// Who is in a list. Of members the switch is asked for too, for every account has one: a member without it is one whose fields we may not
    /// see, and then the right to read members is missing.
    /// </summary>
    public static SourceMember? Member(ref Utf8JsonReader json, SourceTexts texts)
    {
        var item = new ItemState("member");
        var bare = true;
        while (item.NextField(ref json, texts))
        {
            var isSwitch = json.ValueTextEquals("accountEnabled"u8);
            json.Read();
            bare &= !isSwitch || json.TokenType == JsonTokenType.Null;
            json.Skip();
        }
        return item.UsableId(texts) is { } id ? new SourceMember(id, bare) : null;
    }

    /// <summary>The id alone, of lists that are only asked who is there.</summary>
    public static string? Id(ref Utf8JsonReader json, SourceTexts texts)
    {
        var item = new ItemState("id");
        while (item.NextField(ref json, texts))
            json.Skip();
        return item.UsableId(texts);
    }

    /// <summary>What stands for a member of a group that is no user.</summary>
    public const string NoUser = "";

    /// <summary>The id of a member of a group; <see cref="NoUser"/> for a group or a device in it.</summary>
    public static string? UserId(ref Utf8JsonReader json, SourceTexts texts)
    {
        var item = new ItemState("id");
        var other = false;
        while (item.NextField(ref json, texts))
        {
            if (json.ValueTextEquals("@odata.type"u8))
                other = texts.Word(ref Value(ref json), "id.type") is { } type && NoUsers.Contains(type);
            else
                json.Skip();
        }
        return item.UsableId(texts) is { } id ? other ? NoUser : id : null;
    }

    /// <summary>Whatever else it may be called counts as a user: better a mark too many.</summary>
    private static readonly HashSet<string> NoUsers =
    [
        "#microsoft.graph.group", "#microsoft.graph.device", "#microsoft.graph.servicePrincipal", "#microsoft.graph.orgContact", "#microsoft.graph.application",
    ];

    /// <summary>Each user has at least a user name and a switch: one with neither, nor anything else, is one whose fields we may not see.</summary>
    public static bool IsBare(SourceUser user) => user is
    {
        PrimaryRole: null, AccountEnabled: null, GivenName: null, Surname: null, Mail: null, UserPrincipalName: null, UserType: null,
        StudentGrade: null,
    };

    private static string? Inner(ref Utf8JsonReader json, SourceTexts texts, string place, ReadOnlySpan<byte> field)
    {
        string? found = null;
        if (!texts.BeginsObject(ref json, place))
            return found;
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            if (json.ValueTextEquals(field)) found = texts.Word(ref Value(ref json), place);
            else json.Skip();
        }
        return found;
    }

    private static ref Utf8JsonReader Value(ref Utf8JsonReader json)
    {
        json.Read();
        return ref json;
    }

    /// <summary>What is common to all items: an id, and the mark of a delta that says that the item is no more.</summary>
    private struct ItemState(string place)
    {
        private string? id;
        private bool removed;
        private bool begun;

        /// <summary>Moves to the name of the next field that is neither the id nor the mark.</summary>
        public bool NextField(ref Utf8JsonReader json, SourceTexts texts)
        {
            if (!begun && json.TokenType != JsonTokenType.StartObject)
            {
                json.Skip();
                return false;
            }
            begun = true;
            while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
            {
                if (json.ValueTextEquals("id"u8)) id = texts.Id(ref Value(ref json));
                else if (json.ValueTextEquals("@removed"u8)) { removed = true; json.Skip(); }
                else return true;
            }
            return false;
        }

        public readonly string? UsableId(SourceTexts texts)
        {
            if (removed || id is null)
                texts.Findings.Add(removed ? SourceFindingKind.MarkedRemoved : SourceFindingKind.IdMissing, place);
            return removed ? null : id;
        }
    }
}

/// <summary>One entry of a list of members; <see cref="IsBare"/> when it holds nothing but its id.</summary>
internal sealed record SourceMember(string Id, bool IsBare);
