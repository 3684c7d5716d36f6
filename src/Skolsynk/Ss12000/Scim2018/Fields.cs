using System.Text.Json;

namespace Skolsynk.Ss12000.Scim2018;

/// <summary>
/// Attributes of a resource, as the transfer log keeps them: what was sent, by name and without any value. The bits are kept in
/// the database and never change.
/// </summary>
[Flags]
public enum Fields
{
    None = 0,
    DisplayName = 1 << 0,
    SchoolUnitCode = 1 << 1,
    Organisation = 1 << 2,
    MunicipalityCode = 1 << 3,
    UserName = 1 << 4,
    Name = 1 << 5,
    Emails = 1 << 6,
    Enrolments = 1 << 7,
    SchoolYear = 1 << 8,
    EmploymentRole = 1 << 9,
    EmployedAt = 1 << 10,
    User = 1 << 11,
    StudentGroupType = 1 << 12,
    Owner = 1 << 13,
    StudentMemberships = 1 << 14,
    Groups = 1 << 15,
    Teachers = 1 << 16,
}

/// <summary>Field masks of resource types and of bodies.</summary>
public static class FieldMask
{
    private static readonly (Fields Field, string Name)[] All =
        [.. Enum.GetValues<Fields>().Where(field => field != Fields.None).Select(field => (field, NameOf(field)))];

    /// <summary>What a resource of this type can carry; <c>schemas</c> and <c>externalId</c> go without saying.</summary>
    public static Fields Of(Endpoint endpoint) => endpoint switch
    {
        Endpoint.Organisations or Endpoint.SchoolUnitGroups => Fields.DisplayName,
        Endpoint.SchoolUnits => Fields.DisplayName | Fields.SchoolUnitCode | Fields.Organisation | Fields.MunicipalityCode,
        Endpoint.Users => Fields.DisplayName | Fields.UserName | Fields.Name | Fields.Emails | Fields.Enrolments | Fields.SchoolYear,
        Endpoint.Employments => Fields.EmploymentRole | Fields.EmployedAt | Fields.User,
        Endpoint.StudentGroups => Fields.DisplayName | Fields.StudentGroupType | Fields.Owner | Fields.StudentMemberships,
        Endpoint.Activities => Fields.DisplayName | Fields.Owner | Fields.Groups | Fields.Teachers,
        _ => Fields.None,
    };

    /// <summary>What this body carries, at any depth.</summary>
    public static Fields Of(ReadOnlySpan<byte> body)
    {
        var found = Fields.None;
        var reader = new Utf8JsonReader(body);
        while (reader.Read())
        {
            if (reader.TokenType != JsonTokenType.PropertyName)
                continue;
            foreach (var (field, name) in All)
            {
                if (reader.ValueTextEquals(name))
                    found |= field;
            }
        }

        return found;
    }

    /// <summary>The attributes' names as they stand on the wire.</summary>
    public static IEnumerable<string> NamesIn(Fields mask) => All.Where(one => mask.HasFlag(one.Field)).Select(one => one.Name);

    private static string NameOf(Fields field) => JsonNamingPolicy.CamelCase.ConvertName(field.ToString());
}
