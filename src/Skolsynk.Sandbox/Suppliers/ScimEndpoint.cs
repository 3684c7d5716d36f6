using System.Collections.Frozen;

namespace Skolsynk.Sandbox.Suppliers;

/// <summary>The resource types of the EGIL profile, in the order in which a client creates them.</summary>
internal enum ScimEndpoint
{
    Organisations,
    SchoolUnitGroups,
    SchoolUnits,
    Users,
    Employments,
    StudentGroups,
    Activities,
}

/// <summary>Spelling of the endpoints in URLs: exact, case counts.</summary>
internal static class ScimEndpoints
{
    public static readonly IReadOnlyList<ScimEndpoint> All = Enum.GetValues<ScimEndpoint>();

    private static readonly string[] Names = [.. All.Select(endpoint => endpoint.ToString())];

    private static readonly FrozenDictionary<string, ScimEndpoint> ByName = All.ToFrozenDictionary(Name, StringComparer.Ordinal);

    public static string Name(this ScimEndpoint endpoint) => Names[(int)endpoint];

    public static ScimEndpoint? Find(string text) => ByName.TryGetValue(text, out var endpoint) ? endpoint : null;
}
