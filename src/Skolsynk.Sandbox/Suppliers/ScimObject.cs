namespace Skolsynk.Sandbox.Suppliers;

/// <summary>A reference to another object: the attribute it stands in, where it points.</summary>
internal readonly record struct ScimReference(string Attribute, ScimEndpoint Target, string Id);

/// <summary>An object as a receiver holds it: the bytes that were sent, and what its rules need to know of them.</summary>
internal sealed record ScimObject(ScimEndpoint Endpoint, string Id, byte[] Body)
{
    public string? UserName { get; init; }

    /// <summary><c>studentGroupType</c> of a group.</summary>
    public string? GroupType { get; init; }

    public IReadOnlyList<ScimReference> References { get; init; } = [];

    public bool HasEnrolments => References.Any(reference => reference.Attribute == "enrolments");
}
