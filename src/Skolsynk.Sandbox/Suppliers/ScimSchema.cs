using static Skolsynk.Sandbox.Suppliers.AttributeKind;
using static Skolsynk.Sandbox.Suppliers.ScimEndpoint;

namespace Skolsynk.Sandbox.Suppliers;

internal enum AttributeKind
{
    /// <summary>The array of schema URNs; must be exactly those of the resource type.</summary>
    Schemas,
    Uuid,
    Text,

    /// <summary>EPPN, <c>local@scope</c>.</summary>
    ScopedName,
    EightDigits,
    FourDigits,
    SchoolYear,
    Boolean,
    Texts,
    Object,
    Objects,

    /// <summary>One <c>{value, $ref}</c>.</summary>
    Reference,

    /// <summary>An array of <c>{value, $ref}</c>, each value once; <see cref="ScimAttribute.Members"/> may stand beside them.</summary>
    References,

    /// <summary>May never be sent, whatever its value.</summary>
    Forbidden,
}

/// <summary>One attribute of a resource type as the receiver checks it.</summary>
/// <param name="Codes">The only values taken; null: any.</param>
internal sealed record ScimAttribute(string Name, AttributeKind Kind, bool Required = false)
{
    public ScimEndpoint Target { get; init; }

    public string[]? Codes { get; init; }

    public ScimAttribute[] Members { get; init; } = [];
}

/// <summary>
/// SS 12000:2018 over SCIM as the EGIL implementation profile has it, attribute by attribute. Both what the reference receiver
/// demands and what only the profile demands is required here.
/// </summary>
internal static class ScimSchema
{
    public const string Prefix = "urn:scim:schemas:extension:sis:school:1.0:";

    public const string CoreUser = "urn:ietf:params:scim:schemas:core:2.0:User";

    private static readonly string[] Roles = ["Rektor", "Lärare", "Förskollärare", "Övrig pedagogisk personal", "Annan personal"];

    private static readonly string[] SchoolTypes =
        ["FS", "FSK", "FTH", "GR", "GRS", "SP", "SAM", "GY", "GYS", "VUX", "SUV", "YH", "FHS", "HS", "AU"];

    private static readonly string[] Relations = ["Vårdnadshavare", "Annan ansvarig vuxen"];

    private static readonly ScimAttribute[] Common =
    [
        new("schemas", Schemas, true),
        new("externalId", Uuid, true),
        new("displayName", Text, true),
    ];

    private static readonly ScimAttribute[][] Attributes =
    [
        Common,
        Common,
        [
            .. Common,
            new("schoolUnitCode", EightDigits, true),
            new("organisation", Reference) { Target = Organisations },
            new("schoolUnitGroup", Reference) { Target = SchoolUnitGroups },
            new("schoolTypes", Texts) { Codes = SchoolTypes },
            new("municipalityCode", FourDigits),
        ],
        [
            .. Common,
            new("userName", ScopedName, true),
            new("name", AttributeKind.Object, true) { Members = [new("familyName", Text, true), new("givenName", Text, true)] },
            new("emails", Objects) { Members = [new("value", Text, true), new("type", Text)] },
            new(Prefix + "User", AttributeKind.Object) { Members = UserExtension() },
        ],
        [
            .. Common.Where(attribute => attribute.Name != "displayName"),
            new("employedAt", Reference, true) { Target = SchoolUnits },
            new("user", Reference, true) { Target = Users },
            new("employmentRole", Text, true) { Codes = Roles },
            new("signature", Text),
        ],
        [
            .. Common,
            new("owner", Reference, true) { Target = SchoolUnits },
            new("studentMemberships", References, true) { Target = Users },
            new("studentGroupType", Text),
            new("schoolType", Text) { Codes = SchoolTypes },
        ],
        [
            .. Common,
            new("owner", Reference, true) { Target = SchoolUnits },
            new("groups", References, true) { Target = StudentGroups },
            new("teachers", References, true) { Target = Employments },
            new("parentActivity", Objects) { Members = [new("value", Uuid, true)] },
        ],
    ];

    public static ScimAttribute[] AttributesOf(ScimEndpoint endpoint) => Attributes[(int)endpoint];

    /// <summary>The URNs that <c>schemas</c> must list, no more and no fewer.</summary>
    public static string[] SchemasOf(ScimEndpoint endpoint) => endpoint switch
    {
        Organisations => [Prefix + "Organisation"],
        SchoolUnitGroups => [Prefix + "SchoolUnitGroup"],
        SchoolUnits => [Prefix + "SchoolUnit"],
        Users => [CoreUser, Prefix + "User"],
        Employments => [Prefix + "Employment"],
        StudentGroups => [Prefix + "StudentGroup"],
        _ => [Prefix + "Activity"],
    };

    private static ScimAttribute[] UserExtension() =>
    [
        new("enrolments", References)
        {
            Target = SchoolUnits,
            Members =
            [
                new("schoolYear", SchoolYear), new("schoolType", Text) { Codes = SchoolTypes }, new("programCode", Text),
            ],
        },
        new("securityMarking", AttributeKind.Boolean),
        new("userRelations", References)
        {
            Target = Users,
            Members = [new("relationType", Text, true) { Codes = Relations }, new("displayName", Text)],
        },
        new("civicNo", Forbidden),
    ];
}
