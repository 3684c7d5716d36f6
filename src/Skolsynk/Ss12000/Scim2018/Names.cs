using System.Text.Encodings.Web;
using System.Text.Json;

namespace Skolsynk.Ss12000.Scim2018;

/// <summary>The names and fixed texts of the EGIL profile, encoded once.</summary>
internal static class Names
{
    public const string SchemaPrefix = "urn:scim:schemas:extension:sis:school:1.0:";
    public const string CoreUser = "urn:ietf:params:scim:schemas:core:2.0:User";

    /// <summary>Leaves å, ä and ö as they are; what JSON forbids is escaped all the same.</summary>
    public static readonly JavaScriptEncoder Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    public static readonly JsonEncodedText Schemas = Of("schemas");
    public static readonly JsonEncodedText ExternalId = Of("externalId");
    public static readonly JsonEncodedText DisplayName = Of("displayName");
    public static readonly JsonEncodedText SchoolUnitCode = Of("schoolUnitCode");
    public static readonly JsonEncodedText Organisation = Of("organisation");
    public static readonly JsonEncodedText MunicipalityCode = Of("municipalityCode");
    public static readonly JsonEncodedText UserName = Of("userName");
    public static readonly JsonEncodedText Name = Of("name");
    public static readonly JsonEncodedText FamilyName = Of("familyName");
    public static readonly JsonEncodedText GivenName = Of("givenName");
    public static readonly JsonEncodedText Emails = Of("emails");
    public static readonly JsonEncodedText Value = Of("value");
    public static readonly JsonEncodedText Ref = Of("$ref");
    public static readonly JsonEncodedText UserExtension = Of(SchemaPrefix + "User");
    public static readonly JsonEncodedText Enrolments = Of("enrolments");
    public static readonly JsonEncodedText SchoolYear = Of("schoolYear");
    public static readonly JsonEncodedText EmploymentRole = Of("employmentRole");
    public static readonly JsonEncodedText EmployedAt = Of("employedAt");
    public static readonly JsonEncodedText User = Of("user");
    public static readonly JsonEncodedText StudentGroupType = Of("studentGroupType");
    public static readonly JsonEncodedText Owner = Of("owner");
    public static readonly JsonEncodedText StudentMemberships = Of("studentMemberships");
    public static readonly JsonEncodedText Groups = Of("groups");
    public static readonly JsonEncodedText Teachers = Of("teachers");

    public static readonly JsonEncodedText Teacher = Of("Lärare");
    public static readonly JsonEncodedText Class = Of("Klass");
    public static readonly JsonEncodedText Teaching = Of("Undervisning");

    private static JsonEncodedText Of(string text) => JsonEncodedText.Encode(text, Encoder);
}
